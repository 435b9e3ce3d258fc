// SPDX-License-Identifier: GPL-2.0
// Colour: whether there is any, how much of it, and the few that are used.
#ifndef MMSCOPE_VIEW_STYLE_HPP
#define MMSCOPE_VIEW_STYLE_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace mmscope::view {

enum class Colours { none, indexed, truecolour };

// What the decision is made from. The names are those of the environment
// variables; no_color and clicolor_force count unless empty.
struct ColourHints {
  bool is_terminal = false;
  bool no_colour_option = false;
  std::string no_color;
  std::string clicolor_force; // colour although the output is no terminal
  std::string term;
  std::string colorterm;
};

[[nodiscard]] Colours colours_for(const ColourHints& hints);

// What a piece of text means; Style decides what that looks like.
enum class Role { plain, title, dim, good, warning, bad, accent, cold, mild, warm, hot };

class Style {
public:
  explicit Style(Colours colours = Colours::none) : colours_(colours) {}

  [[nodiscard]] bool coloured() const { return colours_ != Colours::none; }

  // The text in the role's colour, followed by a reset; as it is without colour.
  [[nodiscard]] std::string paint(Role role, std::string_view text) const;

  // The text in colours of one's own, 0xrrggbb, as near as the terminal comes;
  // as it is without colour.
  [[nodiscard]] std::string paint_rgb(std::uint32_t foreground, std::uint32_t background,
                                      std::string_view text) const;

private:
  Colours colours_;
};

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_STYLE_HPP
