// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <fmt/core.h>

#include "view/heat.hpp"
#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

std::vector<Column> matrix_columns(std::vector<Column> labels, std::size_t nr_orders) {
  for (std::size_t order = 0; order < nr_orders; ++order)
    labels.push_back({fmt::format("{}", order)});
  labels.push_back({"free", Align::right, 1});
  return labels;
}

Cell blocks_cell(std::uint64_t blocks, bool bounded, std::uint64_t part, std::uint64_t whole) {
  if (blocks == 0)
    return {"·", Role::dim};
  const Role role = heat_cell(blocks, part, whole).role;
  return {fmt::format("{}{}", bounded ? ">=" : "", blocks), role};
}

std::string order_note(const Screen& screen, std::uint64_t page_size, std::size_t nr_orders) {
  if (nr_orders == 0)
    return "";
  return screen.style.paint(Role::dim,
                            fmt::format("Blocks of 2^order pages: {} at order 0, {} at order {}.",
                                        bytes(page_size), bytes(page_size << (nr_orders - 1)),
                                        nr_orders - 1)) +
         "\n";
}

} // namespace

std::string buddy_list(const Screen& screen, const model::FreeAreas& areas) {
  const std::vector<model::FreeByOrder> zones = model::free_by_order(areas);
  std::size_t nr_orders = 0;
  for (const auto& zone : zones)
    nr_orders = std::max(nr_orders, zone.blocks.size());
  Table table(matrix_columns({{"node"}, {"zone", Align::left}}, nr_orders));
  for (const auto& zone : zones) {
    std::vector<Cell> cells = {fmt::format("{}", zone.zone.nid), {zone.zone.name, Role::accent}};
    for (std::size_t order = 0; order < nr_orders; ++order) {
      const std::uint64_t blocks = order < zone.blocks.size() ? zone.blocks[order] : 0;
      cells.push_back(blocks_cell(blocks, false, blocks << order, zone.pages()));
    }
    cells.emplace_back(pages(zone.pages(), areas.header.page_size));
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width) +
         order_note(screen, areas.header.page_size, nr_orders);
}

std::string buddy_show(const Screen& screen, const model::FreeAreas& areas) {
  const std::vector<model::FreeByType> lists = model::free_by_type(areas);
  std::size_t nr_orders = 0;
  for (const auto& list : lists)
    nr_orders = std::max(nr_orders, list.counts.size());
  Table table(
      matrix_columns({{"node"}, {"zone", Align::left}, {"migratetype", Align::left}}, nr_orders));
  bool any_bounded = false;
  for (const auto& list : lists) {
    std::uint64_t total = 0;
    bool bounded = false;
    for (std::size_t order = 0; order < list.counts.size(); ++order) {
      total += list.counts[order].blocks << order;
      bounded = bounded || list.counts[order].bounded;
    }
    any_bounded = any_bounded || bounded;
    std::vector<Cell> cells = {fmt::format("{}", list.zone.nid),
                               {list.zone.name, Role::accent},
                               {list.migratetype, total == 0 ? Role::dim : Role::plain}};
    for (std::size_t order = 0; order < nr_orders; ++order) {
      const model::Count count = order < list.counts.size() ? list.counts[order] : model::Count{};
      cells.push_back(blocks_cell(count.blocks, count.bounded, count.blocks << order, total));
    }
    cells.emplace_back((bounded ? ">=" : "") + pages(total, areas.header.page_size));
    table.add(std::move(cells));
  }
  std::string text = table.render(screen.style, screen.width) +
                     order_note(screen, areas.header.page_size, nr_orders);
  if (any_bounded)
    text += screen.style.paint(Role::dim, ">= marks lists that were counted up to the module's "
                                          "free_list_bound only.") +
            "\n";
  return text;
}

} // namespace mmscope::view
