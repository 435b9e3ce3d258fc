// SPDX-License-Identifier: GPL-2.0
#include "view/vmalloc_runs.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "view/table.hpp"
#include "view/units.hpp"
#include "view/vmalloc.hpp"

namespace mmscope::view {
namespace {

using model::Mapped;

// One line, whatever it is about.
struct Line {
  std::vector<Cell> name;
  std::optional<Mapped> mapped;
  std::vector<std::string> flags;
};

std::vector<Line> lines_of_callers(const model::VmallocRuns& runs) {
  std::vector<Line> lines;
  for (const model::CallerRuns& row : runs.callers)
    lines.push_back({{{with_module(row.caller.caller, row.caller.module), Role::accent},
                      grouped(row.caller.areas)},
                     row.mapped,
                     row.caller.flags});
  return lines;
}

std::vector<Line> lines_of_areas(const model::VmallocRuns& runs) {
  std::vector<Line> lines;
  for (const model::AreaRuns& row : runs.areas) {
    const std::string& place = row.area.caller;
    lines.push_back(
        {{{with_module(place.empty() ? row.area.function() : place, row.area.module), Role::accent},
          bytes(row.area.size_bytes)},
         row.mapped,
         row.area.flags});
  }
  return lines;
}

std::vector<Line> lines_of_parts(const model::VmallocRuns& runs) {
  std::vector<Line> lines;
  for (const model::VmallocWalk& walk : runs.extents.walks) {
    const std::string part = walk.fields.area;
    Mapped mapped;
    std::uint64_t extents = 0;
    for (const model::VmallocExtent& extent : runs.extents.rows) {
      if (part != extent.fields.area)
        continue;
      mapped.add(extent);
      ++extents;
    }
    lines.push_back({{{part, Role::accent}, grouped(extents)}, std::move(mapped), {}});
  }
  return lines;
}

// A huge page is 2 MiB, and the few of 1 GiB are told as 512 of those.
std::uint64_t huge_entries(const Mapped& mapped) {
  return mapped.pmd_entries + 512 * mapped.pud_entries;
}

Cell figure(std::uint64_t value, const std::string& text) {
  return value == 0 ? Cell("·", Role::dim) : Cell(text);
}

void add_mapped(std::vector<Cell>& cells, const std::optional<Mapped>& mapped, const Mapped& total,
                std::uint64_t page_size) {
  if (!mapped) {
    cells.insert(cells.end(), 4 + total.pages_by_node.size(), Cell(absent_mark, Role::dim));
    return;
  }
  cells.push_back(figure(mapped->pages, bytes(mapped->pages * page_size)));
  cells.push_back(figure(mapped->runs, grouped(mapped->runs)));
  cells.push_back(figure(mapped->longest_run_pages, bytes(mapped->longest_run_pages * page_size)));
  cells.push_back(figure(huge_entries(*mapped), grouped(huge_entries(*mapped))));
  for (const auto& [nid, ignored] : total.pages_by_node) {
    const auto found = mapped->pages_by_node.find(nid);
    const std::uint64_t pages = found == mapped->pages_by_node.end() ? 0 : found->second;
    cells.push_back(figure(pages, bytes(pages * page_size)));
  }
}

std::string table_of(const Screen& screen, const std::vector<Line>& lines, const char* what,
                     const char* second, const model::VmallocRuns& runs) {
  std::vector<Column> columns = {
      {what, Align::left}, {second}, {"mapped"}, {"runs"}, {"longest"}, {"huge", Align::right, 1}};
  for (const auto& [nid, pages] : runs.total.pages_by_node)
    columns.push_back({fmt::format("node {}", nid), Align::right, 2});
  const bool flags =
      std::any_of(lines.begin(), lines.end(), [](const Line& line) { return !line.flags.empty(); });
  if (flags)
    columns.push_back({"flags", Align::left, 3});
  Table table(std::move(columns));
  for (const Line& line : lines) {
    std::vector<Cell> cells = line.name;
    add_mapped(cells, line.mapped, runs.total, runs.extents.header.page_size);
    if (flags)
      cells.emplace_back(fmt::format("{}", fmt::join(line.flags, " ")), Role::dim);
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

// What a reader has to know to understand the figures.
std::vector<std::string> notes(const model::VmallocRuns& runs, bool each) {
  const std::uint64_t page_size = runs.extents.header.page_size;
  const auto size = [&](const Mapped& mapped) { return bytes(mapped.pages * page_size); };
  std::vector<std::string> notes = {fmt::format(
      "{} mapped in {} physically contiguous runs, the longest of {}; {} of it is memory.",
      size(runs.total), grouped(runs.total.runs), bytes(runs.total.longest_run_pages * page_size),
      bytes(runs.total.memory_pages * page_size))};
  if (runs.hidden) {
    notes.emplace_back("Whose they are cannot be told: addresses are hidden; sysctl "
                       "kernel.kptr_restrict=1 shows them to root.");
    return notes;
  }
  if (each && runs.adjoining.pages != 0)
    notes.push_back(fmt::format("{} in {} runs go through several areas of one caller, without a "
                                "guard page between them: see it without --areas.",
                                size(runs.adjoining), grouped(runs.adjoining.runs)));
  if (runs.nobodys.pages != 0)
    notes.push_back(fmt::format(
        "{} in {} runs could not be told whose they are{}.", size(runs.nobodys),
        grouped(runs.nobodys.runs),
        runs.hashed ? ": addresses are hashed, and an area with holes (per-CPU chunks, vm_map_ram) "
                      "is more than its first address; sysctl kernel.kptr_restrict=1 tells more"
                    : ""));
  if (runs.areas_in_motion != 0)
    notes.push_back(fmt::format("{} areas came or went meanwhile.", runs.areas_in_motion));
  std::uint64_t raced = 0;
  for (const model::VmallocWalk& walk : runs.extents.walks)
    raced += walk.fields.raced_tables;
  if (raced != 0)
    notes.push_back(fmt::format("{} page tables were gone when they were to be read.", raced));
  return notes;
}

} // namespace

std::string vmalloc_runs(const Screen& screen, const model::VmallocRuns& runs, bool each) {
  std::string text;
  if (runs.hidden)
    text = table_of(screen, lines_of_parts(runs), "part", "extents", runs);
  else if (each)
    text = table_of(screen, lines_of_areas(runs), "caller", "size", runs);
  else
    text = table_of(screen, lines_of_callers(runs), "caller", "areas", runs);
  for (const std::string& note : notes(runs, each)) {
    for (const std::string& line : wrapped(note, screen.width))
      text += screen.style.paint(Role::dim, line) + "\n";
  }
  return text;
}

Document vmalloc_runs_document(const model::VmallocRuns& runs, bool each) {
  Document document;
  reader::Header header = runs.extents.header;
  header.kind = each ? "vmalloc_area" : "vmalloc";
  document.head = json_head(header);
  for (const model::CallerRuns& row : runs.callers) {
    if (!each)
      document.rows.push_back(model::to_object(row));
  }
  for (const model::AreaRuns& row : runs.areas) {
    if (each)
      document.rows.push_back(model::to_object(row));
  }
  document.more = {{"vmalloc_extents", model::to_objects(runs.extents.rows)},
                   {"vmalloc_walks", model::to_objects(runs.extents.walks)}};
  return document;
}

} // namespace mmscope::view
