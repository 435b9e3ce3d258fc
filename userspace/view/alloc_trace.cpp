// SPDX-License-Identifier: GPL-2.0
#include "view/alloc_trace.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <tuple>

#include "view/bench.hpp"
#include "view/event_parts.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::AllocTrace;

constexpr double ns_per_second = 1e9;

// Blocks of one node, zone and order, by event and migratetype.
struct Sort {
  std::map<std::string, std::uint64_t> events;
  std::map<std::string, std::uint64_t> migratetypes; // of allocations
};

void heading(std::string& text, const Screen& screen, const std::string& words) {
  text += "\n" + screen.style.paint(Role::title, words) + "\n";
}

void page_table(std::string& text, const Screen& screen, const AllocTrace& trace,
                std::uint64_t page_size) {
  std::map<std::tuple<std::uint64_t, std::uint64_t, std::string, std::uint64_t>, Sort> sorts;
  for (const model::TracedPages& pages : trace.pages) {
    Sort& sort = sorts[{pages.nid, pages.zone_idx, pages.zone, pages.order}];
    sort.events[pages.event] += pages.count;
    if (pages.event == "mm_page_alloc")
      sort.migratetypes[pages.migratetype.value_or("")] += pages.count;
  }
  // Of an interval in which nothing happened the first line says so.
  const bool failed = std::any_of(trace.failures.begin(), trace.failures.end(),
                                  [](std::uint64_t failures) { return failures != 0; });
  if (sorts.empty() && trace.at_ns && !failed)
    return;
  heading(text, screen, "Pages");
  Table table({{"node"},
               {"zone", Align::left},
               {"order"},
               {"allocated"},
               {"freed"},
               {"memory/s"},
               {"Unmovable", Align::right, 1},
               {"Movable", Align::right, 1},
               {"Reclaimable", Align::right, 2},
               {"from buddy", Align::right, 1},
               {"to buddy", Align::right, 2},
               {"extfrag", Align::right, 3}});
  for (auto& [key, sort] : sorts) {
    const auto& [nid, zone_idx, zone, order] = key;
    const double seconds = static_cast<double>(trace.elapsed_ns) / ns_per_second;
    const auto rate = static_cast<double>((sort.events["mm_page_alloc"] << order) * page_size) /
                      (seconds > 0 ? seconds : 1);
    table.add({fmt::format("{}", nid),
               {zone, Role::accent},
               fmt::format("{}", order),
               event_count(sort.events["mm_page_alloc"]),
               event_count(sort.events["mm_page_free"]),
               bytes(static_cast<std::uint64_t>(rate)),
               event_count(sort.migratetypes["Unmovable"]),
               event_count(sort.migratetypes["Movable"]),
               event_count(sort.migratetypes["Reclaimable"]),
               event_count(sort.events["mm_page_alloc_zone_locked"]),
               event_count(sort.events["mm_page_pcpu_drain"]),
               event_count(sort.events["mm_page_alloc_extfrag"], Role::warning)});
  }
  text += table.render(screen.style, screen.width);
  for (std::size_t order = 0; order < trace.failures.size(); ++order)
    if (trace.failures[order] != 0)
      text +=
          screen.style.paint(Role::warning, fmt::format("{} allocations of order {} got nothing.\n",
                                                        grouped(trace.failures[order]), order));
}

void latency_table(std::string& text, const Screen& screen, const AllocTrace& trace) {
  if (trace.latency.empty())
    return;
  heading(text, screen, "Time in __alloc_pages()");
  Table table({{"node"},
               {"order"},
               {"calls"},
               {"p50"},
               {"p90"},
               {"p99"},
               {"p99.9", Align::right, 1},
               {"max"}});
  for (const model::TracedLatency& latency : trace.latency) {
    const auto at = [&](unsigned per_mille) {
      return nanoseconds(latency.times.percentile(per_mille));
    };
    table.add({fmt::format("{}", latency.nid), fmt::format("{}", latency.order),
               grouped(latency.times.count()), at(500), at(900), at(990), at(999), at(1000)});
  }
  text += table.render(screen.style, screen.width);
}

void left_out(std::string& text, const Screen& screen, std::size_t shown, std::size_t all) {
  if (shown < all)
    text += screen.style.paint(Role::dim,
                               fmt::format("{} of {} rows; --limit 0 shows all.\n", shown, all));
}

std::size_t rows_of(std::size_t all, std::size_t limit) {
  return limit == 0 ? all : std::min(all, limit);
}

void object_table(std::string& text, const Screen& screen, const AllocTrace& trace,
                  std::size_t limit) {
  if (trace.objects.empty())
    return;
  std::vector<model::TracedObjects> objects = trace.objects;
  std::stable_sort(objects.begin(), objects.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  heading(text, screen, "Objects");
  Table table({{"event", Align::left},
               {"cache or size", Align::left},
               {"count"},
               {"failed", Align::right, 1},
               {"asked for"},
               {"given"}});
  const std::size_t shown = rows_of(objects.size(), limit);
  for (std::size_t i = 0; i < shown; ++i) {
    const model::TracedObjects& one = objects[i];
    const bool sized = one.asked_bytes != 0;
    table.add({{one.event, Role::accent},
               one.size ? fmt::format("{} B", grouped(*one.size)) : one.cache,
               grouped(one.count),
               event_count(one.failed, Role::warning),
               sized ? Cell(bytes(one.asked_bytes)) : Cell(absent_mark, Role::dim),
               sized ? Cell(bytes(one.given_bytes)) : Cell(absent_mark, Role::dim)});
  }
  text += table.render(screen.style, screen.width);
  left_out(text, screen, shown, objects.size());
}

std::string stack_lines(const Screen& screen, const bpf::AllocAsked& asked,
                        const std::vector<std::string>& stack,
                        const std::vector<std::string>& ustack) {
  std::string text;
  for (const std::string& function : stack)
    text += "      " + screen.style.paint(Role::dim, function) + "\n";
  if (asked.by_ustack)
    text += ustack.empty() ? "    not in user space: a kernel thread or an interrupt\n"
                           : "    in user space:\n";
  for (const std::string& function : ustack)
    text += "      " + printable(function) + "\n";
  return text;
}

// Only with what was asked for: groups have it in common.
std::vector<Column> group_columns(const bpf::AllocAsked& asked) {
  std::vector<Column> columns;
  const auto add = [&](bool wanted, Column column) {
    if (wanted)
      columns.push_back(std::move(column));
  };
  add(asked.by_process, {"process", Align::left});
  add(asked.by_process, {"pid"});
  add(asked.by_gfp, {"gfp"});
  add(asked.by_node, {"node"});
  add(asked.by_zone, {"zone", Align::left});
  add(asked.by_order, {"order"});
  add(asked.by_migratetype, {"migratetype", Align::left});
  columns.insert(columns.end(), {{"allocations"}, {"memory"}});
  for (const char* time : {"p50", "p90", "p99", "max"})
    add(asked.latency, {time});
  return columns;
}

std::vector<Cell> group_cells(const bpf::AllocAsked& asked, const model::TracedGroup& group,
                              std::uint64_t page_size) {
  std::vector<Cell> cells;
  const auto add = [&](bool wanted, Cell cell) {
    if (wanted)
      cells.push_back(std::move(cell));
  };
  add(asked.by_process, {printable(group.comm.value_or(absent_mark)), Role::accent});
  add(asked.by_process, number(group.pid));
  add(asked.by_gfp, hex(group.gfp));
  add(asked.by_node, number(group.nid));
  add(asked.by_zone, {group.zone.value_or(absent_mark), Role::accent});
  add(asked.by_order, number(group.order));
  add(asked.by_migratetype, group.migratetype.value_or(absent_mark));
  cells.insert(cells.end(), {grouped(group.count), pages(group.pages, page_size)});
  for (const unsigned per_mille : {500U, 900U, 990U, 1000U})
    add(asked.latency, group.times.empty() ? Cell(absent_mark, Role::dim)
                                           : Cell(nanoseconds(group.times.percentile(per_mille))));
  return cells;
}

// "4.0 KiB in 1 allocations by sh (12) with gfp 0xcc0 from node 0, zone Normal; p50 1.2 us"
std::string group_line(const model::TracedGroup& group, std::uint64_t page_size) {
  std::string line =
      fmt::format("{} in {} allocations", pages(group.pages, page_size), grouped(group.count));
  if (group.comm)
    line += fmt::format(" by {} ({})", printable(*group.comm), group.pid.value_or(0));
  if (group.gfp)
    line += fmt::format(" with gfp {:#x}", *group.gfp);
  if (group.order)
    line += fmt::format(", of order {}", *group.order);
  if (group.migratetype)
    line += ", " + *group.migratetype;
  if (group.nid)
    line += fmt::format(", from node {}", *group.nid);
  if (group.zone)
    line += ", zone " + *group.zone;
  if (!group.times.empty())
    line += fmt::format("; p50 {}, p99 {}, max {}", nanoseconds(group.times.percentile(500)),
                        nanoseconds(group.times.percentile(990)),
                        nanoseconds(group.times.percentile(1000)));
  return line + "\n";
}

// With stacks each group is a paragraph; without them, a row.
void group_table(std::string& text, const Screen& screen, const AllocTrace& trace,
                 std::uint64_t page_size, std::size_t limit) {
  if (trace.groups.empty())
    return;
  heading(text, screen, "Who allocated pages");
  const std::size_t shown = rows_of(trace.groups.size(), limit);
  if (trace.asked.by_stack || trace.asked.by_ustack) {
    for (std::size_t i = 0; i < shown; ++i)
      text += group_line(trace.groups[i], page_size) +
              stack_lines(screen, trace.asked, trace.groups[i].stack, trace.groups[i].ustack);
  } else {
    Table table(group_columns(trace.asked));
    for (std::size_t i = 0; i < shown; ++i)
      table.add(group_cells(trace.asked, trace.groups[i], page_size));
    text += table.render(screen.style, screen.width);
  }
  left_out(text, screen, shown, trace.groups.size());
}

void block_table(std::string& text, const Screen& screen, const AllocTrace& trace,
                 std::uint64_t page_size, std::size_t limit) {
  if (!trace.asked.outstanding)
    return;
  heading(text, screen, "Allocated and not freed");
  const std::size_t shown = rows_of(trace.blocks.size(), limit);
  for (std::size_t i = 0; i < shown; ++i) {
    const model::TracedBlocks& one = trace.blocks[i];
    text += fmt::format("{} in {} blocks, the oldest for {}\n", pages(one.pages, page_size),
                        grouped(one.blocks), nanoseconds(one.oldest_ns)) +
            stack_lines(screen, trace.asked, one.stack, one.ustack);
  }
  left_out(text, screen, shown, trace.blocks.size());
  text += screen.style.paint(
      Role::dim,
      fmt::format("Freed in that time: {} blocks that were allocated before it or by others, {} "
                  "in other pieces than they were allocated.\n",
                  grouped(trace.freed_unknown), grouped(trace.freed_other_order)));
}

void loss_lines(std::string& text, const Screen& screen, const AllocTrace& trace) {
  for (const model::TracedLoss& loss : trace.losses)
    text += screen.style.paint(Role::warning, fmt::format("lost {} ({}): {}\n", loss.name,
                                                          grouped(loss.count), loss.meaning));
  for (const std::string& unseen : trace.unseen)
    text += screen.style.paint(Role::warning, fmt::format("not on this kernel: {}\n", unseen));
}

} // namespace

std::string alloc_trace(const Screen& screen, const AllocTrace& trace, std::uint64_t page_size,
                        std::size_t limit) {
  const auto seconds = [](std::uint64_t ns) { return static_cast<double>(ns) / ns_per_second; };
  const std::string when = trace.at_ns
                               ? fmt::format("At {:.3f} s, in the last {:.3f} s",
                                             seconds(*trace.at_ns), seconds(trace.elapsed_ns))
                               : fmt::format("Traced {:.3f} s", seconds(trace.elapsed_ns));
  std::string text =
      screen.style.paint(Role::title,
                         fmt::format("{}: {} allocated in {} blocks, {} freed in {}; {}.", when,
                                     pages(pages_of(trace, "mm_page_alloc"), page_size),
                                     grouped(events_of(trace, "mm_page_alloc")),
                                     pages(pages_of(trace, "mm_page_free"), page_size),
                                     grouped(events_of(trace, "mm_page_free")),
                                     trace.losses.empty() ? "nothing lost" : "not all was seen")) +
      "\n";
  loss_lines(text, screen, trace);
  if (trace.asked.pages)
    page_table(text, screen, trace, page_size);
  latency_table(text, screen, trace);
  group_table(text, screen, trace, page_size, limit);
  block_table(text, screen, trace, page_size, limit);
  object_table(text, screen, trace, limit);
  return text;
}

Document alloc_trace_document(const AllocTrace& trace) {
  Document document;
  document.head = json_head("trace_alloc");
  if (trace.at_ns)
    document.head.emplace_back("at_ns", *trace.at_ns);
  document.head.emplace_back("elapsed_ns", trace.elapsed_ns);
  document.head.emplace_back("failures", trace.failures);
  document.head.emplace_back("freed_unknown", trace.freed_unknown);
  document.head.emplace_back("freed_other_order", trace.freed_other_order);
  document.head.emplace_back("unseen", trace.unseen);
  document.rows = all_objects(trace.pages);
  document.more = {{"latency", all_objects(trace.latency)},
                   {"groups", all_objects(trace.groups)},
                   {"outstanding", all_objects(trace.blocks)},
                   {"objects", all_objects(trace.objects)},
                   {"losses", all_objects(trace.losses)}};
  return document;
}

} // namespace mmscope::view
