// SPDX-License-Identifier: GPL-2.0
// /proc/PID/stat: fs/proc/array.c do_task_stat().
#ifndef MMSCOPE_READER_PROC_PID_HPP
#define MMSCOPE_READER_PROC_PID_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace mmscope::reader {

struct ProcStat {
  std::string comm;
  char state = '?'; // 'Z': it has ended and waits for its parent
  bool kernel_thread = false;
};

// Throws Error(bad_data).
[[nodiscard]] ProcStat parse_proc_stat(std::string_view text, std::string_view file);

// The number of a process as a user writes it. Throws Error(usage).
[[nodiscard]] std::uint64_t parse_pid(std::string_view text);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_PID_HPP
