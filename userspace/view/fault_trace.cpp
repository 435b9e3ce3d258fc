// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>
#include <map>
#include <tuple>

#include "view/bench.hpp"
#include "view/event_parts.hpp"
#include "view/event_trace.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::FaultTrace;

std::string kind_table(const EventScreen& on, const FaultTrace& trace) {
  if (trace.kinds.empty())
    return "No page fault was seen.\n";
  std::string text = event_heading(on, "Page faults by kind");
  Table table(with_times({{"kind", Align::left},
                          {"outcome", Align::left},
                          {"access", Align::left},
                          {"size", Align::left, 1},
                          {"asked by", Align::left, 1},
                          {"count"},
                          {"total"}}));
  for (const model::FaultKind& kind : trace.kinds) {
    std::vector<Cell> cells = {
        {kind.sort.kind, Role::accent},
        {kind.sort.outcome, kind.sort.outcome == "minor" ? Role::plain : Role::warning},
        kind.sort.access,
        kind.sort.size,
        kind.sort.asked_by,
        grouped(kind.sums.count),
        nanoseconds(kind.sums.total_ns)};
    add_time_cells(cells, kind.sums);
    table.add(std::move(cells));
  }
  return text + table.render(on.screen.style, on.screen.width);
}

// Of all processes together.
std::vector<model::FaultMapping> by_mapping(const FaultTrace& trace) {
  std::map<std::tuple<std::string, std::string, std::string>, model::EventSums> sums;
  for (const model::FaultMapping& one : trace.mappings)
    sums[{one.mapping, one.kind, one.outcome}].add(mms_event_sum{
        one.sums.count, one.sums.total_ns, one.sums.max_ns, one.sums.pages, one.sums.more});
  std::vector<model::FaultMapping> rows;
  rows.reserve(sums.size());
  for (auto& [key, sum] : sums)
    rows.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), "", 0, sum});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.sums.total_ns > b.sums.total_ns; });
  return rows;
}

std::uint64_t mean_ns(const model::EventSums& sums) {
  return sums.total_ns / std::max<std::uint64_t>(sums.count, 1);
}

std::string mapping_table(const EventScreen& on, const FaultTrace& trace) {
  std::string text = event_heading(on, "By mapping");
  Table table({{"mapping", Align::left},
               {"kind", Align::left},
               {"outcome", Align::left},
               {"count"},
               {"total"},
               {"mean"},
               {"longest"}});
  add_rows(text, on, table, by_mapping(trace), [&](const model::FaultMapping& one) {
    table.add({{printable(one.mapping), Role::accent},
               one.kind,
               one.outcome,
               grouped(one.sums.count),
               nanoseconds(one.sums.total_ns),
               nanoseconds(mean_ns(one.sums)),
               nanoseconds(one.sums.max_ns)});
  });
  return text;
}

std::string process_table(const EventScreen& on, const FaultTrace& trace) {
  std::string text = event_heading(on, "By process");
  Table table(with_times({{"process", Align::left},
                          {"pid"},
                          {"minor"},
                          {"major"},
                          {"retry, failed", Align::right, 1},
                          {"total"}}));
  add_rows(text, on, table, trace.processes, [&](const model::FaultProcess& process) {
    std::vector<Cell> cells = {{printable(process.comm), Role::accent},
                               fmt::format("{}", process.pid),
                               event_count(process.minor),
                               event_count(process.major, Role::warning),
                               event_count(process.others),
                               nanoseconds(process.sums.total_ns)};
    add_time_cells(cells, process.sums);
    table.add(std::move(cells));
  });
  return text;
}

} // namespace

std::string fault_trace(const EventScreen& on, const FaultTrace& trace) {
  std::string text = event_head(
      on, trace,
      fmt::format("{} minor and {} major faults, {} to be tried again, {} failed",
                  grouped(faults_of(trace, "minor")), grouped(faults_of(trace, "major")),
                  grouped(faults_of(trace, "retry")), grouped(faults_of(trace, "failed"))));
  text += on.screen.style.paint(
      Role::dim, fmt::format("The CPU raised {} page faults in user space and {} in the kernel.\n",
                             grouped(trace.exceptions_user), grouped(trace.exceptions_kernel)));
  text += kind_table(on, trace);
  if (!trace.mappings.empty())
    text += mapping_table(on, trace) + process_table(on, trace);
  return text + vmstat_table(on, trace);
}

Document fault_trace_document(const FaultTrace& trace) {
  Document document = event_document("trace_fault", trace);
  document.head.emplace_back("exceptions_user", trace.exceptions_user);
  document.head.emplace_back("exceptions_kernel", trace.exceptions_kernel);
  document.rows = all_objects(trace.kinds);
  document.more = {{"fault_mappings", all_objects(trace.mappings)},
                   {"fault_processes", all_objects(trace.processes)}};
  finish(document, trace);
  return document;
}

} // namespace mmscope::view
