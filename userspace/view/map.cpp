// SPDX-License-Identifier: GPL-2.0
// The map on a terminal: two rows of cells in a line of half blocks.
#include "view/map.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>

#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

constexpr std::size_t default_width = 80;
constexpr std::size_t default_height = 40;
constexpr std::size_t legend_lines = 14;
constexpr std::uint32_t ground = 0x101010;

std::uint32_t mixed(std::uint32_t from, std::uint32_t to, double share) {
  std::uint32_t colour = 0;
  for (const int shift : {16, 8, 0}) {
    const double a = from >> shift & 0xff;
    const double b = to >> shift & 0xff;
    colour |= static_cast<std::uint32_t>(a + (b - a) * share) << shift;
  }
  return colour;
}

const model::UseInfo& info_of(model::Use use) {
  return model::use_infos()[static_cast<std::size_t>(use)];
}

// As in the picture, for those who have no colour: capital where more than half
// of the cell is used.
char cell_letter(const model::Cell& cell) {
  const char letter = info_of(cell.main_use()).letter;
  return cell.used() * 2 > cell.total && letter >= 'a' ? static_cast<char>(letter - 'a' + 'A')
                                                       : letter;
}

// What is drawn at one place: a cell's colour and letter.
struct Dot {
  std::uint32_t colour = ground;
  char letter = ' ';
};

std::string rows_of(const Screen& screen, const std::vector<Dot>& dots, std::size_t width) {
  std::string text;
  const auto dot = [&](std::size_t i) { return i < dots.size() ? dots[i] : Dot(); };
  const std::size_t step = screen.style.coloured() ? 2 * width : width;
  for (std::size_t row = 0; row < dots.size(); row += step) {
    for (std::size_t i = row; i < row + width && i < dots.size();) {
      if (!screen.style.coloured()) {
        text += dot(i++).letter;
        continue;
      }
      // Neighbours of the same colours share their escape sequences.
      const Dot upper = dot(i);
      const Dot lower = dot(i + width);
      std::string run;
      for (; i < row + width && i < dots.size() && dot(i).colour == upper.colour &&
             dot(i + width).colour == lower.colour;
           ++i)
        run += "▀";
      text += screen.style.paint_rgb(upper.colour, lower.colour, run);
    }
    text += "\n";
  }
  return text;
}

struct Layout {
  std::size_t width;
  std::uint64_t per_cell;
};

// As few pageblocks to a cell as the window has room for.
Layout layout_for(const Screen& screen, const reader::Map& map) {
  const std::size_t width = screen.width == 0 ? default_width : screen.width;
  const std::size_t height = screen.height == 0 ? default_height : screen.height;
  const std::size_t zones = model::panels(map, 1).size();
  const std::size_t taken = legend_lines + 2 * zones;
  const std::size_t lines = height > taken + zones ? height - taken : zones;
  const std::size_t room = width * lines * (screen.style.coloured() ? 2 : 1);
  return {width, std::max<std::uint64_t>(1, (map.blocks.size() + room - 1) /
                                                std::max<std::size_t>(room, 1))};
}

std::string panel_title(const Screen& screen, const model::Panel& panel, std::uint64_t page_size,
                        std::uint64_t pageblock_pages) {
  return screen.style.paint(Role::title, fmt::format("node {} {}", panel.nid, panel.zone)) +
         screen.style.paint(Role::dim,
                            fmt::format("  pfn {:#x}-{:#x}, {}", panel.first_pfn, panel.end_pfn,
                                        pages(panel.nr_blocks * pageblock_pages, page_size))) +
         "\n";
}

std::string legend(const Screen& screen, const reader::Map& map, const Layout& layout) {
  const model::Cell all = model::sum(map);
  Table table({{"", Align::left}, {"", Align::left}, {""}, {""}, {"", Align::left, 1, true}});
  for (const model::UseInfo& info : model::use_infos()) {
    const std::uint64_t used = all.pages[static_cast<std::size_t>(info.use)];
    if (used == 0)
      continue;
    const std::string mark = screen.style.coloured()
                                 ? screen.style.paint_rgb(info.colour, info.colour, "██")
                                 : std::string(1, info.letter);
    table.add(
        {mark,
         info.name,
         pages(used, map.page_size),
         fmt::format("{:.1f} %", 100.0 * static_cast<double>(used) /
                                     static_cast<double>(std::max<std::uint64_t>(all.total, 1))),
         {info.meaning, Role::dim}});
  }
  const std::string scale =
      fmt::format("Each {} is {}, left to right and down; the stronger its {}, the more is used.",
                  screen.style.coloured() ? "half block" : "letter",
                  pages(layout.per_cell * map.pageblock_pages, map.page_size),
                  screen.style.coloured() ? "colour" : "letter (capitals: over half)");
  return table.render(screen.style, screen.width) + note(screen, scale);
}

std::string signed_pages(std::int64_t change, std::uint64_t page_size) {
  if (change == 0)
    return "0";
  const auto size = static_cast<std::uint64_t>(change < 0 ? -change : change);
  return (change < 0 ? "-" : "+") + pages(size, page_size);
}

std::string sums_table(const Screen& screen, const reader::Map& before, const reader::Map& after,
                       const std::vector<model::Change>& changes) {
  const model::Cell old_sum = model::sum(before);
  const model::Cell new_sum = model::sum(after);
  Table table({{"use", Align::left}, {"before"}, {"after"}, {"change"}, {"pageblocks"}});
  for (const model::UseInfo& info : model::use_infos()) {
    const auto i = static_cast<std::size_t>(info.use);
    const auto blocks =
        std::count_if(changes.begin(), changes.end(),
                      [i](const model::Change& change) { return change.pages[i] != 0; });
    if (old_sum.pages[i] == 0 && new_sum.pages[i] == 0)
      continue;
    const auto delta = static_cast<std::int64_t>(new_sum.pages[i] - old_sum.pages[i]);
    table.add({{info.name, Role::accent},
               pages(old_sum.pages[i], before.page_size),
               pages(new_sum.pages[i], after.page_size),
               {signed_pages(delta, after.page_size), delta == 0 ? Role::dim : Role::plain},
               grouped(static_cast<std::uint64_t>(blocks))});
  }
  return table.render(screen.style, screen.width);
}

std::string migratetype_table(const Screen& screen, const std::vector<model::Change>& changes) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> moves;
  for (const model::Change& change : changes)
    if (change.before_migratetype != change.after_migratetype)
      ++moves[{change.before_migratetype, change.after_migratetype}];
  if (moves.empty())
    return screen.style.paint(Role::dim, "No pageblock changed its migratetype.") + "\n";
  Table table({{"migratetype", Align::left}, {"became", Align::left}, {"pageblocks"}});
  for (const auto& [move, blocks] : moves)
    table.add({move.first.empty() ? "(not online)" : move.first,
               move.second.empty() ? "(not online)" : move.second, number(std::optional(blocks))});
  return table.render(screen.style, screen.width);
}

} // namespace

std::uint32_t cell_colour(const model::Cell& cell) {
  const std::uint32_t empty = info_of(model::Use::free).colour;
  const model::Use use = cell.main_use();
  if (use == model::Use::free || cell.total == 0)
    return empty;
  // Even one page is to be seen: a movable zone is as good as its worst block.
  const double share = static_cast<double>(cell.used()) / static_cast<double>(cell.total);
  return mixed(empty, info_of(use).colour, 0.3 + 0.7 * share);
}

std::string map_show(const Screen& screen, const reader::Map& map) {
  const Layout layout = layout_for(screen, map);
  std::string text;
  for (const model::Panel& panel : model::panels(map, layout.per_cell)) {
    std::vector<Dot> dots;
    dots.reserve(panel.cells.size());
    for (const model::Cell& cell : panel.cells)
      dots.push_back({cell_colour(cell), cell_letter(cell)});
    text += panel_title(screen, panel, map.page_size, map.pageblock_pages) +
            rows_of(screen, dots, layout.width);
  }
  return text + "\n" + legend(screen, map, layout);
}

std::string map_diff(const Screen& screen, const reader::Map& before, const reader::Map& after) {
  const std::vector<model::Change> changes = model::changes(before, after);
  if (changes.empty())
    return screen.style.paint(Role::dim, "Nothing changed.") + "\n";
  std::uint64_t freer = 0;
  std::uint64_t fuller = 0;
  for (const model::Change& change : changes) {
    freer += change.pages[0] > 0;
    fuller += change.pages[0] < 0;
  }
  const std::string head = fmt::format(
      "{} of {} pageblocks changed: {} have more free pages, {} have fewer.\n",
      grouped(changes.size()), grouped(after.blocks.size()), grouped(freer), grouped(fuller));
  return head + "\n" + sums_table(screen, before, after, changes) + "\n" +
         migratetype_table(screen, changes);
}

} // namespace mmscope::view
