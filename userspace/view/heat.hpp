// SPDX-License-Identifier: GPL-2.0
// A number with its weight: a count, a block whose height is its share, and a
// colour for those who have it.
#ifndef MMSCOPE_VIEW_HEAT_HPP
#define MMSCOPE_VIEW_HEAT_HPP

#include <cstdint>

#include "view/table.hpp"

namespace mmscope::view {

// "12▃": `shown` with the glyph for `part` of `whole`; a dim "·" for zero.
[[nodiscard]] Cell heat_cell(std::uint64_t shown, std::uint64_t part, std::uint64_t whole);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_HEAT_HPP
