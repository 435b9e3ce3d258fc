// SPDX-License-Identifier: GPL-2.0
// /proc/meminfo (fs/proc/meminfo.c) and node*/meminfo (drivers/base/node.c).
#ifndef MMSCOPE_READER_PROC_MEMINFO_HPP
#define MMSCOPE_READER_PROC_MEMINFO_HPP

#include <string_view>

#include "reader/proc_text.hpp"

namespace mmscope::reader {

// Values as printed: kB, but for the counts of huge pages. Throw Error(bad_data).
[[nodiscard]] NamedNumbers parse_meminfo(std::string_view text,
                                         std::string_view file = "/proc/meminfo");

// Every line must begin with "Node `nid` ".
[[nodiscard]] NamedNumbers parse_node_meminfo(std::string_view text, std::string_view file,
                                              std::int64_t nid);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_MEMINFO_HPP
