// SPDX-License-Identifier: GPL-2.0
// /sys/kernel/debug/extfrag/unusable_index and extfrag_index: mm/vmstat.c
// unusable_show_print() and extfrag_show_print(). Kernels with CONFIG_COMPACTION
// have them; populated zones only.
#ifndef MMSCOPE_READER_PROC_EXTFRAG_HPP
#define MMSCOPE_READER_PROC_EXTFRAG_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

inline constexpr const char* unusable_index_path = "/sys/kernel/debug/extfrag/unusable_index";
inline constexpr const char* extfrag_index_path = "/sys/kernel/debug/extfrag/extfrag_index";

struct ExtfragZone {
  std::int64_t nid = 0;
  std::string zone;
  std::vector<std::int64_t> thousandths; // by order
};

// Either file. Throws Error(bad_data).
[[nodiscard]] std::vector<ExtfragZone> parse_extfrag(std::string_view text, std::string_view file);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_EXTFRAG_HPP
