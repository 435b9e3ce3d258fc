// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <tuple>

#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

// One row of the matrix of lists: zone, CPU and migratetype, with its orders.
using ListKey = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::string>;

std::string lists_matrix(const Screen& screen, const model::Pcps& pcps) {
  std::vector<std::uint64_t> orders;
  std::map<ListKey, std::map<std::uint64_t, Cell>> rows;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> names;
  for (const model::PcpList& list : pcps.lists) {
    const auto& f = list.fields;
    if (std::find(orders.begin(), orders.end(), f.order) == orders.end())
      orders.push_back(f.order);
    names[{f.nid, f.zone_idx}] = f.zone;
    const bool bounded = model::present(f.bounded).value_or(0) != 0;
    rows[{f.nid, f.zone_idx, f.cpu, f.migratetype}].emplace(
        f.order, Cell((bounded ? ">=" : "") + fmt::format("{}", f.blocks)));
  }
  if (rows.empty())
    return screen.style.paint(Role::dim, "All lists are empty.") + "\n";
  std::sort(orders.begin(), orders.end());

  std::vector<Column> columns = {
      {"node"}, {"zone", Align::left}, {"cpu"}, {"migratetype", Align::left}};
  for (const std::uint64_t order : orders)
    columns.push_back({fmt::format("order {}", order)});
  Table table(std::move(columns));
  for (const auto& [key, blocks] : rows) {
    const auto& [nid, zone_idx, cpu, migratetype] = key;
    std::vector<Cell> cells = {fmt::format("{}", nid),
                               {names[{nid, zone_idx}], Role::accent},
                               fmt::format("{}", cpu),
                               migratetype};
    for (const std::uint64_t order : orders) {
      const auto found = blocks.find(order);
      cells.push_back(found == blocks.end() ? Cell("·", Role::dim) : found->second);
    }
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

} // namespace

std::string pcp_list(const Screen& screen, const model::Pcps& pcps) {
  Table table({{"node"},
               {"zone", Align::left},
               {"cpu"},
               {"count"},
               {"high"},
               {"batch", Align::right, 1},
               {"cached", Align::right, 2},
               {"high min", Align::right, 4},
               {"high max", Align::right, 4},
               {"free factor", Align::right, 6},
               {"alloc factor", Align::right, 6},
               {"expire", Align::right, 5},
               {"stat threshold", Align::right, 3}});
  for (const model::PcpRow& row : pcps.rows) {
    const auto& f = row.fields;
    const auto count = model::present(f.count_pages);
    table.add({number(model::present(f.nid)),
               {f.zone, Role::accent},
               number(model::present(f.cpu)),
               number(count),
               number(model::present(f.high_pages)),
               number(model::present(f.batch_pages)),
               count && *count >= 0
                   ? pages(static_cast<std::uint64_t>(*count), pcps.header.page_size)
                   : absent_mark,
               number(model::present(f.high_min_pages)),
               number(model::present(f.high_max_pages)),
               number(model::present(f.free_factor)),
               number(model::present(f.alloc_factor)),
               number(model::present(f.expire)),
               number(model::present(f.stat_threshold))});
  }
  return table.render(screen.style, screen.width);
}

std::string pcp_show(const Screen& screen, const model::Pcps& pcps) {
  return screen.style.paint(Role::title, "Per-CPU page lists") + "\n" + pcp_list(screen, pcps) +
         "\n" + screen.style.paint(Role::title, "Blocks on each list") + "\n" +
         lists_matrix(screen, pcps);
}

} // namespace mmscope::view
