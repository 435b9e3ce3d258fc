// SPDX-License-Identifier: GPL-2.0
#include "view/bars.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mmscope::view {
namespace {

// Where `part` of `whole` falls on `width` cells; doubles, since products of
// two numbers of pages may not fit 64 bits.
std::size_t scaled(std::uint64_t part, std::uint64_t whole, std::size_t width) {
  if (whole == 0)
    return 0;
  const double share = static_cast<double>(std::min(part, whole)) / static_cast<double>(whole);
  return static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
}

struct BarCell {
  const char* text;
  Role role;
};

// Neighbours of one role share their escape sequences.
std::string joined(const Style& style, const std::vector<BarCell>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size();) {
    std::string run;
    const Role role = cells[i].role;
    for (; i < cells.size() && cells[i].role == role; ++i)
      run += cells[i].text;
    text += style.paint(role, run);
  }
  return text;
}

std::vector<BarCell> filled_cells(Role role, std::size_t filled, std::size_t width) {
  std::vector<BarCell> cells(width, BarCell{"░", Role::dim});
  std::fill_n(cells.begin(), std::min(filled, width), BarCell{"█", role});
  return cells;
}

} // namespace

Role watermark_role(const Watermarks& marks) {
  if (marks.free < marks.min)
    return Role::bad;
  return marks.free < marks.low ? Role::warning : Role::good;
}

std::string watermark_bar(const Style& style, const Watermarks& marks, std::size_t width) {
  const std::size_t reserve = width / 3;
  const auto place = [&](std::uint64_t pages) {
    if (pages <= marks.high)
      return scaled(pages, marks.high, reserve);
    return reserve + scaled(pages - marks.high, marks.managed - std::min(marks.managed, marks.high),
                            width - reserve);
  };
  std::vector<BarCell> cells = filled_cells(watermark_role(marks), place(marks.free), width);
  // The higher mark goes first: where two share a cell the lower one, which
  // bites harder, is seen.
  const auto mark = [&](std::uint64_t pages, BarCell letter) {
    if (pages != 0 && width != 0)
      cells[std::min(place(pages), width - 1)] = letter;
  };
  mark(marks.high, {"h", Role::good});
  mark(marks.low, {"l", Role::warning});
  mark(marks.min, {"m", Role::bad});
  return joined(style, cells);
}

std::string share_bar(const Style& style, Role role, std::uint64_t part, std::uint64_t whole,
                      std::size_t width) {
  return joined(style, filled_cells(role, scaled(part, whole, width), width));
}

} // namespace mmscope::view
