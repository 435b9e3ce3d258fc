// SPDX-License-Identifier: GPL-2.0
// The files of /sys/devices/system/node (drivers/base/node.c) other than
// meminfo. Each parser throws Error(bad_data).
#ifndef MMSCOPE_READER_PROC_NODE_HPP
#define MMSCOPE_READER_PROC_NODE_HPP

#include <cstdint>
#include <string_view>
#include <vector>

#include "reader/proc_text.hpp"
#include "reader/source.hpp"

namespace mmscope::reader {

inline constexpr std::string_view node_dir = "/sys/devices/system/node";

// Bytes of a transparent huge page; not there without them.
inline constexpr const char* thp_size_path = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

// numastat, vmstat: "name value" lines.
[[nodiscard]] NamedNumbers parse_counters(std::string_view text, std::string_view file);

// distance: one line of numbers.
[[nodiscard]] std::vector<std::uint64_t> parse_number_row(std::string_view text,
                                                          std::string_view file);

// online, has_cpu, ..., cpulist: "0-3,8", ascending; an empty line is an empty list.
[[nodiscard]] std::vector<std::uint64_t> parse_id_list(std::string_view text,
                                                       std::string_view file);

// The nodes that have a directory of their own, ascending.
[[nodiscard]] std::vector<std::uint64_t> list_node_dirs(const Source& source);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_NODE_HPP
