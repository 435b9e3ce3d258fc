// SPDX-License-Identifier: GPL-2.0
#include "reader/identity.hpp"

#include <array>
#include <utility>

namespace mmscope::reader {

const std::vector<std::string_view>& identity_keys(std::string_view tag) {
  using Keys = std::vector<std::string_view>;
  static const std::array<std::pair<std::string_view, Keys>, 29> table = {{
      {"node", {"nid"}},
      {"zone", {"nid", "zone_idx", "name"}},
      {"zoneref", {"nid", "list", "pos", "zone_nid", "zone", "zone_idx"}},
      {"free_area", {"nid", "zone", "zone_idx", "order", "migratetype", "blocks"}},
      {"free_order", {"nid", "zone", "zone_idx", "order", "nr_free"}},
      {"pcp", {"nid", "zone", "zone_idx", "cpu"}},
      {"pcp_list", {"nid", "zone", "zone_idx", "cpu", "order", "migratetype", "blocks"}},
      {"section_range", {"start_pfn", "end_pfn", "state"}},
      {"page", {"nid", "zone", "zone_idx", "migratetype", "class", "pages"}},
      {"page_order", {"nid", "zone", "zone_idx", "class", "order", "blocks"}},
      {"page_count", {"nid", "zone", "zone_idx", "counter", "from", "to", "blocks"}},
      {"page_flag", {"nid", "zone", "zone_idx", "flag", "pages"}},
      {"page_node", {"nid", "seen_pages"}},
      {"memmap_read", {"nid", "pages"}},
      {"page_info", {"pfn", "nid", "zone_idx", "class", "head_pfn", "order"}},
      {"pgtable_level", {"level", "index", "entry"}},
      {"translation", {"addr", "area", "state"}},
      {"vmalloc_extent", {"start_addr", "area", "pages", "memory_pages", "runs"}},
      {"vmalloc_walk", {"area", "raced_tables"}},
      {"bench_case", {"name"}},
      {"bench_run", {"run", "phase"}},
      {"bench", {"leg", "op", "ops"}},
      {"bench_check", {"leg"}},
      {"bench_place", {"leg", "nid", "zone", "objects"}},
      {"bench_order", {"leg", "order", "nid", "zone", "blocks", "failed"}},
      {"bench_reserve", {"leg", "gfp", "nid", "zone"}},
      {"bench_plain", {"mem_node", "ops"}},
      {"bench_thread", {"leg", "thread", "op"}},
      {"bench_bucket", {"leg", "op", "low_ns", "high_ns", "count"}},
  }};
  static const Keys none;
  for (const auto& [known, keys] : table)
    if (known == tag)
      return keys;
  return none;
}

} // namespace mmscope::reader
