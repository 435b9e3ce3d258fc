// SPDX-License-Identifier: GPL-2.0
#include "model/joins.hpp"

#include <algorithm>

namespace mmscope::model {
namespace {

// Orders come from a file: one absurd number must not cost all memory. The
// largest order that fits a 64-bit number of pages is a wide limit.
constexpr std::uint64_t max_sane_order = 63;

template <class Item> Item& slot(std::vector<Item>& by_order, std::uint64_t order) {
  const auto index = static_cast<std::size_t>(std::min(order, max_sane_order));
  if (by_order.size() <= index)
    by_order.resize(index + 1);
  return by_order[index];
}

template <class Record> ZoneId zone_id(const reader::Row<Record>& row) {
  return {row.fields.nid, row.fields.zone_idx, row.fields.zone};
}

} // namespace

const Node* find_node(const Nodes& nodes, std::uint64_t nid) {
  const auto found = std::find_if(nodes.rows.begin(), nodes.rows.end(),
                                  [&](const Node& node) { return node.fields.nid == nid; });
  return found == nodes.rows.end() ? nullptr : &*found;
}

std::vector<std::uint64_t> nids(const Nodes& nodes) {
  std::vector<std::uint64_t> numbers;
  for (const Node& node : nodes.rows)
    numbers.push_back(node.fields.nid);
  return numbers;
}

bool populated(const Zone& zone) { return present(zone.fields.populated).value_or(0) != 0; }

std::vector<Zone> zones_of(const Zones& zones, std::uint64_t nid) {
  std::vector<Zone> found;
  std::copy_if(zones.rows.begin(), zones.rows.end(), std::back_inserter(found),
               [&](const Zone& zone) { return zone.fields.nid == nid; });
  return found;
}

std::vector<Zoneref> zonelist_of(const Zonelists& zonelists, std::uint64_t nid,
                                 std::string_view list) {
  std::vector<Zoneref> found;
  std::copy_if(
      zonelists.rows.begin(), zonelists.rows.end(), std::back_inserter(found),
      [&](const Zoneref& ref) { return ref.fields.nid == nid && ref.fields.list == list; });
  std::stable_sort(found.begin(), found.end(),
                   [](const Zoneref& a, const Zoneref& b) { return a.fields.pos < b.fields.pos; });
  return found;
}

std::uint64_t FreeByOrder::pages() const {
  std::uint64_t pages = 0;
  for (std::size_t order = 0; order < blocks.size(); ++order)
    pages += blocks[order] << order;
  return pages;
}

std::vector<FreeByOrder> free_by_order(const FreeAreas& areas) {
  std::vector<FreeByOrder> zones;
  for (const FreeOrder& row : areas.orders) {
    const ZoneId id = zone_id(row);
    auto zone = std::find_if(zones.begin(), zones.end(),
                             [&](const FreeByOrder& known) { return known.zone == id; });
    if (zone == zones.end())
      zone = zones.insert(zones.end(), FreeByOrder{id, {}});
    slot(zone->blocks, row.fields.order) += row.fields.nr_free;
  }
  return zones;
}

std::vector<FreeByType> free_by_type(const FreeAreas& areas) {
  std::vector<FreeByType> lists;
  for (const FreeList& row : areas.rows) {
    const ZoneId id = zone_id(row);
    auto list = std::find_if(lists.begin(), lists.end(), [&](const FreeByType& known) {
      return known.zone == id && known.migratetype == row.fields.migratetype;
    });
    if (list == lists.end())
      list = lists.insert(lists.end(), FreeByType{id, row.fields.migratetype, {}});
    Count& count = slot(list->counts, row.fields.order);
    count.blocks += row.fields.blocks;
    count.bounded |= present(row.fields.bounded).value_or(0) != 0;
  }
  return lists;
}

std::string ranges_text(const std::vector<std::uint64_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
      ++last;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last != i)
      text += "-" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

} // namespace mmscope::model
