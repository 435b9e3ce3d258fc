// SPDX-License-Identifier: GPL-2.0
#include "view/report.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "view/heat.hpp"
#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

// Short enough for four nodes and their distances on 80 columns.
constexpr std::size_t bar_width = 20;

std::string section(const Screen& screen, std::string_view title, std::string_view sentence) {
  return "\n" + screen.style.paint(Role::title, title) + "\n" + note(screen, sentence);
}

std::string headline(const Screen& screen, const model::System& system) {
  const auto& info = system.info;
  const std::string model = system.memory_model.row.fields.memory_model;
  const std::size_t nodes = system.nodes.rows.size();
  std::string text =
      screen.style.paint(Role::title, fmt::format("Linux {}, seen by mmscope {}",
                                                  info.header.kernel, info.row.fields.version)) +
      "\n";
  return text +
         screen.style.paint(Role::dim,
                            fmt::format("{}, {} node{}, CPUs {}, {} in {} pages, {}",
                                        info.row.fields.arch, nodes, nodes == 1 ? "" : "s",
                                        info.row.text("cpus_online"),
                                        pages(model::present(info.row.fields.mem_total_pages),
                                              info.header.page_size),
                                        bytes(info.header.page_size), model)) +
         "\n";
}

std::string nodes_section(const Screen& screen, const model::System& system) {
  std::string text = section(
      screen, "Nodes",
      "Memory and CPUs sit in nodes. A CPU reaches the memory of its own node (distance 10) "
      "fastest; 21 means about 2.1 times as far. Filled is in use.");
  std::vector<Column> columns = {{"node"},
                                 {"cpus", Align::left},
                                 {"memory in use", Align::left, 2},
                                 {"free"},
                                 {"of", Align::right, 3}};
  const std::vector<std::uint64_t> online = system.info.row.list("nodes_online");
  for (const std::uint64_t nid : online)
    columns.push_back({fmt::format("to {}", nid), Align::right, 1});
  Table table(std::move(columns));
  const std::uint64_t page_size = system.nodes.header.page_size;
  for (const model::Node& node : system.nodes.rows) {
    const std::uint64_t managed = model::present(node.fields.managed_pages).value_or(0);
    const std::uint64_t free =
        std::min(model::present(node.fields.nr_free_pages).value_or(0), managed);
    const std::string cpus = node.text("cpus");
    std::vector<Cell> cells = {{fmt::format("{}", node.fields.nid), Role::accent},
                               cpus.empty() ? Cell("none", Role::dim) : Cell(cpus),
                               managed == 0 ? Cell("no memory", Role::dim)
                                            : Cell(share_bar(screen.style, Role::accent,
                                                             managed - free, managed, bar_width)),
                               pages(model::present(node.fields.nr_free_pages), page_size),
                               pages(model::present(node.fields.managed_pages), page_size)};
    const std::vector<std::uint64_t> distance = node.list("distance");
    for (std::size_t i = 0; i < online.size(); ++i) {
      if (i >= distance.size())
        cells.emplace_back(absent_mark, Role::dim);
      else
        cells.emplace_back(fmt::format("{}", distance[i]),
                           distance[i] <= 10 ? Role::good : Role::warm);
    }
    table.add(std::move(cells));
  }
  return text + table.render(screen.style, screen.width);
}

std::string zones_section(const Screen& screen, const model::System& system) {
  std::string text = section(
      screen, "Zones",
      "Each node's memory is cut into zones by who can address it. Bars show free pages: below l "
      "(low) kswapd starts to reclaim until h (high) is free again; below m (min) only urgent "
      "requests are served. The left third of a bar is the range up to h, magnified.");
  Table table({{"zone", Align::left},
               {"free against watermarks", Align::left},
               {"free"},
               {"of", Align::right, 2},
               {"low mark", Align::right, 1}});
  const std::uint64_t page_size = system.zones.header.page_size;
  for (const model::Zone& zone : system.zones.rows) {
    const auto marks = watermarks_of(zone);
    if (!marks)
      continue;
    table.add({{fmt::format("{}:{}", zone.fields.nid, zone.fields.name), Role::accent},
               watermark_bar(screen.style, *marks, bar_width + 7),
               {pages(marks->free, page_size), watermark_role(*marks)},
               pages(marks->managed, page_size),
               pages(marks->low, page_size)});
  }
  return text + table.render(screen.style, screen.width);
}

std::string fallback_section(const Screen& screen, const model::System& system) {
  static constexpr std::size_t indent = 8;
  std::string text =
      section(screen, "Fallback order",
              "Where an allocation on a node looks for a page, from left to right, until a zone "
              "has one above its watermark: node:zone(distance).");
  for (const std::uint64_t nid : model::nids(system.nodes))
    text +=
        padded(screen.style.paint(Role::accent, fmt::format("node {}", nid)), indent, Align::left) +
        fallback_line(screen, model::zonelist_of(system.zonelists, nid, "fallback"), indent);
  return text;
}

std::string buddy_section(const Screen& screen, const model::System& system) {
  std::string text = section(
      screen, "Free blocks",
      "The buddy allocator keeps free memory in blocks of 2^order pages, and splits and merges "
      "them. Numbers are blocks; the taller the mark, the more of the zone's free memory is in "
      "that order. Much at the right: large blocks are to be had; all at the left: fragmented.");
  const std::vector<model::FreeByOrder> zones = model::free_by_order(system.free_areas);
  std::size_t nr_orders = 0;
  for (const auto& zone : zones)
    nr_orders = std::max(nr_orders, zone.blocks.size());
  std::vector<Column> columns = {{"order", Align::left}};
  for (std::size_t order = 0; order < nr_orders; ++order)
    columns.push_back({fmt::format("{} ", order)});
  Table table(std::move(columns));
  for (const auto& zone : zones) {
    std::vector<Cell> cells = {{fmt::format("{}:{}", zone.zone.nid, zone.zone.name), Role::accent}};
    for (std::size_t order = 0; order < nr_orders; ++order) {
      const std::uint64_t blocks = order < zone.blocks.size() ? zone.blocks[order] : 0;
      cells.push_back(heat_cell(blocks, blocks << order, zone.pages()));
    }
    table.add(std::move(cells));
  }
  return text + table.render(screen.style, screen.width);
}

std::string check_section(const Screen& screen, const model::VerifyResult& check) {
  const model::VerifySummary& total = check.total;
  std::string text = section(
      screen, "Check", "Every figure above that /proc and /sys also give, laid beside theirs.");
  text += screen.style.paint(check.passed() ? Role::good : Role::bad,
                             check.passed() ? "agrees" : "DISAGREES");
  return text + fmt::format("  {} figures compared: {} exact, {} within tolerance, {} failed\n",
                            total.compared, total.exact, total.within_tolerance, total.failed);
}

std::string lab_section(const Screen& screen, const ReportLab& lab) {
  return section(screen, "Lab",
                 "What the allocators take on each node, driven from its own CPUs or, where it "
                 "has none, the first node's: half of the operations took no longer than p50, 99 "
                 "of 100 no longer than p99.") +
         report_lab(screen, lab);
}

std::string next_section(const Screen& screen) {
  std::string text =
      section(screen, "Where to go next", "Each command also takes -j for JSON and -h for help.");
  Table table({{"", Align::left}, {"", Align::left, 0, true}});
  for (const auto& [command, purpose] : std::initializer_list<std::pair<const char*, const char*>>{
           {"mmscope zone show", "every figure the kernel keeps of a zone"},
           {"mmscope buddy show", "free lists by migratetype: what can move"},
           {"mmscope pcp list", "pages that each CPU keeps to itself"},
           {"mmscope bench matrix alloc_pages", "what a page costs, node to node"},
           {"mmscope explain field lowmem_reserve", "what a word means"},
           {"mmscope verify -v", "each figure beside that of /proc"}})
    table.add({{std::string("  ") + command, Role::accent}, purpose});
  return text + table.render(screen.style, screen.width);
}

} // namespace

std::string report(const Screen& screen, const model::System& system,
                   const model::VerifyResult& check, const ReportLab& lab) {
  return headline(screen, system) + nodes_section(screen, system) + zones_section(screen, system) +
         fallback_section(screen, system) + buddy_section(screen, system) +
         check_section(screen, check) + lab_section(screen, lab) + next_section(screen);
}

} // namespace mmscope::view
