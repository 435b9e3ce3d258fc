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

// Lines are "ffffffff81000000 T _stext" and "... t name\t[module]". There are 200,000:
// names stay where they are.
Kallsyms Kallsyms::parse(std::string text) {
  Kallsyms found;
  found.text_ = std::move(text);
  for (std::size_t tab = 0; (tab = found.text_.find('\t', tab)) != std::string::npos;)
    found.text_[tab] = ' ';
  const std::string_view all = found.text_;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\n', at), all.size());
    const std::string_view line = all.substr(at, end - at);
    const std::size_t begin = at;
    at = end + 1;
    std::uint64_t address = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), address, 16);
    const auto type = static_cast<std::size_t>(rest - line.data()) + 1;
    if (error != std::errc() || type + 2 >= line.size() || address == 0)
      continue;
    if (std::string_view("tTwW").find(line[type]) == std::string_view::npos)
      continue;
    found.symbols_.push_back({address, begin + type + 2, line.size() - type - 2});
  }
  // Those of the kernel itself come in order, each module's by themselves.
  const auto before = [](const Symbol& a, const Symbol& b) { return a.address < b.address; };
  const auto rest = std::is_sorted_until(found.symbols_.begin(), found.symbols_.end(), before);
  std::stable_sort(rest, found.symbols_.end(), before);
  std::inplace_merge(found.symbols_.begin(), rest, found.symbols_.end(), before);
  return found;
}

Kallsyms Kallsyms::load(const Source& source) { return parse(source.read(kallsyms_file)); }

std::string_view Kallsyms::name(const Symbol& symbol) const {
  return std::string_view(text_).substr(symbol.at, symbol.length);
}

std::string Kallsyms::function_before(std::uint64_t address) const {
  const auto after =
      std::lower_bound(symbols_.begin(), symbols_.end(), address,
                       [](const Symbol& symbol, std::uint64_t at) { return symbol.address < at; });
  if (after == symbols_.begin())
    return fmt::format("{:#x}", address);
  return std::string(name(*std::prev(after)));
}

std::string Kallsyms::find(std::string_view wanted) const {
  std::string_view changed;
  for (const Symbol& symbol : symbols_) {
    const std::string_view one = name(symbol);
    if (one == wanted)
      return std::string(one);
    // Parts of functions (.part, .cold) are not the function.
    if (one.starts_with(wanted) &&
        (one.substr(wanted.size()).starts_with(".isra.") ||
         one.substr(wanted.size()).starts_with(".constprop.")) &&
        one.find(".cold") == std::string_view::npos)
      changed = one;
  }
  return std::string(changed);
}

} // namespace mmscope::reader
