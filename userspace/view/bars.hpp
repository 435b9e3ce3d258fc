// SPDX-License-Identifier: GPL-2.0
// Bars of block characters, legible without colour.
#ifndef MMSCOPE_VIEW_BARS_HPP
#define MMSCOPE_VIEW_BARS_HPP

#include <cstddef>
#include <cstdint>
#include <string>

#include "view/style.hpp"

namespace mmscope::view {

struct Watermarks {
  std::uint64_t free;
  std::uint64_t min;
  std::uint64_t low;
  std::uint64_t high;
  std::uint64_t managed;
};

// "█████m█l█h███████░░░░": filled up to the free pages, a letter at each mark.
// The left third is the range up to the high mark, drawn larger than life, for
// it is some percent of the zone; the rest runs from there to all managed pages.
[[nodiscard]] std::string watermark_bar(const Style& style, const Watermarks& marks,
                                        std::size_t width);

// What the free pages mean for the zone: red below min, yellow below low.
[[nodiscard]] Role watermark_role(const Watermarks& marks);

// "██████░░░░": part of the whole.
[[nodiscard]] std::string share_bar(const Style& style, Role role, std::uint64_t part,
                                    std::uint64_t whole, std::size_t width);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BARS_HPP
