// SPDX-License-Identifier: GPL-2.0
// What is asked of the tables again and again: find, group, sum.
#ifndef MMSCOPE_MODEL_JOINS_HPP
#define MMSCOPE_MODEL_JOINS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/system.hpp"

namespace mmscope::model {

// A zone by the two things that name it everywhere.
struct ZoneId {
  std::uint64_t nid;
  std::uint64_t zone_idx;
  std::string name;

  friend bool operator==(const ZoneId& a, const ZoneId& b) {
    return a.nid == b.nid && a.zone_idx == b.zone_idx;
  }
  friend bool operator<(const ZoneId& a, const ZoneId& b) {
    return a.nid != b.nid ? a.nid < b.nid : a.zone_idx < b.zone_idx;
  }
};

[[nodiscard]] const Node* find_node(const Nodes& nodes, std::uint64_t nid);
[[nodiscard]] std::vector<std::uint64_t> nids(const Nodes& nodes);
[[nodiscard]] bool populated(const Zone& zone);
[[nodiscard]] std::vector<Zone> zones_of(const Zones& zones, std::uint64_t nid);

// One node's list, "fallback" or "nofallback", in the order that it is tried.
[[nodiscard]] std::vector<Zoneref> zonelist_of(const Zonelists& zonelists, std::uint64_t nid,
                                               std::string_view list);

// Free blocks of one zone by order, all migratetypes together.
struct FreeByOrder {
  ZoneId zone;
  std::vector<std::uint64_t> blocks; // [order]

  [[nodiscard]] std::uint64_t pages() const;
};
[[nodiscard]] std::vector<FreeByOrder> free_by_order(const FreeAreas& areas);

// Free blocks of one zone and migratetype by order; a bounded count is a lower limit.
struct Count {
  std::uint64_t blocks = 0;
  bool bounded = false;
};
struct FreeByType {
  ZoneId zone;
  std::string migratetype;
  std::vector<Count> counts; // [order]
};
[[nodiscard]] std::vector<FreeByType> free_by_type(const FreeAreas& areas);

// "1-3,7" of 1,2,3,7
[[nodiscard]] std::string ranges_text(const std::vector<std::uint64_t>& numbers);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_JOINS_HPP
