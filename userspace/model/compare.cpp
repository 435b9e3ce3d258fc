// SPDX-License-Identifier: GPL-2.0
#include "model/compare.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <set>
#include <string_view>
#include <tuple>

#include "reader/error.hpp"

namespace mmscope::model {
namespace {

using reader::present;

// A run is cut into so many pieces, of at least so many samples each.
constexpr std::size_t most_pieces = 20;
constexpr std::size_t least_piece = 5;

using NodePair = std::pair<std::optional<std::uint64_t>, std::optional<std::uint64_t>>;

NodePair nodes_of(const BenchFigures& figures) {
  return {present(figures.row.fields.cpu_node), present(figures.row.fields.mem_node)};
}

bool one_leg(const std::vector<SavedRun>& runs) {
  std::set<NodePair> nodes;
  for (const SavedRun& run : runs)
    for (const BenchFigures& figures : run.result.figures)
      nodes.insert(nodes_of(figures));
  return nodes.size() == 1;
}

// The operations that are compared: by kind, and by nodes where there are several
// of these.
struct What {
  std::string op;
  std::optional<NodePair> nodes;

  [[nodiscard]] bool is(const BenchFigures& figures) const {
    return op == figures.row.fields.op && (!nodes || *nodes == nodes_of(figures));
  }
};

std::vector<What> whats(const std::vector<SavedRun>& runs, bool by_nodes) {
  std::vector<What> found;
  for (const SavedRun& run : runs)
    for (const BenchFigures& figures : run.result.figures)
      if (std::none_of(found.begin(), found.end(),
                       [&](const What& what) { return what.is(figures); }))
        found.push_back(
            {figures.row.fields.op, by_nodes ? std::optional(nodes_of(figures)) : std::nullopt});
  return found;
}

std::vector<double> medians_of_pieces(const SavedRun& run, const BenchFigures& figures) {
  std::vector<double> medians;
  for (const OpSamples& samples : run.samples) {
    if (samples.leg != figures.row.fields.leg || samples.op != figures.row.fields.op)
      continue;
    const std::size_t pieces = std::min(most_pieces, samples.ns.size() / least_piece);
    for (std::size_t i = 0; i < pieces; ++i) {
      const auto at = [&](std::size_t piece) {
        return samples.ns.begin() + static_cast<std::ptrdiff_t>(piece * samples.ns.size() / pieces);
      };
      medians.push_back(*median(std::vector<double>(at(i), at(i + 1))));
    }
  }
  return medians;
}

CompareSide side_of(const std::vector<SavedRun>& runs, const What& what, bool of_runs) {
  CompareSide side;
  for (const SavedRun& run : runs) {
    for (const BenchFigures& figures : run.result.figures) {
      if (!what.is(figures))
        continue;
      const auto& fields = figures.row.fields;
      std::tie(side.cpu_node, side.mem_node) = nodes_of(figures);
      side.ops += present(fields.ops).value_or(0);
      side.failed += present(fields.failed).value_or(0);
      side.fallback += present(fields.fallback).value_or(0);
      if (figures.empty_ns)
        side.empty_ns = std::min(side.empty_ns.value_or(*figures.empty_ns), *figures.empty_ns);
      const auto p50 = percentile(figures, 500);
      if (of_runs && p50)
        side.medians.push_back(static_cast<double>(*p50));
      if (!of_runs)
        side.medians = medians_of_pieces(run, figures);
    }
  }
  side.p50_ns = median(side.medians);
  return side;
}

// The width of the bucket that the median lies in: medians of runs are no finer.
std::uint64_t bucket_of_median(const BenchFigures& figures) {
  const auto p50 = percentile(figures, 500);
  for (const BenchBucket& bucket : figures.buckets)
    if (p50 && bucket.fields.low_ns <= *p50 && *p50 <= bucket.fields.high_ns)
      return bucket.fields.high_ns - bucket.fields.low_ns + 1;
  return 1;
}

std::uint64_t step_of(const std::vector<SavedRun>& runs, const What& what) {
  std::uint64_t step = 1;
  for (const SavedRun& run : runs)
    for (const BenchFigures& figures : run.result.figures)
      if (what.is(figures))
        step = std::max(step, bucket_of_median(figures));
  return step;
}

std::uint64_t clock_of(const std::vector<SavedRun>& runs) {
  std::uint64_t step = 1;
  for (const SavedRun& run : runs) {
    const auto& fields = run.result.run->fields;
    const std::uint64_t clock = present(fields.clock_resolution_ns).value_or(1);
    const std::uint64_t batch = std::max<std::uint64_t>(present(fields.batch).value_or(1), 1);
    step = std::max(step, (clock + batch - 1) / batch);
  }
  return step;
}

OpComparison compared(const CompareResult& result, const What& what) {
  OpComparison row;
  row.op = what.op;
  row.a = side_of(result.a, what, result.of_runs);
  row.b = side_of(result.b, what, result.of_runs);
  if (result.of_runs) // samples are not in buckets
    row.step_ns = std::max(step_of(result.a, what), step_of(result.b, what));
  row.clock_ns = std::max(clock_of(result.a), clock_of(result.b));
  const RankTest test = mann_whitney(row.a.medians, row.b.medians);
  row.p = test.p;
  row.exact = test.exact;
  row.difference = shift(row.a.medians, row.b.medians, 1 - compare_alpha).value_or(Shift());
  if (row.a.p50_ns && row.b.p50_ns && *row.a.p50_ns > 0)
    row.ratio = *row.b.p50_ns / *row.a.p50_ns;
  return row;
}

Verdict verdict_of(const OpComparison& row, std::size_t nr_rows) {
  if (least_p(row.a.medians.size(), row.b.medians.size()) * static_cast<double>(nr_rows) >
          compare_alpha ||
      !row.difference.low)
    return Verdict::too_few;
  if (row.p_holm >= compare_alpha || *row.difference.low * *row.difference.high <= 0)
    return Verdict::same;
  if (std::abs(row.difference.estimate) < static_cast<double>(row.step_ns))
    return Verdict::too_fine;
  return row.difference.estimate > 0 ? Verdict::slower : Verdict::faster;
}

void doubt_runs(const std::vector<SavedRun>& runs, const char* side,
                std::vector<std::string>& doubts) {
  std::set<std::string> requests;
  for (const SavedRun& run : runs) {
    const std::string_view stopped = run.result.run->fields.stopped;
    requests.insert(run.result.run->text("request"));
    if (stopped != "done")
      doubts.push_back(
          fmt::format("{} {} did not do all its operations (stopped: {}).", side, run.id, stopped));
    for (const std::string& fault : faults(run.result))
      doubts.push_back(fmt::format("{} {} is WRONG: {}.", side, run.id, fault));
    if (run.environment.facts.empty())
      doubts.push_back(fmt::format("{}: where {} was measured is not known.", side, run.id));
  }
  if (requests.size() > 1)
    doubts.push_back(fmt::format("The runs of {} did not ask for the same.", side));
}

void doubt_rows(const CompareResult& result, std::vector<std::string>& doubts) {
  for (const OpComparison& row : result.rows) {
    const bool differs = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
    if (differs && std::abs(row.difference.estimate) < static_cast<double>(row.clock_ns))
      doubts.push_back(fmt::format("{}: the difference is less than the {} ns that the clock was "
                                   "seen to step by.",
                                   row.op, row.clock_ns));
    for (const auto& [name, side] : {std::pair("A", &row.a), std::pair("B", &row.b)}) {
      if (side->fallback != 0)
        doubts.push_back(fmt::format("{} {}: {} objects came from another node than was asked.",
                                     name, row.op, side->fallback));
      if (side->failed != 0)
        doubts.push_back(fmt::format("{} {}: {} operations failed and are not in the figures.",
                                     name, row.op, side->failed));
    }
  }
  const auto batch = [](const std::vector<SavedRun>& runs) {
    return present(runs.front().result.run->fields.batch).value_or(1);
  };
  if (batch(result.a) != batch(result.b))
    doubts.push_back("The clock was not read equally often (batch).");
}

// Of every pair of a side's first run and another one: what differs is told once.
std::vector<EnvironmentDifference> all_differences(const CompareResult& result) {
  std::vector<EnvironmentDifference> all;
  const Environment& first = result.a.front().environment;
  for (const std::vector<SavedRun>* runs : {&result.a, &result.b})
    for (const SavedRun& run : *runs)
      if (!first.facts.empty() && !run.environment.facts.empty())
        for (EnvironmentDifference& one : differences(first, run.environment))
          if (std::none_of(all.begin(), all.end(), [&](const EnvironmentDifference& known) {
                return known.name == one.name;
              }))
            all.push_back(std::move(one));
  return all;
}

[[noreturn]] void refuse(const std::string& why) {
  throw reader::Error(reader::Error::Kind::usage, why);
}

void check_samples(const std::vector<SavedRun>& runs, const char* side) {
  if (runs.front().samples.empty())
    refuse(fmt::format("{} holds no samples: with one run on each side they are what is compared. "
                       "Take runs that mmscope saved, or several on each side",
                       side));
}

} // namespace

const char* name_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::slower:
    return "slower";
  case Verdict::faster:
    return "faster";
  case Verdict::same:
    return "same";
  case Verdict::too_fine:
    return "too_fine";
  case Verdict::too_few:
    break;
  }
  return "too_few";
}

CompareResult compare(std::vector<SavedRun> a, std::vector<SavedRun> b) {
  CompareResult result;
  result.a = std::move(a);
  result.b = std::move(b);
  result.of_runs = result.a.size() > 1 && result.b.size() > 1;
  if (!result.of_runs && result.a.size() + result.b.size() != 2)
    refuse("one run can be compared with one, or several with several: a single one does not "
           "tell how much runs differ by themselves");
  const bool by_nodes = !one_leg(result.a) || !one_leg(result.b);
  const std::vector<What> of_a = whats(result.a, by_nodes);
  const std::vector<What> of_b = whats(result.b, by_nodes);
  const auto there = [](const std::vector<What>& all, const What& what) {
    return std::any_of(all.begin(), all.end(), [&](const What& other) {
      return other.op == what.op && other.nodes == what.nodes;
    });
  };
  std::size_t left_out = 0;
  for (const What& what : of_b)
    left_out += there(of_a, what) ? 0 : 1;
  for (const What& what : of_a) {
    if (there(of_b, what))
      result.rows.push_back(compared(result, what));
    else
      ++left_out;
  }
  if (result.rows.empty())
    refuse(fmt::format("they have no operation in common: A is {}, B is {}",
                       result.a.front().result.run->text("request"),
                       result.b.front().result.run->text("request")));
  if (!result.of_runs) {
    check_samples(result.a, "A");
    check_samples(result.b, "B");
  }
  std::vector<double> p;
  for (const OpComparison& row : result.rows)
    p.push_back(row.p);
  const std::vector<double> corrected = holm(p);
  for (std::size_t i = 0; i < corrected.size(); ++i) {
    result.rows[i].p_holm = corrected[i];
    result.rows[i].verdict = verdict_of(result.rows[i], corrected.size());
  }
  if (left_out != 0)
    result.doubts.push_back(fmt::format("On one side only, and left out: {} kind{} of operations.",
                                        left_out, left_out == 1 ? "" : "s"));
  doubt_runs(result.a, "A", result.doubts);
  doubt_runs(result.b, "B", result.doubts);
  doubt_rows(result, result.doubts);
  result.differences = all_differences(result);
  return result;
}

Object to_object(const OpComparison& row) {
  Object object = {{"op", row.op}};
  const auto add = [&](const char* key, const auto& value) {
    if (value)
      object.emplace_back(key, *value);
  };
  add("cpu_node_a", row.a.cpu_node);
  add("mem_node_a", row.a.mem_node);
  add("cpu_node_b", row.b.cpu_node);
  add("mem_node_b", row.b.mem_node);
  object.emplace_back("ops_a", row.a.ops);
  object.emplace_back("ops_b", row.b.ops);
  object.emplace_back("medians_a", std::uint64_t{row.a.medians.size()});
  object.emplace_back("medians_b", std::uint64_t{row.b.medians.size()});
  add("p50_a_ns", row.a.p50_ns);
  add("p50_b_ns", row.b.p50_ns);
  add("empty_a_ns", row.a.empty_ns);
  add("empty_b_ns", row.b.empty_ns);
  object.emplace_back("difference_ns", row.difference.estimate);
  add("low_ns", row.difference.low);
  add("high_ns", row.difference.high);
  add("ratio", row.ratio);
  object.emplace_back("step_ns", row.step_ns);
  object.emplace_back("clock_ns", row.clock_ns);
  object.emplace_back("p", row.p);
  object.emplace_back("p_holm", row.p_holm);
  object.emplace_back("verdict", std::string(name_of(row.verdict)));
  return object;
}

} // namespace mmscope::model
