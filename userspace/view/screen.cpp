// SPDX-License-Identifier: GPL-2.0
#include "view/screen.hpp"

#include "view/text.hpp"

namespace mmscope::view {

std::string note(const Screen& screen, std::string_view text) {
  std::string lines;
  for (const std::string& line : wrapped(text, screen.width))
    lines += screen.style.paint(Role::dim, line) + "\n";
  return lines;
}

} // namespace mmscope::view
