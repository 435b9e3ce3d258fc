// SPDX-License-Identifier: GPL-2.0
#include "view/compare.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::CompareResult;
using model::CompareSide;
using model::OpComparison;
using model::Verdict;

// Medians of few figures have halves: they matter where times are short.
std::string ns_text(double ns) {
  return ns < 1000 ? fmt::format("{:.1f} ns", ns)
                   : nanoseconds(static_cast<std::uint64_t>(std::llround(ns)));
}

std::string signed_text(double ns) {
  return std::abs(ns) < 1000 ? fmt::format("{:+.1f}", ns)
                             : (ns < 0 ? "-" : "+") +
                                   grouped(static_cast<std::uint64_t>(std::llround(std::abs(ns))));
}

std::string p_text(double p) { return p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", p); }

// Percent of A's median, rounded away from what would be too sure.
std::string percent(double ns, const OpComparison& row) {
  return fmt::format("{:.1f}", 100 * ns / *row.a.p50_ns);
}

std::string from_to(const OpComparison& row, bool slower) {
  const double low = std::min(std::abs(*row.difference.low), std::abs(*row.difference.high));
  const double high = std::max(std::abs(*row.difference.low), std::abs(*row.difference.high));
  const double middle = std::abs(row.difference.estimate);
  const char* const word = slower ? "slower" : "faster";
  if (!row.ratio)
    return fmt::format("B {} by {} ({} to {})", word, ns_text(middle), ns_text(low), ns_text(high));
  return fmt::format("B {} by {} % ({} to {} %)", word, percent(middle, row), percent(low, row),
                     percent(high, row));
}

std::string verdict_text(const OpComparison& row) {
  switch (row.verdict) {
  case Verdict::slower:
    return from_to(row, true);
  case Verdict::faster:
    return from_to(row, false);
  case Verdict::same: {
    const double within = std::max({std::abs(*row.difference.low), std::abs(*row.difference.high),
                                    static_cast<double>(row.step_ns)});
    return "no difference that could be told apart (within \u00b1" +
           (row.ratio ? percent(within, row) + " %)" : ns_text(within) + ")");
  }
  case Verdict::too_fine:
    return fmt::format("no difference that could be told apart: {} ns is less than the {} ns that "
                       "a bucket of the histogram is wide",
                       signed_text(row.difference.estimate), row.step_ns);
  case Verdict::too_few:
    break;
  }
  return "too few to tell: however large a difference were, it could be chance";
}

std::string nodes_text(const CompareSide& side) {
  return fmt::format("{}:{}", number(side.cpu_node), number(side.mem_node));
}

std::string request_of(const std::vector<model::SavedRun>& runs) {
  return runs.front().result.run->text("request");
}

std::string ids_of(const std::vector<model::SavedRun>& runs) {
  std::string first = runs.front().id;
  if (runs.size() == 1)
    return first.empty() ? "one run" : first;
  return fmt::format("{} runs{}", runs.size(),
                     first.empty() ? "" : fmt::format(", {} to {}", first, runs.back().id));
}

void heading(std::string& text, const Screen& screen, const CompareResult& result) {
  for (const auto& [name, runs] : {std::pair("A", &result.a), std::pair("B", &result.b)})
    text += screen.style.paint(Role::title, fmt::format("{}: {}", name, request_of(*runs))) +
            screen.style.paint(Role::dim, fmt::format("  ({})", ids_of(*runs))) + "\n";
}

void table_of(std::string& text, const Screen& screen, const CompareResult& result) {
  Table table({{"op", Align::left},
               {"nodes A", Align::left, 4},
               {"nodes B", Align::left, 4},
               {"ops A", Align::right, 3},
               {"ops B", Align::right, 3},
               {"p50 A"},
               {"p50 B"},
               {"B - A, ns"},
               {"95 % interval"},
               {"B / A", Align::right, 1},
               {"p"},
               {"empty A", Align::right, 2},
               {"empty B", Align::right, 2}});
  const auto empty = [](const CompareSide& side) {
    return side.empty_ns ? fmt::format("{} ns", *side.empty_ns) : std::string(absent_mark);
  };
  for (const OpComparison& row : result.rows)
    table.add({{row.op, Role::accent},
               nodes_text(row.a),
               nodes_text(row.b),
               grouped(row.a.ops),
               grouped(row.b.ops),
               row.a.p50_ns ? ns_text(*row.a.p50_ns) : absent_mark,
               row.b.p50_ns ? ns_text(*row.b.p50_ns) : absent_mark,
               signed_text(row.difference.estimate),
               row.difference.low
                   ? signed_text(*row.difference.low) + " to " + signed_text(*row.difference.high)
                   : absent_mark,
               row.ratio ? fmt::format("{:.3f}", *row.ratio) : absent_mark,
               p_text(row.p_holm),
               empty(row.a),
               empty(row.b)});
  text += table.render(screen.style, screen.width);
}

void verdicts(std::string& text, const Screen& screen, const CompareResult& result) {
  for (const OpComparison& row : result.rows) {
    const bool differs = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
    const std::string nodes =
        result.rows.size() > 3 ? fmt::format(" {}", nodes_text(row.a)) : std::string();
    text +=
        fmt::format("{}{}: {}\n", screen.style.paint(Role::accent, row.op), nodes,
                    screen.style.paint(differs ? Role::warning : Role::plain, verdict_text(row)) +
                        (differs && !result.of_runs ? ", these two runs" : ""));
  }
}

void paragraph(std::string& text, const Screen& screen, Role role, const std::string& prose) {
  for (const std::string& line : wrapped(prose, screen.width))
    text += screen.style.paint(role, line) + "\n";
}

} // namespace

std::string test_of(const CompareResult& result) {
  std::size_t nr_a = 0;
  std::size_t nr_b = 0;
  bool exact = true;
  for (const OpComparison& row : result.rows) {
    nr_a = std::max(nr_a, row.a.medians.size());
    nr_b = std::max(nr_b, row.b.medians.size());
    exact = exact && row.exact;
  }
  const std::string of = result.of_runs
                             ? fmt::format("{} and {} runs", nr_a, nr_b)
                             : fmt::format("{} and {} pieces of one run each", nr_a, nr_b);
  return fmt::format(
      "Mann-Whitney test ({}) on the medians of {}; p corrected for {} row{} (Holm); "
      "difference and interval after Hodges and Lehmann",
      exact ? "exact" : "normal approximation", of, result.rows.size(),
      result.rows.size() == 1 ? "" : "s");
}

std::string bench_compare(const Screen& screen, const CompareResult& result) {
  std::string text;
  heading(text, screen, result);
  table_of(text, screen, result);
  text += "\n";
  verdicts(text, screen, result);
  text += "\n";
  paragraph(text, screen, Role::dim, test_of(result) + ".");
  if (!result.of_runs)
    paragraph(text, screen, Role::dim,
              "How much a run differs from the next one by itself is not in this: several runs on "
              "each side would tell (bench compare A,A B,B).");
  paragraph(text, screen, Role::dim,
            "Every figure holds the time of reading the clock (empty); it is not taken off.");
  for (const std::string& doubt : result.doubts)
    paragraph(text, screen, Role::warning, doubt);
  for (const model::EnvironmentDifference& one : result.differences)
    paragraph(text, screen, Role::warning,
              fmt::format("Not alike: {}: A {}, B {}", one.name, one.a, one.b));
  return text;
}

} // namespace mmscope::view
