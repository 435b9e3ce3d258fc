// SPDX-License-Identifier: GPL-2.0
#include "view/heat.hpp"

#include <algorithm>
#include <array>

#include "view/units.hpp"

namespace mmscope::view {

Cell heat_cell(std::uint64_t shown, std::uint64_t part, std::uint64_t whole) {
  static constexpr std::array<const char*, 8> glyphs = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<Role, 4> roles = {Role::cold, Role::mild, Role::warm, Role::hot};
  if (shown == 0)
    return {"· ", Role::dim};
  const double share =
      whole == 0 ? 0 : static_cast<double>(std::min(part, whole)) / static_cast<double>(whole);
  const auto level = std::min<std::size_t>(static_cast<std::size_t>(share * glyphs.size()), 7);
  return {brief(shown) + glyphs[level], roles[level / 2]};
}

} // namespace mmscope::view
