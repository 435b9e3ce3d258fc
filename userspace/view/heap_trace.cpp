// SPDX-License-Identifier: GPL-2.0
#include "view/heap_trace.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/table.hpp"
#include "view/text.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::HeapCalls;
using model::HeapOfProcess;
using model::HeapTrace;

constexpr double ns_per_second = 1e9;

Cell count_or_dot(std::uint64_t count, const std::string& text, Role role = Role::plain) {
  return count == 0 ? Cell("·", Role::dim) : Cell(text, role);
}

// Faults do not fail, and nobody tells how much memory each is about.
void call_table(std::string& text, const Screen& screen, const HeapTrace& trace, bool faults) {
  std::vector<Column> columns = {{faults ? "page faults" : "calls", Align::left}, {"number"}};
  if (!faults)
    columns.insert(columns.end(), {{"failed", Align::right, 1}, {"memory"}});
  columns.insert(columns.end(),
                 {{"time"}, {"p50"}, {"p90", Align::right, 2}, {"p99", Align::right, 1}, {"max"}});
  Table table(std::move(columns));
  bool any = false;
  for (const HeapCalls& calls : trace.totals) {
    if (model::is_fault(calls.call) != faults)
      continue;
    any = true;
    const mms_heap_count& sums = calls.sums;
    std::vector<Cell> cells = {{model::heap_call_name(calls.call).words, Role::accent},
                               grouped(sums.calls)};
    if (!faults) {
      cells.push_back(count_or_dot(sums.failed, grouped(sums.failed), Role::warning));
      cells.push_back(count_or_dot(sums.bytes, bytes(sums.bytes)));
    }
    cells.emplace_back(nanoseconds(sums.ns));
    for (const unsigned per_mille : {500U, 900U, 990U, 1000U})
      cells.emplace_back(nanoseconds(calls.times.percentile(per_mille)));
    table.add(std::move(cells));
  }
  if (any)
    text += "\n" + table.render(screen.style, screen.width);
}

void process_table(std::string& text, const Screen& screen, const HeapTrace& trace,
                   std::size_t limit) {
  std::vector<HeapOfProcess> processes = trace.processes;
  std::stable_sort(processes.begin(), processes.end(),
                   [](const HeapOfProcess& a, const HeapOfProcess& b) {
                     return a.peak_anon_bytes > b.peak_anon_bytes;
                   });
  const std::size_t shown = limit == 0 ? processes.size() : std::min(processes.size(), limit);
  Table table({{"process", Align::left},
               {"pid"},
               {"of", Align::right, 3},
               {"peak anonymous"},
               {"peak mapped"},
               {"calls"},
               {"time", Align::right, 1},
               {"page faults"},
               {"time", Align::right, 1},
               {"", Align::left, 2}});
  for (std::size_t i = 0; i < shown; ++i) {
    const HeapOfProcess& one = processes[i];
    const mms_heap_count calls = model::sum_of_calls(one.calls);
    const mms_heap_count faults = model::sum_of_faults(one.calls);
    table.add({{one.comm.empty() ? absent_mark : printable(one.comm), Role::accent},
               fmt::format("{}", one.pid),
               {fmt::format("{}", one.parent), Role::dim},
               bytes(one.peak_anon_bytes),
               bytes(one.peak_mapped_bytes),
               grouped(calls.calls),
               nanoseconds(calls.ns),
               grouped(faults.calls),
               nanoseconds(faults.ns),
               {one.ended ? "" : "runs on", Role::warning}});
  }
  if (shown != 0)
    text += "\n" + table.render(screen.style, screen.width);
  if (shown < processes.size())
    text += screen.style.paint(Role::dim, fmt::format("{} of {} processes; --limit 0 shows all.\n",
                                                      shown, processes.size()));
}

} // namespace

std::string heap_losses(const Screen& screen, const HeapTrace& trace, const std::string& run) {
  std::string text;
  for (const model::TracedLoss& loss : trace.losses)
    text += screen.style.paint(Role::warning, fmt::format("{}lost {} ({}): {}\n", run, loss.name,
                                                          grouped(loss.count), loss.meaning));
  for (const std::string& unseen : trace.unseen)
    text +=
        screen.style.paint(Role::warning, fmt::format("{}not on this kernel: {}\n", run, unseen));
  return text;
}

std::string heap_trace(const Screen& screen, const HeapTrace& trace, std::size_t limit) {
  const mms_heap_count calls = model::sum_of_calls(trace.totals);
  const mms_heap_count faults = model::sum_of_faults(trace.totals);
  std::string text =
      screen.style.paint(
          Role::title,
          fmt::format(
              "Ran {:.3f} s, {}: {} calls took {}, {} page faults {}; {}.",
              static_cast<double>(trace.elapsed_ns) / ns_per_second,
              trace.processes.size() == 1 ? "one process"
                                          : fmt::format("{} processes", trace.processes.size()),
              grouped(calls.calls), nanoseconds(calls.ns), grouped(faults.calls),
              nanoseconds(faults.ns),
              trace.losses.empty() && trace.unseen.empty() ? "nothing lost" : "not all was seen")) +
      "\n";
  text += heap_losses(screen, trace, "");
  call_table(text, screen, trace, false);
  call_table(text, screen, trace, true);
  process_table(text, screen, trace, limit);
  return text + screen.style.paint(Role::dim, "Times hold those of the probes within.\n");
}

Document heap_trace_document(const HeapTrace& trace) {
  Document document;
  document.head = json_head("trace_heap");
  document.head.emplace_back("elapsed_ns", trace.elapsed_ns);
  document.head.emplace_back("peak_anon_bytes", model::peak_anon_bytes(trace));
  document.head.emplace_back("peak_mapped_bytes", model::peak_mapped_bytes(trace));
  document.head.emplace_back("unseen", trace.unseen);
  std::vector<model::Object> processes;
  std::vector<model::Object> of_processes;
  std::vector<model::Object> losses;
  for (const HeapCalls& calls : trace.totals)
    document.rows.push_back(model::to_object(calls));
  for (const HeapOfProcess& process : trace.processes) {
    processes.push_back(model::to_object(process));
    for (const HeapCalls& calls : process.calls)
      of_processes.push_back(model::to_object(process, calls));
  }
  for (const model::TracedLoss& loss : trace.losses)
    losses.push_back(model::to_object(loss));
  document.more = {{"heap_processes", std::move(processes)},
                   {"heap_process_calls", std::move(of_processes)},
                   {"losses", std::move(losses)}};
  return document;
}

} // namespace mmscope::view
