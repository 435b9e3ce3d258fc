// SPDX-License-Identifier: GPL-2.0
#include "view/style.hpp"

#include <fmt/core.h>

namespace mmscope::view {
namespace {

struct Paint {
  const char* attribute; // SGR of weight alone; empty for colours
  int indexed;           // in the 256-colour palette
  int red, green, blue;
};

// Mid tones, to be legible on dark and on light ground.
Paint paint_of(Role role) {
  switch (role) {
  case Role::title:
    return {"1", 0, 0, 0, 0};
  case Role::dim:
    return {"2", 0, 0, 0, 0};
  case Role::good:
    return {"", 71, 87, 171, 90};
  case Role::warning:
    return {"", 178, 209, 154, 36};
  case Role::bad:
    return {"", 167, 214, 84, 84};
  case Role::accent:
    return {"", 74, 86, 156, 214};
  case Role::cold:
    return {"", 67, 91, 122, 168};
  case Role::mild:
    return {"", 72, 80, 168, 148};
  case Role::warm:
    return {"", 178, 214, 160, 60};
  case Role::hot:
    return {"", 203, 232, 96, 84};
  case Role::plain:
    break;
  }
  return {"", -1, 0, 0, 0};
}

// The nearest of the 6x6x6 cube of the 256-colour palette.
int cube_index(std::uint32_t rgb) {
  const auto step = [](std::uint32_t level) {
    return static_cast<int>(level < 48 ? 0 : level < 115 ? 1 : (level - 35) / 40);
  };
  return 16 + 36 * step(rgb >> 16 & 0xff) + 6 * step(rgb >> 8 & 0xff) + step(rgb & 0xff);
}

std::string sgr(Colours colours, int plane, std::uint32_t rgb) {
  if (colours == Colours::truecolour)
    return fmt::format("{};2;{};{};{}", plane, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
  return fmt::format("{};5;{}", plane, cube_index(rgb));
}

} // namespace

Colours colours_for(const ColourHints& hints) {
  if (hints.no_colour_option || !hints.no_color.empty())
    return Colours::none;
  const bool capable = hints.is_terminal && !hints.term.empty() && hints.term != "dumb";
  if (!capable && hints.clicolor_force.empty())
    return Colours::none;
  const bool truecolour = hints.colorterm == "truecolor" || hints.colorterm == "24bit";
  return truecolour ? Colours::truecolour : Colours::indexed;
}

std::string Style::paint(Role role, std::string_view text) const {
  const Paint paint = paint_of(role);
  if (!coloured() || text.empty() || paint.indexed < 0)
    return std::string(text);
  if (*paint.attribute != '\0')
    return fmt::format("\x1b[{}m{}\x1b[0m", paint.attribute, text);
  if (colours_ == Colours::indexed)
    return fmt::format("\x1b[38;5;{}m{}\x1b[0m", paint.indexed, text);
  return fmt::format("\x1b[38;2;{};{};{}m{}\x1b[0m", paint.red, paint.green, paint.blue, text);
}

std::string Style::paint_rgb(std::uint32_t foreground, std::uint32_t background,
                             std::string_view text) const {
  if (!coloured() || text.empty())
    return std::string(text);
  return fmt::format("\x1b[{};{}m{}\x1b[0m", sgr(colours_, 38, foreground),
                     sgr(colours_, 48, background), text);
}

} // namespace mmscope::view
