// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/objects.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

std::string distances(const model::Node& node) {
  std::string text;
  for (const std::uint64_t distance : node.list("distance"))
    text += (text.empty() ? "" : " ") + fmt::format("{}", distance);
  return text.empty() ? absent_mark : text;
}

} // namespace

std::string node_state(const model::Node& node) {
  const bool cpu = model::present(node.fields.has_cpu).value_or(0) != 0;
  const bool memory = model::present(node.fields.has_memory).value_or(0) != 0;
  if (cpu)
    return memory ? "cpu memory" : "cpu only";
  return memory ? "memory only" : "empty";
}

std::string node_list(const Screen& screen, const model::Nodes& nodes) {
  Table table({{"node"},
               {"state", Align::left, 1},
               {"cpus", Align::left, 1},
               {"distances", Align::left, 3},
               {"spanned", Align::right, 6},
               {"present", Align::right, 5},
               {"managed", Align::right, 2},
               {"free"},
               {"available", Align::right, 4},
               {"kswapd failures", Align::right, 7}});
  const std::uint64_t page_size = nodes.header.page_size;
  for (const model::Node& node : nodes.rows) {
    const auto& f = node.fields;
    const std::string cpus = node.text("cpus");
    const auto failures = model::present(f.kswapd_failures);
    table.add({number(model::present(f.nid)),
               {node_state(node), Role::accent},
               cpus.empty() ? Cell("none", Role::dim) : Cell(cpus),
               distances(node),
               pages(model::present(f.node_spanned_pages), page_size),
               pages(model::present(f.node_present_pages), page_size),
               pages(model::present(f.managed_pages), page_size),
               pages(model::present(f.nr_free_pages), page_size),
               pages(model::present(f.mem_available_pages), page_size),
               {number(failures), failures.value_or(0) != 0 ? Role::warning : Role::plain}});
  }
  return table.render(screen.style, screen.width);
}

std::string node_show(const Screen& screen, const model::Node& node, std::uint64_t page_size) {
  static const RecordLayout layout = {
      {{"State", {"nid", "online", "has_*", "nr_zones", "cpus", "distance"}},
       {"Span", {"node_start_pfn", "node_spanned_pages", "node_present_pages", "managed_pages"}},
       {"Free and kept back",
        {"nr_free_pages", "mem_available_pages", "totalreserve_pages", "min_*"}},
       {"kswapd", {"kswapd_*"}},
       {"NUMA events", {"numa_*"}}},
      "Counters (node_stat_item)"};
  return render_record(screen, fmt::format("Node {}: {}", node.fields.nid, node_state(node)),
                       model::to_object(node), reader::RecordOf<mms_wire_node>::info(), layout,
                       page_size);
}

} // namespace mmscope::view
