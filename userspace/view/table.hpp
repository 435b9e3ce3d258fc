// SPDX-License-Identifier: GPL-2.0
// A table that fits the terminal: the least important columns go first, and the
// last line says which went and how to see them.
#ifndef MMSCOPE_VIEW_TABLE_HPP
#define MMSCOPE_VIEW_TABLE_HPP

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "view/style.hpp"
#include "view/text.hpp"

namespace mmscope::view {

struct Column {
  std::string header;
  Align align = Align::right;
  // 0 is never dropped; the highest goes first, the rightmost among equals.
  int priority = 0;
  // Prose: is cut to what is left of the line, and goes silently where that is
  // too little. For the last column.
  bool elastic = false;
};

// Text with the role that it is painted in. Text may bring its own escape
// sequences (bars): they do not count as width.
struct Cell {
  Cell(std::string text_in, Role role_in = Role::plain) : text(std::move(text_in)), role(role_in) {}
  Cell(const char* text_in, Role role_in = Role::plain) : text(text_in), role(role_in) {}

  std::string text;
  Role role = Role::plain;
};

class Table {
public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as there are columns.
  void add(std::vector<Cell> cells);

  // `width` 0: as wide as it comes. Lines end without trailing blanks. Where
  // every header is empty there is no header line.
  [[nodiscard]] std::string render(const Style& style, std::size_t width) const;

private:
  using Widths = std::vector<std::size_t>; // by column; 0 is left out

  [[nodiscard]] Widths natural_widths() const;
  [[nodiscard]] std::vector<std::string> fit(Widths& widths, std::size_t width) const;
  [[nodiscard]] std::string line(const std::vector<Cell>& cells, const Widths& widths,
                                 const Style& style) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_TABLE_HPP
