// SPDX-License-Identifier: GPL-2.0
#include "view/text.hpp"

#include <algorithm>

namespace mmscope::view {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

} // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  bool escape = false;
  for (const char c : text) {
    if (escape)
      escape = c != 'm'; // only colours are used
    else if (c == '\x1b')
      escape = true;
    else if (!continues_character(c))
      ++width;
  }
  return width;
}

std::string padded(std::string_view text, std::size_t width, Align align) {
  const std::size_t taken = display_width(text);
  const std::string blanks(width > taken ? width - taken : 0, ' ');
  return align == Align::left ? std::string(text) + blanks : blanks + std::string(text);
}

std::string cut(std::string_view text, std::size_t width) {
  if (display_width(text) <= width)
    return std::string(text);
  std::string kept;
  std::size_t taken = 0;
  for (const char c : text) {
    if (!continues_character(c) && ++taken >= width)
      break;
    kept += c;
  }
  return kept + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() == text.size() ? word.size() : word.size() + 1);
    std::string& line = lines.back();
    if (line.empty())
      line = word;
    else if (width == 0 || display_width(line) + 1 + display_width(word) <= width)
      line.append(" ").append(word);
    else
      lines.emplace_back(word);
  }
  return lines;
}

std::string printable(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return letter < ' ' || letter > '~'; },
      '?');
  return name;
}

} // namespace mmscope::view
