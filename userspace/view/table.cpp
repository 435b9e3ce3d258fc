// SPDX-License-Identifier: GPL-2.0
#include "view/table.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <stdexcept>

namespace mmscope::view {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t least_prose = 24; // an elastic column narrower than this tells nothing

std::size_t total(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const std::size_t width : widths)
    sum += width == 0 ? 0 : width + gap.size();
  return sum == 0 ? 0 : sum - gap.size();
}

} // namespace

void Table::add(std::vector<Cell> cells) {
  if (cells.size() != columns_.size())
    throw std::logic_error("a table row with the wrong number of cells");
  rows_.push_back(std::move(cells));
}

Table::Widths Table::natural_widths() const {
  Widths widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t width = std::max<std::size_t>(1, display_width(columns_[column].header));
    for (const auto& row : rows_)
      width = std::max(width, display_width(row[column].text));
    widths.push_back(width);
  }
  return widths;
}

// Leaves columns out until the rest fits; returns the headers of those.
std::vector<std::string> Table::fit(Widths& widths, std::size_t width) const {
  std::vector<std::string> left_out;
  Widths fixed = widths;
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (columns_[column].elastic)
      fixed[column] = 0;

  while (total(fixed) > width) {
    std::size_t victim = columns_.size();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const int priority = columns_[column].priority;
      if (fixed[column] != 0 && priority != 0 &&
          (victim == columns_.size() || priority >= columns_[victim].priority))
        victim = column;
    }
    if (victim == columns_.size())
      break; // nothing more to give: the terminal wraps
    fixed[victim] = 0;
    left_out.push_back(columns_[victim].header);
  }

  const std::size_t taken = total(fixed) + gap.size();
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (columns_[column].elastic)
      fixed[column] = taken + least_prose <= width ? std::min(widths[column], width - taken) : 0;
  }
  widths = fixed;
  std::reverse(left_out.begin(), left_out.end());
  return left_out;
}

std::string Table::line(const std::vector<Cell>& cells, const Widths& widths,
                        const Style& style) const {
  std::string line;
  std::string blanks; // kept back, so that no line ends in them
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (widths[column] == 0)
      continue;
    const std::string text =
        columns_[column].elastic ? cut(cells[column].text, widths[column]) : cells[column].text;
    const std::string pad(widths[column] - display_width(text), ' ');
    if (!text.empty()) {
      line += blanks;
      blanks.clear();
      line += columns_[column].align == Align::right ? pad : "";
      line += style.paint(cells[column].role, text);
    }
    if (text.empty() || columns_[column].align == Align::left)
      blanks += pad;
    blanks += gap;
  }
  return line + "\n";
}

std::string Table::render(const Style& style, std::size_t width) const {
  Widths widths = natural_widths();
  const std::vector<std::string> left_out =
      width == 0 ? std::vector<std::string>() : fit(widths, width);

  std::string text;
  std::vector<Cell> headers;
  bool has_header = false;
  for (const Column& column : columns_) {
    headers.emplace_back(column.header, Role::title);
    has_header = has_header || !column.header.empty();
  }
  if (has_header)
    text += line(headers, widths, style);
  for (const auto& row : rows_)
    text += line(row, widths, style);
  if (!left_out.empty()) {
    std::string names;
    for (const std::string& name : left_out)
      names += (names.empty() ? "" : ", ") + name;
    for (const std::string& note :
         wrapped(fmt::format("Left out to fit: {} (--wide or -j shows all).", names), width))
      text += style.paint(Role::dim, note) + "\n";
  }
  return text;
}

} // namespace mmscope::view
