// SPDX-License-Identifier: GPL-2.0
// Text on a terminal: how wide it is, how to make it as wide as wanted.
#ifndef MMSCOPE_VIEW_TEXT_HPP
#define MMSCOPE_VIEW_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::view {

enum class Align { left, right };

// Columns that UTF-8 text takes on a terminal; escape sequences take none.
[[nodiscard]] std::size_t display_width(std::string_view text);

// Blanks added to make it `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width, Align align);

// Cut to `width` columns with an ellipsis at the end. For text without escape
// sequences.
[[nodiscard]] std::string cut(std::string_view text, std::size_t width);

// Broken at blanks into lines of at most `width` columns; width 0: one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// A task may call itself what it likes: nothing of that reaches the terminal but
// what can be printed.
[[nodiscard]] std::string printable(std::string name);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_TEXT_HPP
