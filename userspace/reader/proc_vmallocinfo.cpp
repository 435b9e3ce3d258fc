// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_vmallocinfo.hpp"

#include <charconv>

#include <fmt/core.h>

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

// The kernel's half of the address space on x86-64, with four page-table levels
// or five. A hash has 32 bits.
constexpr std::uint64_t lowest_kernel_address = 0xff00'0000'0000'0000;

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  if (text.substr(0, 2) != "0x")
    return std::nullopt;
  text.remove_prefix(2);
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, 16);
  return result.ec == std::errc() && result.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> real_address(std::string_view text) {
  const auto address = parse_hex(text);
  return address && *address >= lowest_kernel_address ? address : std::nullopt;
}

std::string printed(std::string_view text) {
  return std::string(text.substr(text.substr(0, 2) == "0x" ? 2 : 0));
}

void take_word(std::string_view word, const Lines& lines, VmallocArea& area) {
  if (word.substr(0, 6) == "pages=") {
    area.pages = count_of(word.substr(6), lines);
  } else if (word.substr(0, 5) == "phys=") {
    area.phys = parse_hex(word.substr(5));
    if (!area.phys)
      lines.fail(fmt::format("'{}' where a physical address should be", word));
  } else if (!take_node_pages(word, lines, area.pages_by_node) &&
             word != "vm_area") { // "unpurged vm_area"
    area.flags.emplace_back(word);
  }
}

// "function+0x12/0x34" or "function+0x12/0x34 [module]"
void take_caller(Words& words, VmallocArea& area) {
  const std::string_view rest = words.rest();
  if (rest.substr(0, rest.find(' ')).find("+0x") == std::string_view::npos)
    return;
  area.caller = words.next();
  if (words.rest().substr(0, 1) != "[")
    return;
  const std::string_view module = words.next();
  area.module = module.substr(1, module.size() - (module.back() == ']' ? 2 : 1));
}

VmallocArea take_area(std::string_view line, const Lines& lines) {
  Words words(line, lines);
  VmallocArea area;
  const std::string_view range = words.next();
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos)
    lines.fail(fmt::format("'{}' where a range should be", range));
  area.start = real_address(range.substr(0, dash));
  area.end = real_address(range.substr(dash + 1));
  area.start_text = printed(range.substr(0, dash));
  area.end_text = printed(range.substr(dash + 1));
  area.size_bytes = count_of(words.next(), lines);
  take_caller(words, area);
  while (!words.at_end())
    take_word(words.next(), lines, area);
  return area;
}

} // namespace

std::string VmallocArea::function() const {
  if (!caller.empty())
    return caller.substr(0, caller.find('+'));
  const std::string what = flags.empty() ? "" : flags.front();
  return what == "vm_map_ram" || what == "unpurged" ? what : "unknown";
}

std::vector<VmallocArea> parse_vmallocinfo(std::string_view text, std::string_view file) {
  std::vector<VmallocArea> areas;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line))
    areas.push_back(take_area(line, lines));
  return areas;
}

} // namespace mmscope::reader
