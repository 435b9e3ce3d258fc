// SPDX-License-Identifier: GPL-2.0
#include "view/event_parts.hpp"

#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/units.hpp"

namespace mmscope::view {

std::string event_head(const EventScreen& on, const model::EventTrace& trace,
                       const std::string& said) {
  const Style& style = on.screen.style;
  std::string text =
      style.paint(Role::title,
                  fmt::format("Traced {:.3f} s: {}; {}.",
                              static_cast<double>(trace.elapsed_ns) / 1e9, said,
                              trace.losses.empty() ? "nothing lost" : "not all was seen")) +
      "\n";
  for (const model::TracedLoss& loss : trace.losses)
    text += style.paint(Role::warning, fmt::format("lost {} ({}): {}\n", loss.name,
                                                   grouped(loss.count), loss.meaning));
  for (const std::string& unseen : trace.unseen)
    text += style.paint(Role::warning, fmt::format("not on this kernel: {}\n", unseen));
  if (trace.ended_only + trace.unfinished != 0)
    text += style.paint(
        Role::dim, fmt::format("Not counted: {} that had begun before, {} that had not ended.\n",
                               grouped(trace.ended_only), grouped(trace.unfinished)));
  return text;
}

std::string event_heading(const EventScreen& on, const std::string& words) {
  return "\n" + on.screen.style.paint(Role::title, words) + "\n";
}

std::string vmstat_table(const EventScreen& on, const model::EventTrace& trace) {
  if (trace.vmstat.empty())
    return "";
  std::string text = event_heading(on, "/proc/vmstat in that time, of all tasks");
  Table table({{"counter", Align::left}, {"grew by"}});
  for (const model::VmstatChange& change : trace.vmstat)
    table.add({{change.name, Role::accent}, grouped(change.count)});
  return text + table.render(on.screen.style, on.screen.width);
}

std::vector<Column> with_times(std::vector<Column> columns) {
  const std::vector<Column> times = {
      {"p50"}, {"p90"}, {"p99"}, {"p99.9", Align::right, 2}, {"max"}};
  columns.insert(columns.end(), times.begin(), times.end());
  return columns;
}

Cell time_cell(const model::EventSums& sums, std::uint64_t ns) {
  return sums.max_ns != 0 ? Cell(nanoseconds(ns)) : Cell("", Role::dim);
}

void add_time_cells(std::vector<Cell>& cells, const model::EventSums& sums) {
  for (const unsigned per_mille : {500U, 900U, 990U, 999U})
    cells.push_back(sums.times.empty() ? Cell("", Role::dim)
                                       : Cell(nanoseconds(sums.percentile(per_mille))));
  cells.push_back(time_cell(sums, sums.max_ns));
}

Cell event_count(std::uint64_t count, Role role) {
  return count == 0 ? Cell("·", Role::dim) : Cell(grouped(count), role);
}

Document event_document(const std::string& kind, const model::EventTrace& trace) {
  Document document;
  document.head = json_head(kind);
  document.head.emplace_back("elapsed_ns", trace.elapsed_ns);
  document.head.emplace_back("ended_only", trace.ended_only);
  document.head.emplace_back("unfinished", trace.unfinished);
  document.head.emplace_back("unseen", trace.unseen);
  return document;
}

void finish(Document& document, const model::EventTrace& trace) {
  document.more.emplace_back("vmstat", all_objects(trace.vmstat));
  document.more.emplace_back("losses", all_objects(trace.losses));
}

} // namespace mmscope::view
