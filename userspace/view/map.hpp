// SPDX-License-Identifier: GPL-2.0
// The physical map: every pageblock by what uses it, on a terminal and as PNG.
#ifndef MMSCOPE_VIEW_MAP_HPP
#define MMSCOPE_VIEW_MAP_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "model/map.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// 0xrrggbb: the main use, the stronger the more of the cell is used.
[[nodiscard]] std::uint32_t cell_colour(const model::Cell& cell);

// Sized to the screen; letters where there is no colour.
[[nodiscard]] std::string map_show(const Screen& screen, const reader::Map& map);

// Tables of what changed, and a map of where.
[[nodiscard]] std::string map_diff(const Screen& screen, const reader::Map& before,
                                   const reader::Map& after);

// The bytes of a PNG, `width` pixels wide. Throws std::runtime_error where libpng fails.
[[nodiscard]] std::string map_png(const reader::Map& map, std::uint32_t width);

// The same of what changed: where it became freer, fuller, or another migratetype.
[[nodiscard]] std::string map_diff_png(const reader::Map& before, const reader::Map& after,
                                       std::uint32_t width);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_MAP_HPP
