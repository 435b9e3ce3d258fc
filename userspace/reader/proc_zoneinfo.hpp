// SPDX-License-Identifier: GPL-2.0
// /proc/zoneinfo: mm/vmstat.c zoneinfo_show_print(). Item names are kept as the
// kernel prints them: which of them are known is not the parser's business.
#ifndef MMSCOPE_READER_PROC_ZONEINFO_HPP
#define MMSCOPE_READER_PROC_ZONEINFO_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reader/proc_text.hpp"

namespace mmscope::reader {

struct ZoneinfoPageset {
  std::int64_t cpu = 0;
  NamedNumbers items; // "count", "high", "batch", "vm stats threshold", ...
};

struct ZoneinfoZone {
  std::int64_t nid = 0;
  std::string name;
  NamedNumbers node_stats; // in the node's first populated zone only
  NamedNumbers pages;      // "free", "boost", "min", ... "cma"
  std::vector<std::int64_t> protection;

  // Of populated zones only.
  NamedNumbers stats; // enum zone_stat_item, then the NUMA events
  std::vector<ZoneinfoPageset> pagesets;
  NamedNumbers tail; // "node_unreclaimable", "start_pfn"
};

// In the file's order: by node, then by zone index. Throws Error(bad_data).
[[nodiscard]] std::vector<ZoneinfoZone> parse_zoneinfo(std::string_view text,
                                                       std::string_view file = "/proc/zoneinfo");

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_ZONEINFO_HPP
