// SPDX-License-Identifier: GPL-2.0
// What is drawn on.
#ifndef MMSCOPE_VIEW_SCREEN_HPP
#define MMSCOPE_VIEW_SCREEN_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "view/style.hpp"

namespace mmscope::view {

struct Screen {
  Style style;
  std::size_t width = 0;  // columns; 0: nothing is cut or left out
  std::size_t height = 0; // lines, for pictures that fill it; 0: not known
};

// What is to be known of a table, below it: dim, wrapped, its line ended.
[[nodiscard]] std::string note(const Screen& screen, std::string_view text);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_SCREEN_HPP
