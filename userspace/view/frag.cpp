// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <fmt/core.h>

#include "view/heat.hpp"
#include "view/objects.hpp"
#include "view/table.hpp"

namespace mmscope::view {
namespace {

constexpr std::uint64_t whole = 1000;

// The heat of a part of a thousand; what is not above 0 is no heat at all.
Cell index_cell(std::int64_t thousandths) {
  // The sign would be lost in "0.-62", which is what the kernel prints.
  const std::string text = fmt::format("{}{}.{:03}", thousandths < 0 ? "-" : "",
                                       std::abs(thousandths) / 1000, std::abs(thousandths) % 1000);
  const auto part = static_cast<std::uint64_t>(std::max<std::int64_t>(thousandths, 0));
  return {text, part == 0 ? Role::dim : heat_cell(1, part, whole).role};
}

Cell unusable_cell(const model::FragIndex& index) { return index_cell(index.unusable); }

Cell extfrag_cell(const model::FragIndex& index) {
  if (index.extfrag == model::would_not_fail)
    return {"·", Role::dim};
  return index_cell(index.extfrag);
}

// A row per zone, a column per order. Low orders hardly ever lack anything: they
// go first where the terminal is narrow.
std::string matrix(const Screen& screen, const std::vector<model::FragIndex>& indices,
                   Cell (*cell)(const model::FragIndex&)) {
  std::uint64_t nr_orders = 0;
  for (const model::FragIndex& index : indices)
    nr_orders = std::max(nr_orders, index.order + 1);
  std::vector<Column> columns = {{"node"}, {"zone", Align::left}};
  for (std::uint64_t order = 0; order < nr_orders; ++order)
    columns.push_back(
        {fmt::format("{}", order), Align::right, static_cast<int>(nr_orders - order)});
  Table table(std::move(columns));
  for (auto index = indices.begin(); index != indices.end();) {
    const model::ZoneId zone = index->zone;
    std::vector<Cell> cells = {fmt::format("{}", zone.nid), {zone.name, Role::accent}};
    for (; index != indices.end() && index->zone == zone; ++index)
      cells.push_back(cell(*index));
    cells.resize(nr_orders + 2, Cell("", Role::dim));
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

} // namespace

std::string buddy_frag(const Screen& screen, const std::vector<model::FragIndex>& indices) {
  return screen.style.paint(Role::title, "Unusable free space index, by order") + "\n" +
         note(screen, "Part of the zone's free memory that is in blocks too small for a request of "
                      "the order: 0 none, 1 all (or nothing is free).") +
         matrix(screen, indices, unusable_cell) + "\n" +
         screen.style.paint(Role::title, "External fragmentation index, by order") + "\n" +
         note(screen, "Why a request of the order would fail: towards 0 for lack of memory "
                      "(reclaim helps), towards 1 for fragmentation (compaction helps). \"·\": it "
                      "would not fail, a block is there (the kernel prints -1.000).") +
         matrix(screen, indices, extfrag_cell) +
         note(screen, "Source: unusable_free_index(), __fragmentation_index() in mm/vmstat.c.");
}

} // namespace mmscope::view
