// SPDX-License-Identifier: GPL-2.0
#include "model/heap_compare.hpp"

#include <algorithm>
#include <functional>

namespace mmscope::model {
namespace {

struct Figure {
  std::string key;
  std::string words;
  HeapUnit unit;
  std::function<std::uint64_t(const HeapTrace&)> of;
};

mms_heap_count total(const HeapTrace& trace, unsigned call) {
  const auto found = std::find_if(trace.totals.begin(), trace.totals.end(),
                                  [&](const HeapCalls& one) { return one.call == call; });
  return found == trace.totals.end() ? mms_heap_count{} : found->sums;
}

// What is looked at first, then each kind of call and fault.
std::vector<Figure> all_figures() {
  std::vector<Figure> figures = {
      {"peak_anon_bytes", "peak of anonymous memory", HeapUnit::bytes, peak_anon_bytes},
      {"peak_mapped_bytes", "peak of mapped addresses", HeapUnit::bytes, peak_mapped_bytes},
      {"calls", "calls", HeapUnit::calls,
       [](const HeapTrace& trace) { return std::uint64_t{sum_of_calls(trace.totals).calls}; }},
      {"calls_ns", "time in calls", HeapUnit::ns,
       [](const HeapTrace& trace) { return std::uint64_t{sum_of_calls(trace.totals).ns}; }},
      {"faults", "page faults", HeapUnit::calls,
       [](const HeapTrace& trace) { return std::uint64_t{sum_of_faults(trace.totals).calls}; }},
      {"faults_ns", "time in page faults", HeapUnit::ns,
       [](const HeapTrace& trace) { return std::uint64_t{sum_of_faults(trace.totals).ns}; }},
      {"elapsed_ns", "time from begin to end", HeapUnit::ns,
       [](const HeapTrace& trace) { return trace.elapsed_ns; }}};
  for (unsigned call = 0; call < MMS_HEAP_CALLS; ++call) {
    const HeapCallName name = heap_call_name(call);
    figures.push_back(
        {name.key + "_calls", is_fault(call) ? "fault: " + name.words : name.words, HeapUnit::calls,
         [call](const HeapTrace& trace) { return std::uint64_t{total(trace, call).calls}; }});
    if (!is_fault(call))
      figures.push_back(
          {name.key + "_bytes", "  memory", HeapUnit::bytes,
           [call](const HeapTrace& trace) { return std::uint64_t{total(trace, call).bytes}; }});
  }
  return figures;
}

HeapValues values_of(const HeapSide& side, const Figure& figure) {
  std::vector<std::uint64_t> values;
  for (const HeapRun& run : side.runs)
    values.push_back(figure.of(run.trace));
  if (values.empty())
    return {};
  std::sort(values.begin(), values.end());
  return {values.front(), values[values.size() / 2], values.back()};
}

const char* unit_name(HeapUnit unit) {
  switch (unit) {
  case HeapUnit::calls:
    return "calls";
  case HeapUnit::bytes:
    return "bytes";
  case HeapUnit::ns:
    break;
  }
  return "ns";
}

} // namespace

HeapComparison compare_heaps(std::vector<HeapSide> sides) {
  HeapComparison comparison{std::move(sides), {}};
  for (const Figure& figure : all_figures()) {
    HeapFigure made{figure.key, figure.words, figure.unit, {}};
    for (const HeapSide& side : comparison.sides)
      made.sides.push_back(values_of(side, figure));
    if (std::any_of(made.sides.begin(), made.sides.end(),
                    [](const HeapValues& values) { return values.most != 0; }))
      comparison.figures.push_back(std::move(made));
  }
  return comparison;
}

std::string heap_verdict(const HeapValues& base, const HeapValues& other) {
  if (other.most < base.least)
    return "less";
  if (other.least > base.most)
    return "more";
  return base.least == base.most && other.least == other.most ? "equal" : "overlap";
}

Object to_object(const HeapComparison& comparison, const HeapFigure& figure, std::size_t side) {
  const HeapValues& values = figure.sides.at(side);
  return {{"figure", figure.key},
          {"unit", std::string(unit_name(figure.unit))},
          {"allocator", comparison.sides.at(side).allocator.name},
          {"runs", std::uint64_t{comparison.sides.at(side).runs.size()}},
          {"least", values.least},
          {"median", values.median},
          {"most", values.most},
          {"to_first", heap_verdict(figure.sides.front(), values)}};
}

Object to_object(const HeapSide& side, std::size_t run) {
  const HeapRun& one = side.runs.at(run);
  return {{"allocator", side.allocator.name},
          {"library", side.allocator.library},
          {"run", std::uint64_t{run}},
          {"elapsed_ns", one.trace.elapsed_ns},
          {"processes", std::uint64_t{one.trace.processes.size()}},
          {"with_library", processes_with_library(one.trace)},
          {"ending", one.ending}};
}

} // namespace mmscope::model
