// SPDX-License-Identifier: GPL-2.0
// The module against itself: free_area within itself and against the counters of
// the zone, the per-CPU lists against the counts beside them.
#include <map>
#include <optional>

#include <fmt/core.h>

#include "model/verify_checks.hpp"

namespace mmscope::model {
namespace {

constexpr const char* free_lists_check = "free lists (self-check)";

struct Lists {
  std::map<std::string, std::int64_t> pages;     // by migratetype
  std::map<std::uint64_t, std::int64_t> blocks;  // by order
  std::map<std::uint64_t, std::int64_t> nr_free; // by order
  bool bounded = false;
  std::map<std::uint64_t, bool> bounded_order;
};

using ZoneKey = std::pair<std::uint64_t, std::string>;

std::map<ZoneKey, Lists> gather(const Published& published) {
  std::map<ZoneKey, Lists> zones;
  for (const FreeList& row : published.system.free_areas.rows) {
    Lists& lists = zones[{row.fields.nid, row.fields.zone}];
    const auto blocks = static_cast<std::int64_t>(row.fields.blocks);
    lists.blocks[row.fields.order] += blocks;
    lists.pages[row.fields.migratetype] += blocks << row.fields.order;
    if (row.fields.bounded == 1)
      lists.bounded = lists.bounded_order[row.fields.order] = true;
  }
  for (const FreeOrder& row : published.system.free_areas.orders)
    zones[{row.fields.nid, row.fields.zone}].nr_free[row.fields.order] =
        static_cast<std::int64_t>(row.fields.nr_free);
  return zones;
}

std::int64_t pages_on(const Lists& lists, const std::string& migratetype) {
  const auto found = lists.pages.find(migratetype);
  return found == lists.pages.end() ? 0 : found->second;
}

// What CPUs may still keep to themselves of the zone's counters.
std::int64_t drift_of(const Published& published, const PublishedZone& zone) {
  std::int64_t drift = zone.batch();
  for (const PcpRow& row : published.system.pcps.rows) {
    if (row.fields.nid == zone.nid && row.fields.zone == zone.name)
      drift += present(row.fields.stat_threshold).value_or(0);
  }
  return drift;
}

// Both were read in one hold of the zone lock.
void compare_orders(FigureList& list, const PublishedZone& zone, const Lists& lists) {
  for (const auto& [order, nr_free] : lists.nr_free) {
    const std::string what = fmt::format("{} order {} lists", zone.label(), order);
    if (lists.bounded_order.count(order) != 0) {
      list.skip(what, "blocks", "the walk stopped at free_list_bound");
      continue;
    }
    const auto blocks = lists.blocks.find(order);
    list.add(what, "blocks",
             blocks == lists.blocks.end() ? std::nullopt : std::optional<Value>(blocks->second),
             nr_free);
  }
}

// NR_FREE_PAGES leaves out isolated pages, which nr_free has (is_migrate_isolate()
// in __free_one_page(), account_freepages() since 6.10), and has the pages that a
// confidential guest has not accepted yet, which are on no list.
void compare_totals(FigureList& list, const Published& published, const Published& counters,
                    const PublishedZone& zone, const Lists& lists) {
  const PublishedZone* counted = counters.zone(zone.nid, zone.name);
  if (!counted)
    return;
  const Rule rule{Rule::Kind::pages, drift_of(published, zone),
                  "stat_threshold of each CPU, and a refill"};
  std::int64_t pages = 0;
  for (const auto& [order, nr_free] : lists.nr_free)
    pages += nr_free << order;
  if (const auto unaccepted = zone.numbers.find("nr_unaccepted"); unaccepted != zone.numbers.end())
    pages += unaccepted->second;
  const std::string label = zone.label();
  if (lists.bounded && pages_on(lists, "Isolate") != 0) {
    list.skip(label + " sum of orders", "nr_free", "the walk stopped at free_list_bound");
  } else {
    list.add(label + " sum of orders", "nr_free", pages - pages_on(lists, "Isolate"),
             value_of(counted->numbers, "nr_free_pages"), rule);
  }
  if (lists.bounded)
    return;
  if (lists.pages.count("CMA") != 0)
    list.add(label + " CMA lists", "blocks", pages_on(lists, "CMA"),
             value_of(counted->numbers, "nr_free_cma"), rule);
  if (counted->numbers.count("nr_free_highatomic_pages") != 0)
    list.add(label + " HighAtomic lists", "blocks", pages_on(lists, "HighAtomic"),
             value_of(counted->numbers, "nr_free_highatomic_pages"), {Rule::Kind::pages, 0, ""});
}

void compare_order_count(FigureList& list, const Published& published, const PublishedZone& zone,
                         const Lists& lists) {
  const auto max_order = present(published.system.memory_model.row.fields.max_order);
  if (max_order)
    list.add(zone.label() + " orders", "order", static_cast<std::int64_t>(lists.nr_free.size()),
             static_cast<std::int64_t>(*max_order) + 1);
}

// What the lists of one CPU hold, or nothing where a walk gave up.
std::optional<std::int64_t> pages_on_pcp(const Published& published, const mms_wire_pcp& pcp) {
  std::int64_t pages = 0;
  for (const PcpList& row : published.system.pcps.lists) {
    const mms_wire_pcp_list& list = row.fields;
    if (list.nid != pcp.nid || list.zone_idx != pcp.zone_idx || list.cpu != pcp.cpu)
      continue;
    if (list.bounded == 1)
      return std::nullopt;
    pages += static_cast<std::int64_t>(list.blocks << list.order);
  }
  return pages;
}

void compare_pcps(FigureList& list, const Published& published) {
  for (const PcpRow& row : published.system.pcps.rows) {
    const mms_wire_pcp& pcp = row.fields;
    list.set_node(pcp.nid);
    const std::string what = fmt::format("zone {}:{} cpu {} lists", pcp.nid, pcp.zone, pcp.cpu);
    if (const auto pages = pages_on_pcp(published, pcp))
      list.add(what, "blocks", *pages, present(pcp.count_pages).value_or(0));
    else
      list.skip(what, "blocks", "the walk stopped at free_list_bound");
  }
}

std::vector<Figure> compare_free_lists(const Reading& reading, const Published& published) {
  FigureList list(free_lists_check);
  const std::map<ZoneKey, Lists> zones = gather(published);
  for (const PublishedZone& zone : published.zones) {
    list.set_node(zone.nid);
    const auto found = zones.find({zone.nid, zone.name});
    if (found == zones.end()) {
      if (zone.populated)
        list.add(zone.label() + " free lists", "nr_free", std::nullopt, zone.name);
      continue;
    }
    compare_order_count(list, published, zone, found->second);
    compare_orders(list, zone, found->second);
    compare_totals(list, published, *reading.own, zone, found->second);
  }
  compare_pcps(list, published);
  return std::move(list).take();
}

} // namespace

Check check_free_lists() {
  return {free_lists_check, need_free_areas | need_zones | need_pcps | need_model,
          [](const reader::Source& source) {
            return Reading{{}, load_published(source, need_zones)};
          },
          compare_free_lists, true};
}

} // namespace mmscope::model
