// SPDX-License-Identifier: GPL-2.0
#include "view/vmalloc.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "view/heat.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

template <class Row> std::vector<std::uint64_t> nodes_in(const std::vector<Row>& rows) {
  std::set<std::uint64_t> nids;
  for (const Row& row : rows) {
    for (const auto& [nid, pages] : row.pages_by_node)
      nids.insert(nid);
  }
  return {nids.begin(), nids.end()};
}

template <class Row> void add_nodes(std::vector<Cell>& cells,
                                    const std::vector<std::uint64_t>& nids, const Row& row,
                                    std::uint64_t page_size) {
  for (const std::uint64_t nid : nids) {
    const auto found = row.pages_by_node.find(nid);
    if (found == row.pages_by_node.end())
      cells.emplace_back("·", Role::dim);
    else
      cells.emplace_back(bytes(found->second * page_size));
  }
}

Cell pages_cell(std::uint64_t pages, std::uint64_t page_size) {
  return pages == 0 ? Cell("·", Role::dim) : Cell(bytes(pages * page_size));
}

template <class Row> std::string sum_line(const Screen& screen, std::uint64_t areas,
                                          const std::vector<Row>& rows, std::uint64_t page_size) {
  std::uint64_t size = 0;
  std::uint64_t pages = 0;
  for (const Row& row : rows) {
    size += row.size_bytes;
    pages += row.pages;
  }
  std::string text;
  for (const std::string& line :
       wrapped(fmt::format("{} areas: {} of address space (guard pages are part of it), {} in "
                           "pages of their own.",
                           areas, bytes(size), bytes(pages * page_size)),
               screen.width))
    text += screen.style.paint(Role::dim, line) + "\n";
  return text;
}

} // namespace

std::string with_module(const std::string& caller, const std::string& module) {
  return module.empty() ? caller : fmt::format("{} [{}]", caller, module);
}

std::string vmalloc_callers(const Screen& screen, const std::vector<model::VmallocCaller>& callers,
                            std::uint64_t page_size) {
  const std::vector<std::uint64_t> nids = nodes_in(callers);
  std::vector<Column> columns = {{"caller", Align::left}, {"areas"}, {"size"}, {"pages"}};
  for (const std::uint64_t nid : nids)
    columns.push_back({fmt::format("node {}", nid), Align::right, 2});
  columns.push_back({"flags", Align::left, 3});
  Table table(std::move(columns));
  std::uint64_t largest = 0;
  std::uint64_t areas = 0;
  for (const model::VmallocCaller& caller : callers) {
    largest = std::max(largest, caller.size_bytes);
    areas += caller.areas;
  }
  for (const model::VmallocCaller& caller : callers) {
    std::vector<Cell> cells = {
        {with_module(caller.caller, caller.module), Role::accent},
        grouped(caller.areas),
        {bytes(caller.size_bytes), heat_cell(1, caller.size_bytes, largest).role},
        pages_cell(caller.pages, page_size)};
    add_nodes(cells, nids, caller, page_size);
    cells.emplace_back(fmt::format("{}", fmt::join(caller.flags, " ")), Role::dim);
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width) + sum_line(screen, areas, callers, page_size);
}

std::string vmalloc_areas(const Screen& screen, const std::vector<model::VmallocArea>& areas,
                          std::uint64_t page_size) {
  const std::vector<std::uint64_t> nids = nodes_in(areas);
  const bool real = std::any_of(areas.begin(), areas.end(),
                                [](const model::VmallocArea& area) { return area.start; });
  const bool mapped = std::any_of(areas.begin(), areas.end(),
                                  [](const model::VmallocArea& area) { return area.phys; });
  std::vector<Column> columns;
  if (real)
    columns.push_back({"start", Align::left});
  columns.insert(columns.end(), {{"size"}, {"caller", Align::left}, {"pages"}});
  for (const std::uint64_t nid : nids)
    columns.push_back({fmt::format("node {}", nid), Align::right, 2});
  if (mapped)
    columns.push_back({"physical", Align::right, 4});
  columns.push_back({"flags", Align::left, 3});
  Table table(std::move(columns));
  for (const model::VmallocArea& area : areas) {
    std::vector<Cell> cells;
    if (real)
      cells.emplace_back(hex(area.start));
    cells.emplace_back(bytes(area.size_bytes));
    cells.emplace_back(
        with_module(area.caller.empty() ? area.function() : area.caller, area.module),
        Role::accent);
    cells.push_back(pages_cell(area.pages, page_size));
    add_nodes(cells, nids, area, page_size);
    if (mapped)
      cells.push_back(area.phys ? Cell(hex(area.phys)) : Cell("·", Role::dim));
    cells.emplace_back(fmt::format("{}", fmt::join(area.flags, " ")), Role::dim);
    table.add(std::move(cells));
  }
  std::string text =
      table.render(screen.style, screen.width) + sum_line(screen, areas.size(), areas, page_size);
  if (!real && !areas.empty())
    text += screen.style.paint(Role::dim,
                               "Addresses are hidden; sysctl kernel.kptr_restrict=1 shows them to "
                               "root.") +
            "\n";
  return text;
}

} // namespace mmscope::view
