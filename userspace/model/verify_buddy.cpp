// SPDX-License-Identifier: GPL-2.0
// /proc/buddyinfo and /proc/pagetypeinfo against free_area.
#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/core.h>

#include "model/verify_checks.hpp"
#include "reader/proc_buddyinfo.hpp"

namespace mmscope::model {
namespace {

constexpr const char* buddyinfo_path = "/proc/buddyinfo";
constexpr const char* pagetypeinfo_path = "/proc/pagetypeinfo";

using ZoneKey = std::pair<std::uint64_t, std::string>;

// A refill takes a batch of pages of one order, and splitting a larger block for
// it leaves one half on each order below.
Rule rule_of_blocks(const Published& published, const ZoneKey& key, std::size_t order) {
  const PublishedZone* zone = published.zone(key.first, key.second);
  const std::int64_t batch = zone ? zone->batch() : 0;
  return {Rule::Kind::pages, (batch >> order) + 1, "one refill of a per-CPU list, one split"};
}

std::string label(const ZoneKey& zone) {
  return fmt::format("zone {}:{}", zone.first, zone.second);
}

std::string zone_names(const std::set<ZoneKey>& zones) {
  std::string names;
  for (const ZoneKey& zone : zones)
    names += fmt::format("{}{}:{}", names.empty() ? "" : " ", zone.first, zone.second);
  return names;
}

std::vector<Figure> compare_buddyinfo(const Reading& reading, const Published& published) {
  FigureList list(buddyinfo_path);
  std::map<ZoneKey, std::map<std::uint64_t, std::int64_t>> ours;
  for (const FreeOrder& row : published.system.free_areas.orders)
    ours[{row.fields.nid, row.fields.zone}][row.fields.order] =
        static_cast<std::int64_t>(row.fields.nr_free);

  std::set<ZoneKey> our_zones;
  std::set<ZoneKey> their_zones;
  for (const auto& [zone, orders] : ours)
    our_zones.insert(zone);
  for (const reader::BuddyZone& printed :
       reader::parse_buddyinfo(reading.texts.at(buddyinfo_path))) {
    const ZoneKey zone(static_cast<std::uint64_t>(printed.nid), printed.zone);
    their_zones.insert(zone);
    list.set_node(zone.first);
    const auto& orders = ours[zone];
    const std::size_t highest = orders.empty() ? 0 : orders.rbegin()->first + 1;
    for (std::size_t order = 0; order < std::max(highest, printed.nr_free.size()); ++order) {
      const auto found = orders.find(order);
      list.add(fmt::format("{} order {}", label(zone), order), "nr_free",
               found == orders.end() ? std::nullopt : std::optional<Value>(found->second),
               order < printed.nr_free.size() ? std::optional<Value>(printed.nr_free[order])
                                              : std::nullopt,
               rule_of_blocks(published, zone, order));
    }
  }
  list.set_node({});
  list.add("populated zones", "zone", zone_names(our_zones), zone_names(their_zones));
  return std::move(list).take();
}

struct Counted {
  std::int64_t blocks = 0;
  bool bounded = false;
};

using ListKey = std::tuple<std::uint64_t, std::string, std::string, std::uint64_t>;

std::map<ListKey, Counted> our_lists(const Published& published) {
  std::map<ListKey, Counted> lists;
  for (const FreeList& row : published.system.free_areas.rows) {
    Counted& counted =
        lists[{row.fields.nid, row.fields.zone, row.fields.migratetype, row.fields.order}];
    counted.blocks = static_cast<std::int64_t>(row.fields.blocks);
    counted.bounded = row.fields.bounded == 1;
  }
  return lists;
}

// Where one side gave up counting, neither is followed beyond that.
void compare_list(FigureList& list, const std::string& what, std::optional<Counted> ours,
                  std::optional<Counted> theirs, Rule rule) {
  const auto cut = [&](const std::optional<Counted>& counted) -> std::optional<Value> {
    if (!counted)
      return std::nullopt;
    std::int64_t blocks = counted->blocks;
    if (theirs && theirs->bounded)
      blocks = std::min(blocks, theirs->blocks);
    if (ours && ours->bounded)
      blocks = std::min(blocks, ours->blocks);
    return blocks;
  };
  const bool bounded = (ours && ours->bounded) || (theirs && theirs->bounded);
  list.add(bounded ? what + " (up to the bound)" : what, "blocks", cut(ours), cut(theirs), rule);
}

void compare_block_size(FigureList& list, const reader::Pagetypeinfo& info,
                        const Published& published) {
  if (!info.block_order)
    return; // no node has memory: the file is empty
  const auto order = present(published.system.memory_model.row.fields.pageblock_order);
  std::optional<Value> ours;
  std::optional<Value> our_pages;
  if (order) {
    ours = static_cast<std::int64_t>(*order);
    our_pages = std::int64_t{1} << *order;
  }
  list.add("page block order", "pageblock_order", ours, *info.block_order);
  if (info.pages_per_block)
    list.add("pages per block", "pageblock_order", our_pages, *info.pages_per_block);
}

// These types exist where the kernel was built with what needs them.
void compare_types(FigureList& list, const reader::Pagetypeinfo& info, const Published& published) {
  if (info.lists.empty())
    return;
  const auto add = [&](const char* type, const char* field, mms_u64 config) {
    const bool printed =
        std::any_of(info.lists.begin(), info.lists.end(),
                    [&](const reader::PagetypeList& one) { return one.migratetype == type; });
    if (const auto ours = present(config))
      list.add(fmt::format("there is a type {}", type), field, to_value(ours),
               to_value(std::optional(std::int64_t{printed})));
  };
  const mms_wire_info& config = published.system.info.row.fields;
  add("CMA", "config_cma", config.config_cma);
  add("Isolate", "config_memory_isolation", config.config_memory_isolation);
}

std::vector<Figure> compare_pagetypeinfo(const Reading& reading, const Published& published) {
  FigureList list(pagetypeinfo_path);
  const reader::Pagetypeinfo info = reader::parse_pagetypeinfo(reading.texts.at(pagetypeinfo_path));
  compare_block_size(list, info, published);
  compare_types(list, info, published);
  std::map<ListKey, Counted> ours = our_lists(published);
  for (const reader::PagetypeList& printed : info.lists) {
    const ZoneKey zone(static_cast<std::uint64_t>(printed.nid), printed.zone);
    list.set_node(zone.first);
    for (std::size_t order = 0; order < printed.free.size(); ++order) {
      const auto found = ours.find({zone.first, zone.second, printed.migratetype, order});
      compare_list(list, fmt::format("{} {} order {}", label(zone), printed.migratetype, order),
                   found == ours.end() ? std::nullopt : std::optional<Counted>(found->second),
                   Counted{printed.free[order].blocks, printed.free[order].bounded},
                   rule_of_blocks(published, zone, order));
      if (found != ours.end())
        ours.erase(found);
    }
  }
  for (const auto& [key, counted] : ours) {
    const auto& [nid, zone, migratetype, order] = key;
    list.set_node(nid);
    compare_list(list, fmt::format("{} {} order {}", label({nid, zone}), migratetype, order),
                 counted, std::nullopt, {});
  }
  return std::move(list).take();
}

} // namespace

Check check_buddyinfo() {
  return {buddyinfo_path, need_free_areas | need_zones,
          [](const reader::Source& source) {
            return Reading{{{buddyinfo_path, source.read(buddyinfo_path)}}, {}};
          },
          compare_buddyinfo};
}

Check check_pagetypeinfo() {
  return {pagetypeinfo_path, need_free_areas | need_zones | need_model,
          [](const reader::Source& source) {
            return Reading{{{pagetypeinfo_path, source.read(pagetypeinfo_path)}}, {}};
          },
          compare_pagetypeinfo};
}

} // namespace mmscope::model
