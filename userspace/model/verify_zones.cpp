// SPDX-License-Identifier: GPL-2.0
// The module against itself: what must hold within a zone, and between a zone,
// its node and its per-CPU lists.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/verify_checks.hpp"

namespace mmscope::model {
namespace {

constexpr const char* zones_check = "zones (self-check)";

using Figures = std::vector<std::uint64_t>;

// Unsigned, as a list in a comparison; a key that is not there is left out.
Figures figures(const Numbers& numbers, std::initializer_list<std::string_view> keys) {
  Figures found;
  for (const std::string_view key : keys) {
    if (const auto entry = numbers.find(key); entry != numbers.end())
      found.push_back(static_cast<std::uint64_t>(entry->second));
  }
  return found;
}

Figures sorted(Figures values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::uint64_t count_in(const Numbers& numbers, std::string_view key) {
  const auto found = numbers.find(key);
  return found == numbers.end() ? 0 : static_cast<std::uint64_t>(found->second);
}

void compare_zone(FigureList& list, const PublishedZone& zone, std::uint64_t max_nr_zones) {
  const Figures marks = figures(zone.numbers, {"wmark_min_pages", "wmark_low_pages",
                                               "wmark_high_pages", "wmark_promo_pages"});
  list.add(zone.label() + " min <= low <= high <= promo", "wmark_min_pages", marks, sorted(marks));
  const Figures sizes = figures(zone.numbers, {"managed_pages", "present_pages", "spanned_pages"});
  list.add(zone.label() + " managed <= present <= spanned", "managed_pages", sizes, sorted(sizes));
  list.add(zone.label() + " populated", "populated", std::int64_t{zone.populated},
           std::int64_t{count_in(zone.numbers, "present_pages") != 0});
  list.add(zone.label() + " reserves", "lowmem_reserve",
           static_cast<std::int64_t>(zone.lowmem_reserve.size()),
           static_cast<std::int64_t>(max_nr_zones));
}

// The node's span is that of its zones together, nothing without any:
// update_pgdat_span().
void compare_spans(FigureList& list, const Published& published, const PublishedNode& node) {
  std::uint64_t start = ~std::uint64_t{0};
  std::uint64_t end = 0;
  for (const PublishedZone& zone : published.zones) {
    const std::uint64_t spanned = count_in(zone.numbers, "spanned_pages");
    if (zone.nid != node.nid || spanned == 0)
      continue;
    const std::uint64_t first = count_in(zone.numbers, "zone_start_pfn");
    start = std::min(start, first);
    end = std::max(end, first + spanned);
  }
  if (end == 0)
    start = 0;
  const std::uint64_t node_start = count_in(node.numbers, "node_start_pfn");
  list.add(fmt::format("node {} span, start and end", node.nid), "node_spanned_pages",
           Figures{node_start, node_start + count_in(node.numbers, "node_spanned_pages")},
           Figures{start, end});
}

// nr_zones only grows, so a zone that was emptied by memory hotplug stays below it.
void compare_nr_zones(FigureList& list, const Published& published, const PublishedNode& node) {
  std::uint64_t highest = 0;
  for (const PublishedZone& zone : published.zones) {
    if (zone.nid == node.nid && zone.populated)
      highest = std::max(highest, zone.zone_idx + 1);
  }
  const Figures bounds = {highest, count_in(node.numbers, "nr_zones"),
                          present(published.system.info.row.fields.max_nr_zones).value_or(0)};
  list.add(fmt::format("node {} populated zones <= nr_zones <= max_nr_zones", node.nid), "nr_zones",
           bounds, sorted(bounds));
}

// The other files know the zone by the same index.
template <class Row> void compare_indices(FigureList& list, const Published& published,
                                          const char* file, const std::vector<Row>& rows) {
  std::set<std::string> ours;
  std::set<std::string> theirs;
  for (const Row& row : rows) {
    const auto name = [&](std::uint64_t zone_idx) {
      return fmt::format("{}:{}({})", row.fields.nid, row.fields.zone, zone_idx);
    };
    const PublishedZone* zone = published.zone(row.fields.nid, row.fields.zone);
    ours.insert(name(row.fields.zone_idx));
    theirs.insert(zone ? name(zone->zone_idx) : "no such zone");
  }
  list.add(fmt::format("zone indices of {}", file), "zone_idx",
           fmt::format("{}", fmt::join(ours, " ")), fmt::format("{}", fmt::join(theirs, " ")));
}

// The marks that the zone hands down to the list of every CPU.
void compare_pcp(FigureList& list, const Published& published, const mms_wire_pcp& pcp) {
  const PublishedZone* zone = published.zone(pcp.nid, pcp.zone);
  if (!zone)
    return;
  list.set_node(pcp.nid);
  const auto add = [&](const char* field, std::optional<std::int64_t> ours, const char* key) {
    const std::optional<Value> theirs = value_of(zone->numbers, key);
    if (ours && theirs)
      list.add(fmt::format("{} cpu {} {}", zone->label(), pcp.cpu, field), field, *ours, theirs);
  };
  add("batch_pages", present(pcp.batch_pages), "pageset_batch_pages");
  add("high_pages", present(pcp.high_pages), "pageset_high_pages");
  add("high_min_pages", present(pcp.high_min_pages), "pageset_high_min_pages");
  add("high_max_pages", present(pcp.high_max_pages), "pageset_high_max_pages");
}

std::vector<Figure> compare_zones(const Reading&, const Published& published) {
  FigureList list(zones_check);
  const auto max_nr_zones = present(published.system.info.row.fields.max_nr_zones).value_or(0);
  for (const PublishedNode& node : published.nodes) {
    list.set_node(node.nid);
    compare_spans(list, published, node);
    compare_nr_zones(list, published, node);
    for (const PublishedZone& zone : published.zones) {
      if (zone.nid == node.nid)
        compare_zone(list, zone, max_nr_zones);
    }
  }
  list.set_node({});
  const System& system = published.system;
  compare_indices(list, published, "free_area", system.free_areas.rows);
  compare_indices(list, published, "free_area orders", system.free_areas.orders);
  compare_indices(list, published, "pcp", system.pcps.rows);
  for (const PcpRow& row : system.pcps.rows)
    compare_pcp(list, published, row.fields);
  return std::move(list).take();
}

} // namespace

Check check_zones() {
  return {zones_check, need_nodes | need_zones | need_pcps | need_free_areas,
          [](const reader::Source&) { return Reading(); }, compare_zones, true};
}

} // namespace mmscope::model
