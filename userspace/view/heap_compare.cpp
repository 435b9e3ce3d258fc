// SPDX-License-Identifier: GPL-2.0
#include <algorithm>
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/heap_trace.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::HeapComparison;
using model::HeapFigure;
using model::HeapSide;
using model::HeapUnit;
using model::HeapValues;

std::string shown(HeapUnit unit, std::uint64_t value) {
  switch (unit) {
  case HeapUnit::calls:
    return grouped(value);
  case HeapUnit::bytes:
    return bytes(value);
  case HeapUnit::ns:
    break;
  }
  return nanoseconds(value);
}

Cell ratio_cell(const HeapValues& base, const HeapValues& other) {
  const std::string verdict = model::heap_verdict(base, other);
  if (verdict == "equal")
    return {"=", Role::dim};
  if (verdict == "overlap")
    return {"~", Role::dim};
  if (base.median == 0)
    return {absent_mark, Role::dim};
  return fmt::format("x{:.2f}",
                     static_cast<double>(other.median) / static_cast<double>(base.median));
}

// "least with jemalloc (3.1 MiB), most with glibc (5.0 MiB)": only of a side that
// no other one reaches.
std::string extremes(const HeapComparison& comparison, const HeapFigure& figure) {
  const auto alone = [&](const char* others) -> const HeapSide* {
    for (std::size_t i = 0; i < figure.sides.size(); ++i) {
      std::size_t beyond = 0;
      for (std::size_t other = 0; other < figure.sides.size(); ++other)
        beyond += other != i && model::heap_verdict(figure.sides[i], figure.sides[other]) == others;
      if (beyond + 1 == figure.sides.size())
        return &comparison.sides[i];
    }
    return nullptr;
  };
  const auto named = [&](const HeapSide* side) {
    const auto index = static_cast<std::size_t>(side - comparison.sides.data());
    return fmt::format("{} ({})", side->allocator.name,
                       shown(figure.unit, figure.sides[index].median));
  };
  const HeapSide* const least = alone("more");
  const HeapSide* const most = alone("less");
  if (least == nullptr && most == nullptr)
    return "";
  return fmt::format("{}: {}{}{}", figure.words,
                     least == nullptr ? "" : "least with " + named(least),
                     least == nullptr || most == nullptr ? "" : ", ",
                     most == nullptr ? "" : "most with " + named(most));
}

std::string about_runs(const HeapComparison& comparison) {
  const std::size_t runs = comparison.sides.front().runs.size();
  const std::string& first = comparison.sides.front().allocator.name;
  std::string text =
      runs == 1
          ? fmt::format("x is to {}, = is the same. Each ran once: how much runs of one allocator "
                        "differ is not known; --repeats 5 tells.\n",
                        first)
          : fmt::format("Medians of {} runs each; x is to {}, = the same in all runs, ~ where the "
                        "runs of both overlap.\n",
                        runs, first);
  return text + "Times hold those of the probes within, and depend on what else runs.\n";
}

} // namespace

std::string heap_comparison(const Screen& screen, const HeapComparison& comparison) {
  std::vector<Column> columns = {{"", Align::left}};
  for (const HeapSide& side : comparison.sides) {
    columns.push_back({side.allocator.name});
    if (&side != &comparison.sides.front())
      columns.push_back({"", Align::right, 1});
  }
  Table table(std::move(columns));
  for (const HeapFigure& figure : comparison.figures) {
    std::vector<Cell> cells = {{figure.words, Role::accent}};
    for (const HeapValues& values : figure.sides) {
      cells.emplace_back(values.most == 0 ? Cell("·", Role::dim)
                                          : Cell(shown(figure.unit, values.median)));
      if (&values != &figure.sides.front())
        cells.push_back(ratio_cell(figure.sides.front(), values));
    }
    table.add(std::move(cells));
  }
  std::string text = table.render(screen.style, screen.width) + "\n";

  for (const HeapFigure& figure : comparison.figures)
    if (figure.key == "peak_anon_bytes" || figure.key == "peak_mapped_bytes" ||
        figure.key == "calls" || figure.key == "faults")
      if (const std::string line = extremes(comparison, figure); !line.empty())
        text += line + "\n";
  for (const HeapSide& side : comparison.sides) {
    for (std::size_t i = 0; i < side.runs.size(); ++i)
      text += heap_losses(screen, side.runs[i].trace,
                          fmt::format("{}, run {}: ", side.allocator.name, i + 1));
    if (side.allocator.library.empty() || side.runs.empty())
      continue;
    const model::HeapTrace& trace = side.runs.front().trace;
    if (const std::uint64_t with = model::processes_with_library(trace);
        with < trace.processes.size())
      text += screen.style.paint(Role::warning,
                                 fmt::format("{} was loaded by {} of {} processes only.\n",
                                             side.allocator.name, with, trace.processes.size()));
  }
  return text + screen.style.paint(Role::dim, about_runs(comparison));
}

Document heap_comparison_document(const HeapComparison& comparison) {
  Document document;
  document.head = json_head("trace_heap_compare");
  std::vector<model::Object> runs;
  std::vector<model::Object> losses;
  for (const HeapFigure& figure : comparison.figures)
    for (std::size_t side = 0; side < comparison.sides.size(); ++side)
      document.rows.push_back(model::to_object(comparison, figure, side));
  for (const HeapSide& side : comparison.sides)
    for (std::size_t run = 0; run < side.runs.size(); ++run) {
      runs.push_back(model::to_object(side, run));
      for (const model::TracedLoss& loss : side.runs[run].trace.losses)
        losses.push_back(model::to_object(loss));
    }
  if (!comparison.sides.empty() && !comparison.sides.front().runs.empty())
    document.head.emplace_back("unseen", comparison.sides.front().runs.front().trace.unseen);
  document.more = {{"heap_runs", std::move(runs)}, {"losses", std::move(losses)}};
  return document;
}

} // namespace mmscope::view
