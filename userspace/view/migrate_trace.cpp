// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/event_parts.hpp"
#include "view/event_trace.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::MigrateTrace;

std::string reason_text(const std::string& reason) { return reason.empty() ? absent_mark : reason; }

std::string pair_table(const EventScreen& on, const MigrateTrace& trace) {
  if (trace.pairs.empty())
    return "No page was moved.\n";
  std::string text = event_heading(on, "Pages by node: time to copy one folio");
  Table table(with_times(
      {{"from"}, {"to"}, {"reason", Align::left}, {"result", Align::left}, {"folios"}, {"pages"}}));
  for (const model::MigratePair& pair : trace.pairs) {
    std::vector<Cell> cells = {fmt::format("{}", pair.from_nid),
                               fmt::format("{}", pair.to_nid),
                               {reason_text(pair.reason), Role::accent},
                               {pair.result, pair.result == "moved" ? Role::plain : Role::warning},
                               grouped(pair.sums.count),
                               grouped(pair.sums.pages)};
    add_time_cells(cells, pair.sums);
    table.add(std::move(cells));
  }
  return text + table.render(on.screen.style, on.screen.width);
}

std::string call_table(const EventScreen& on, const MigrateTrace& trace) {
  if (trace.calls.empty())
    return "";
  std::string text = event_heading(on, "Calls of migrate_pages(): time of all that one does");
  Table table(with_times({{"reason", Align::left},
                          {"mode", Align::left},
                          {"calls"},
                          {"pages moved"},
                          {"pages failed"}}));
  for (const model::MigrateCall& call : trace.calls) {
    std::vector<Cell> cells = {{reason_text(call.reason), Role::accent},
                               call.mode,
                               grouped(call.sums.count),
                               event_count(call.pages_moved),
                               event_count(call.pages_failed, Role::warning)};
    add_time_cells(cells, call.sums);
    table.add(std::move(cells));
  }
  return text + table.render(on.screen.style, on.screen.width);
}

std::string process_table(const EventScreen& on, const MigrateTrace& trace) {
  if (trace.processes.empty())
    return "";
  std::string text = event_heading(on, "Who moved them");
  Table table(with_times({{"process", Align::left},
                          {"pid"},
                          {"reason", Align::left},
                          {"calls"},
                          {"pages moved"},
                          {"pages failed"},
                          {"total"}}));
  add_rows(text, on, table, trace.processes, [&](const model::MigrateProcess& process) {
    std::vector<Cell> cells = {{printable(process.comm), Role::accent},
                               fmt::format("{}", process.pid),
                               reason_text(process.reason),
                               grouped(process.sums.count),
                               event_count(process.pages_moved),
                               event_count(process.pages_failed, Role::warning),
                               time_cell(process.sums, process.sums.total_ns)};
    add_time_cells(cells, process.sums);
    table.add(std::move(cells));
  });
  return text;
}

} // namespace

std::string migrate_trace(const EventScreen& on, const MigrateTrace& trace) {
  std::uint64_t moved = 0;
  std::uint64_t between = 0;
  for (const model::MigratePair& pair : trace.pairs) {
    if (pair.result != "moved")
      continue;
    moved += pair.sums.pages;
    between += pair.from_nid != pair.to_nid ? pair.sums.pages : 0;
  }
  return event_head(on, trace,
                    fmt::format("{} moved, {} of it to another node", pages(moved, on.page_size),
                                pages(between, on.page_size))) +
         pair_table(on, trace) + call_table(on, trace) + process_table(on, trace) +
         vmstat_table(on, trace);
}

Document migrate_trace_document(const MigrateTrace& trace) {
  Document document = event_document("trace_migrate", trace);
  document.rows = all_objects(trace.pairs);
  document.more = {{"migrate_calls", all_objects(trace.calls)},
                   {"migrate_processes", all_objects(trace.processes)}};
  finish(document, trace);
  return document;
}

} // namespace mmscope::view
