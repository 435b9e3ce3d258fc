// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_kallsyms.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>
#include <string_view>

namespace mmscope::reader {
namespace {

constexpr const char* kallsyms_file = "/proc/kallsyms";

} // namespace

// Lines are "ffffffff81000000 T _stext" and "... t name\t[module]".
Kallsyms Kallsyms::parse(std::string_view text) {
  Kallsyms found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    std::uint64_t address = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), address, 16);
    const auto type = static_cast<std::size_t>(rest - line.data()) + 1;
    if (error != std::errc() || type + 2 >= line.size() || address == 0)
      continue;
    if (std::string_view("tTwW").find(line[type]) == std::string_view::npos)
      continue;
    std::string name(line.substr(type + 2));
    std::replace(name.begin(), name.end(), '\t', ' ');
    found.symbols_.push_back({address, std::move(name)});
  }
  std::stable_sort(found.symbols_.begin(), found.symbols_.end(),
                   [](const Symbol& a, const Symbol& b) { return a.address < b.address; });
  return found;
}

Kallsyms Kallsyms::load(const Source& source) { return parse(source.read(kallsyms_file)); }

std::string Kallsyms::function_before(std::uint64_t address) const {
  const auto after =
      std::lower_bound(symbols_.begin(), symbols_.end(), address,
                       [](const Symbol& symbol, std::uint64_t at) { return symbol.address < at; });
  if (after == symbols_.begin())
    return fmt::format("{:#x}", address);
  return std::prev(after)->name;
}

std::string Kallsyms::find(std::string_view name) const {
  std::string changed;
  for (const Symbol& symbol : symbols_) {
    if (symbol.name == name)
      return symbol.name;
    // Parts of functions (.part, .cold) are not the function.
    if (symbol.name.starts_with(name) &&
        (symbol.name.substr(name.size()).starts_with(".isra.") ||
         symbol.name.substr(name.size()).starts_with(".constprop.")) &&
        symbol.name.find(".cold") == std::string::npos)
      changed = symbol.name;
  }
  return changed;
}

} // namespace mmscope::reader
