// SPDX-License-Identifier: GPL-2.0
#include "view/bench_sweep.hpp"

#include <algorithm>
#include <cmath>

#include "view/bars.hpp"
#include "view/bench.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::BenchFigures;
using model::BenchResult;
using reader::present;

// The shortest and the longest median: what bars are drawn between.
struct Range {
  std::uint64_t shortest = ~std::uint64_t{0};
  std::uint64_t longest = 1;
};

std::uint64_t median_of(const BenchFigures& figures) {
  return std::max<std::uint64_t>(model::percentile(figures, 500).value_or(1), 1);
}

Range range_of(const std::vector<SweepStep>& steps) {
  Range range;
  for (const SweepStep& step : steps) {
    for (const BenchFigures& one : step.result.figures) {
      range.shortest = std::min(range.shortest, median_of(one));
      range.longest = std::max(range.longest, median_of(one));
    }
  }
  return range;
}

// Times of a sweep differ by thousands: a bar's length is their logarithm, from
// the shortest one (a tenth of the bar) to the longest.
std::string log_bar(const Screen& screen, std::uint64_t ns, const Range& range) {
  constexpr double whole = 1000;
  const auto log = [&](std::uint64_t time) {
    return std::log2(static_cast<double>(time) / static_cast<double>(range.shortest));
  };
  const double part = range.longest <= range.shortest ? 1 : log(ns) / log(range.longest);
  return share_bar(screen.style, Role::accent,
                   static_cast<std::uint64_t>(whole * (0.1 + 0.9 * std::max(part, 0.0))),
                   static_cast<std::uint64_t>(whole), 24);
}

} // namespace

std::string bench_sweep(const Screen& screen, const std::string& key,
                        const std::vector<SweepStep>& steps) {
  std::vector<const BenchResult*> results;
  results.reserve(steps.size());
  for (const SweepStep& step : steps)
    results.push_back(&step.result);
  const Range range = range_of(steps);
  std::string text;
  for (const std::string& op : model::op_kinds(results)) {
    text += (text.empty() ? "" : "\n") + screen.style.paint(Role::title, op) + "\n";
    Table table({{key},
                 {"ops"},
                 {"p50"},
                 {"p99"},
                 {"max", Align::right, 3},
                 {"ops/s", Align::right, 1},
                 {"failed"},
                 {"fallback"},
                 {"", Align::left, 2}});
    for (const SweepStep& step : steps)
      for (const BenchFigures& one : step.result.figures)
        if (op == one.row.fields.op)
          table.add({step.value, grouped(present(one.row.fields.ops).value_or(0)),
                     time_text(model::percentile(one, 500)), time_text(model::percentile(one, 990)),
                     time_text(present(one.row.fields.max_ns)), rate_text(one),
                     warned_count(present(one.row.fields.failed)),
                     warned_count(present(one.row.fields.fallback)),
                     log_bar(screen, median_of(one), range)});
    text += table.render(screen.style, screen.width);
  }
  for (const SweepStep& step : steps)
    text += bench_faults(screen, step.result);
  return text;
}

} // namespace mmscope::view
