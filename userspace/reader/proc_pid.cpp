// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_pid.hpp"

#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/proc_text.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

constexpr std::int64_t kernel_thread_flag = 0x0020'0000;    // PF_KTHREAD
constexpr std::uint64_t most_pids = std::uint64_t{1} << 22; // PID_MAX_LIMIT

} // namespace

// The name may hold anything, parentheses too: it ends with the last one.
ProcStat parse_proc_stat(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  std::string_view line;
  if (!lines.next(line))
    lines.fail("the file is empty");
  const std::size_t open = line.find('(');
  const std::size_t close = line.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    lines.fail("no name in parentheses");
  ProcStat stat;
  stat.comm = line.substr(open + 1, close - open - 1);
  Words words(line.substr(close + 1), lines);
  const std::string_view state = words.next();
  if (state.size() != 1)
    lines.fail(fmt::format("'{}' where the state should be", state));
  stat.state = state.front();
  for (const char* skipped : {"ppid", "pgrp", "session", "tty_nr", "tpgid"}) {
    (void)skipped;
    (void)words.number();
  }
  stat.kernel_thread = (words.number() & kernel_thread_flag) != 0;
  return stat;
}

std::uint64_t parse_pid(std::string_view text) {
  std::uint64_t pid = 0;
  if (!wire::parse_integer(text, pid) || pid == 0 || pid > most_pids)
    throw Error(Error::Kind::usage,
                fmt::format("'{}' is no process: a number from 1 to {}, or self", text, most_pids));
  return pid;
}

} // namespace mmscope::reader
