// SPDX-License-Identifier: GPL-2.0
// The map as a picture: a panel for each zone, and a legend with the shares.
#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <functional>
#include <map>

#include "view/map.hpp"
#include "view/png_canvas.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

constexpr std::uint32_t png_ground = 0x0d1117;
constexpr std::uint32_t ink = 0xd5dae1;
constexpr std::uint32_t dim_ink = 0x8b949e;

constexpr std::uint32_t margin = 24;
constexpr std::uint32_t line_height = 26;
constexpr std::uint32_t panel_gap = 18;
constexpr std::uint32_t tallest = 1400; // of the cells alone; then they are put together

// Wider cells have a seam around them, so that single pageblocks can be counted.
constexpr std::array<std::uint32_t, 7> cell_sizes = {16, 12, 10, 8, 6, 4, 3};

struct Grid {
  std::uint32_t cell; // pixels
  std::uint32_t columns;
  std::uint64_t per_cell; // pageblocks
};

std::uint32_t rows_for(std::uint64_t blocks, const Grid& grid) {
  const std::uint64_t cells = (blocks + grid.per_cell - 1) / grid.per_cell;
  return static_cast<std::uint32_t>((cells + grid.columns - 1) / grid.columns);
}

// The largest cells that fit; past the smallest, more pageblocks to each.
Grid grid_for(const std::vector<model::Panel>& panels, std::uint32_t width) {
  const std::uint32_t room = width - 2 * margin;
  const auto height = [&](const Grid& grid) {
    std::uint64_t sum = 0;
    for (const model::Panel& panel : panels)
      sum += std::uint64_t{rows_for(panel.nr_blocks, grid)} * grid.cell;
    return sum;
  };
  for (const std::uint32_t cell : cell_sizes) {
    const Grid grid{cell, std::max(1U, room / cell), 1};
    if (height(grid) <= tallest)
      return grid;
  }
  Grid grid{cell_sizes.back(), std::max(1U, room / cell_sizes.back()), 2};
  while (height(grid) > tallest)
    grid.per_cell *= 2;
  return grid;
}

struct Key {
  std::uint32_t colour;
  std::string text;
};

// The frame that all maps share; `colour` is asked for each cell.
std::string draw(const reader::Map& map, std::uint32_t width, std::string_view title,
                 const std::vector<Key>& legend,
                 const std::function<std::uint32_t(const model::Cell&)>& colour) {
  const Grid grid = grid_for(model::panels(map, 1), width);
  const std::vector<model::Panel> panels = model::panels(map, grid.per_cell);
  const std::uint32_t legend_columns = std::max(1U, (width - 2 * margin) / 300);
  const auto legend_rows =
      static_cast<std::uint32_t>((legend.size() + legend_columns - 1) / legend_columns);
  std::uint32_t height = 2 * margin + 2 * line_height + legend_rows * line_height;
  for (const model::Panel& panel : panels)
    height += line_height + rows_for(panel.nr_blocks, grid) * grid.cell + panel_gap;

  PngCanvas canvas(width, height, png_ground);
  std::uint32_t y = margin;
  canvas.text(margin, y, title, ink);
  y += line_height;
  canvas.text(margin, y,
              fmt::format("each cell {}, by pfn from left to right and down",
                          pages(grid.per_cell * map.pageblock_pages, map.page_size)),
              dim_ink);
  y += line_height + 6;
  for (const model::Panel& panel : panels) {
    const std::string name = fmt::format("node {} {}", panel.nid, panel.zone);
    canvas.text(margin, y, name, ink);
    canvas.text(margin + PngCanvas::text_width(name) + 18, y,
                fmt::format("{} at {}", pages(panel.nr_blocks * map.pageblock_pages, map.page_size),
                            pages(panel.first_pfn, map.page_size)),
                dim_ink);
    y += line_height - 4;
    const std::uint32_t seam = grid.cell >= 6 ? 1 : 0;
    for (std::size_t i = 0; i < panel.cells.size(); ++i) {
      const auto column = static_cast<std::uint32_t>(i % grid.columns);
      const auto row = static_cast<std::uint32_t>(i / grid.columns);
      canvas.rectangle(margin + column * grid.cell, y + row * grid.cell, grid.cell - seam,
                       grid.cell - seam, colour(panel.cells[i]));
    }
    y += rows_for(panel.nr_blocks, grid) * grid.cell + panel_gap;
  }
  for (std::size_t i = 0; i < legend.size(); ++i) {
    const std::uint32_t x = margin + static_cast<std::uint32_t>(i % legend_columns) *
                                         ((width - 2 * margin) / legend_columns);
    const std::uint32_t top = y + static_cast<std::uint32_t>(i / legend_columns) * line_height;
    canvas.rectangle(x, top, 16, 16, legend[i].colour);
    canvas.text(x + 26, top + 1, legend[i].text, ink);
  }
  return canvas.encode();
}

} // namespace

std::string map_png(const reader::Map& map, std::uint32_t width) {
  const model::Cell all = model::sum(map);
  std::vector<Key> legend;
  for (const model::UseInfo& info : model::use_infos()) {
    const std::uint64_t used = all.pages[static_cast<std::size_t>(info.use)];
    if (used != 0)
      legend.push_back({info.colour, fmt::format("{} {}", info.name, pages(used, map.page_size))});
  }
  return draw(map, width, fmt::format("Physical memory, Linux {}", map.kernel), legend,
              cell_colour);
}

std::string map_diff_png(const reader::Map& before, const reader::Map& after, std::uint32_t width) {
  constexpr std::uint32_t same = 0x1b2430;
  constexpr std::uint32_t freer = 0x50c878;
  constexpr std::uint32_t fuller = 0xe4572e;
  constexpr std::uint32_t retyped = 0xb388eb;
  constexpr std::uint32_t other = 0xf2b134;
  // By pfn, for cells know no more of where they are.
  std::map<std::uint64_t, model::Change> by_pfn;
  for (model::Change& change : model::changes(before, after))
    by_pfn[change.pfn] = std::move(change);
  const Grid grid = grid_for(model::panels(after, 1), width);
  const std::uint64_t pages_per_cell = grid.per_cell * after.pageblock_pages;
  const auto colour = [&](const model::Cell& cell) {
    std::int64_t free = 0;
    bool type = false;
    bool any = false;
    for (auto it = by_pfn.lower_bound(cell.first_pfn);
         it != by_pfn.end() && it->first < cell.first_pfn + pages_per_cell; ++it) {
      free += it->second.pages[0];
      type = type || it->second.before_migratetype != it->second.after_migratetype;
      any = true;
    }
    if (!any)
      return same;
    if (type)
      return retyped;
    if (free == 0)
      return other;
    return free > 0 ? freer : fuller;
  };
  return draw(after, width, fmt::format("What changed, Linux {}", after.kernel),
              {{same, "unchanged"},
               {freer, "more free"},
               {fuller, "less free"},
               {other, "other use"},
               {retyped, "other migratetype"}},
              colour);
}

} // namespace mmscope::view
