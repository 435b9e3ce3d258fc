// SPDX-License-Identifier: GPL-2.0
#include "view/bench_memory.hpp"

#include <fmt/core.h>
#include <map>
#include <set>

#include "view/bench.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::BenchFigures;
using model::BenchResult;
using reader::present;

void places(std::string& text, const BenchResult& result) {
  std::map<std::pair<std::uint64_t, std::string>, std::uint64_t> objects;
  std::uint64_t all = 0;
  for (const auto& place : result.places) {
    objects[{place.fields.nid, place.fields.zone}] += place.fields.objects;
    all += place.fields.objects;
  }
  if (objects.empty())
    return;
  text += "From ";
  std::string separator;
  for (const auto& [where, count] : objects) {
    text += fmt::format("{}node {} {}: {:.1f} %", separator, where.first, where.second,
                        100.0 * static_cast<double>(count) / static_cast<double>(all));
    separator = ", ";
  }
  text += "\n";
}

// Of cases that go through memory.
void bandwidth(std::string& text, const BenchResult& result) {
  for (const BenchFigures& one : result.figures)
    if (const auto rate = model::bytes_per_second(result, one))
      text += fmt::format("{}, CPU node {} to memory node {}: {}/s\n", one.row.fields.op,
                          number(present(one.row.fields.cpu_node)),
                          number(present(one.row.fields.mem_node)), bytes(*rate));
}

// Cases that release elsewhere what they acquired here.
void remote_note(std::string& text, const BenchResult& result) {
  std::uint64_t remote = 0;
  std::uint64_t local = 0;
  for (const auto& check : result.checks) {
    remote += present(check.fields.freed_remote).value_or(0);
    local += present(check.fields.freed_local).value_or(0);
  }
  if (remote + local != 0)
    text += fmt::format("Released: {} on another node, {} on the same one.\n", grouped(remote),
                        grouped(local));
}

// Worth telling where objects are made of blocks of several orders, or some failed.
void orders(std::string& text, const Screen& screen, const BenchResult& result) {
  std::map<std::uint64_t, std::set<std::uint64_t>> of_leg;
  bool several = false;
  for (const auto& row : result.orders) {
    std::set<std::uint64_t>& seen = of_leg[row.fields.leg];
    seen.insert(row.fields.order);
    several = several || seen.size() > 1 || row.fields.failed != 0;
  }
  if (!several || !result.reserves.empty())
    return;
  Table table({{"leg"}, {"order"}, {"blocks"}, {"failed"}, {"tried first", Align::left}});
  for (const auto& row : result.orders)
    table.add({number(present(row.fields.leg)), number(present(row.fields.order)),
               grouped(row.fields.blocks), warned_count(present(row.fields.failed)),
               fmt::format("node {} {}", row.fields.nid, row.fields.zone)});
  text += "\n" + screen.style.paint(Role::title, "Blocks that were asked for") + "\n" +
          table.render(screen.style, screen.width);
}

void reserves(std::string& text, const Screen& screen, const BenchResult& result) {
  if (result.reserves.empty())
    return;
  Table table({{"who asks", Align::left},
               {"zone", Align::left},
               {"min watermark"},
               {"stopped at"},
               {"below min"},
               {"took"}});
  for (const auto& row : result.reserves)
    table.add({{row.fields.gfp, Role::accent},
               fmt::format("node {} {}", row.fields.nid, row.fields.zone),
               number(present(row.fields.min_pages)),
               number(present(row.fields.free_pages)),
               number(present(row.fields.below_min_pages)),
               number(present(row.fields.taken_pages))});
  text += "\n" + screen.style.paint(Role::title, "How far each may empty the zone, in pages") +
          "\n" + table.render(screen.style, screen.width);
}

} // namespace

std::string bench_memory(const Screen& screen, const BenchResult& result) {
  std::string text;
  places(text, result);
  bandwidth(text, result);
  remote_note(text, result);
  orders(text, screen, result);
  reserves(text, screen, result);
  return text;
}

} // namespace mmscope::view
