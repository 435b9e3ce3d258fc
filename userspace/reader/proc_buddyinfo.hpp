// SPDX-License-Identifier: GPL-2.0
// /proc/buddyinfo and /proc/pagetypeinfo: mm/vmstat.c frag_show_print() and
// pagetypeinfo_show(). Both have populated zones only.
#ifndef MMSCOPE_READER_PROC_BUDDYINFO_HPP
#define MMSCOPE_READER_PROC_BUDDYINFO_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

struct BuddyZone {
  std::int64_t nid = 0;
  std::string zone;
  std::vector<std::int64_t> nr_free; // blocks, by order
};

struct FreeCount {
  std::int64_t blocks = 0;
  bool bounded = false; // printed with '>': the kernel stopped counting there
};

struct PagetypeList {
  std::int64_t nid = 0;
  std::string zone;
  std::string migratetype;
  std::vector<FreeCount> free; // by order
};

struct Pagetypeinfo {
  std::optional<std::int64_t> block_order;
  std::optional<std::int64_t> pages_per_block;
  std::vector<PagetypeList> lists;
};

// Both throw Error(bad_data).
[[nodiscard]] std::vector<BuddyZone> parse_buddyinfo(std::string_view text,
                                                     std::string_view file = "/proc/buddyinfo");

// The counts of pageblocks by type are read over: the module does not publish
// them.
[[nodiscard]] Pagetypeinfo parse_pagetypeinfo(std::string_view text,
                                              std::string_view file = "/proc/pagetypeinfo");

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_BUDDYINFO_HPP
