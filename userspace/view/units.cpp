// SPDX-License-Identifier: GPL-2.0
#include "view/units.hpp"

#include <array>
#include <fmt/core.h>

namespace mmscope::view {

std::string bytes(std::uint64_t bytes) {
  static constexpr std::array<const char*, 6> units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024)
    return fmt::format("{} B", bytes);
  double scaled = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  // 1023.95 would be printed as 1024.0: that is the next unit's 1.0.
  while (scaled >= 1023.95 && unit + 1 < units.size()) {
    scaled /= 1024;
    ++unit;
  }
  return fmt::format("{:.1f} {}", scaled, units[unit]);
}

std::string pages(std::optional<std::uint64_t> pages, std::uint64_t page_size) {
  return pages ? bytes(*pages * page_size) : absent_mark;
}

std::string grouped(std::uint64_t number) {
  const std::string digits = fmt::format("{}", number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0)
      text += ',';
    text += digits[i];
  }
  return text;
}

std::string number(std::optional<std::uint64_t> number) {
  return number ? fmt::format("{}", *number) : absent_mark;
}

std::string number(std::optional<std::int64_t> number) {
  return number ? fmt::format("{}", *number) : absent_mark;
}

std::string hex(std::optional<std::uint64_t> number) {
  return number ? fmt::format("{:#x}", *number) : absent_mark;
}

std::string brief(std::uint64_t number) {
  static constexpr std::array<char, 6> units = {'k', 'M', 'G', 'T', 'P', 'E'};
  if (number < 10000)
    return fmt::format("{}", number);
  std::size_t unit = 0;
  for (number /= 1000; number >= 1000; number /= 1000)
    ++unit;
  return fmt::format("{}{}", number, units[unit]);
}

} // namespace mmscope::view
