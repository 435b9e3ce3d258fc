// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/event_parts.hpp"
#include "view/event_trace.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::ReclaimTrace;

std::string event_table(const EventScreen& on, const ReclaimTrace& trace) {
  if (trace.events.empty())
    return "No memory had to be got back.\n";
  std::string text = event_heading(on, "Events");
  Table table(with_times({{"event", Align::left},
                          {"node"},
                          {"zone", Align::left},
                          {"order", Align::right, 1},
                          {"what", Align::left},
                          {"count"},
                          {"scanned", Align::right, 1},
                          {"reclaimed"}}));
  for (const model::ReclaimEvent& event : trace.events) {
    std::vector<Cell> cells = {{event.sort.event, Role::accent},
                               event.sort.nid ? Cell(number(event.sort.nid)) : Cell(""),
                               event.sort.zone,
                               event.sort.order ? Cell(number(event.sort.order)) : Cell(""),
                               event.sort.detail,
                               grouped(event.sums.count),
                               event.has_scanned ? event_count(event.sums.more) : Cell(""),
                               event.has_pages ? event_count(event.sums.pages) : Cell("")};
    add_time_cells(cells, event.sums);
    table.add(std::move(cells));
  }
  return text + table.render(on.screen.style, on.screen.width);
}

std::string process_table(const EventScreen& on, const ReclaimTrace& trace) {
  if (trace.processes.empty())
    return "";
  std::string text = event_heading(on, "Who did it, or had to wait for it");
  Table table(with_times({{"process", Align::left},
                          {"pid"},
                          {"event", Align::left},
                          {"count"},
                          {"reclaimed"},
                          {"total"}}));
  add_rows(text, on, table, trace.processes, [&](const model::ReclaimProcess& process) {
    std::vector<Cell> cells = {{printable(process.comm), Role::accent},
                               fmt::format("{}", process.pid),
                               process.event,
                               grouped(process.sums.count),
                               process.has_pages ? Cell(pages(process.sums.pages, on.page_size))
                                                 : Cell(""),
                               time_cell(process.sums, process.sums.total_ns)};
    add_time_cells(cells, process.sums);
    table.add(std::move(cells));
  });
  return text;
}

} // namespace

std::string reclaim_trace(const EventScreen& on, const ReclaimTrace& trace) {
  const model::EventSums direct = sums_of(trace, "direct_reclaim");
  const model::EventSums memcg = sums_of(trace, "memcg_reclaim");
  const std::string said = fmt::format(
      "kswapd woke {} times, {} direct reclaims got {}, {} of memory cgroups {}, {} compactions, "
      "{} OOM kills",
      grouped(sums_of(trace, "kswapd_wake").count), grouped(direct.count),
      pages(direct.pages, on.page_size), grouped(memcg.count), pages(memcg.pages, on.page_size),
      grouped(sums_of(trace, "compaction").count), grouped(sums_of(trace, "mark_victim").count));
  return event_head(on, trace, said) + event_table(on, trace) + process_table(on, trace) +
         vmstat_table(on, trace);
}

Document reclaim_trace_document(const ReclaimTrace& trace) {
  Document document = event_document("trace_reclaim", trace);
  document.rows = all_objects(trace.events);
  document.more = {{"reclaim_processes", all_objects(trace.processes)}};
  finish(document, trace);
  return document;
}

} // namespace mmscope::view
