// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_maps.hpp"

#include <charconv>

#include <fmt/core.h>

#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

std::uint64_t hex_of(std::string_view text, const Lines& lines) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, 16);
  if (result.ec != std::errc() || result.ptr != end)
    lines.fail(fmt::format("'{}' where a hexadecimal number should be", text));
  return value;
}

bool is_permissions(std::string_view word) {
  constexpr std::string_view allowed[] = {"r-", "w-", "x-", "sp"};
  if (word.size() != std::size(allowed))
    return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (allowed[i].find(word[i]) == std::string_view::npos)
      return false;
  return true;
}

MapsLine take_vma(std::string_view line, const Lines& lines, std::uint64_t after) {
  Words words(line, lines);
  MapsLine vma;
  const std::string_view range = words.next();
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos)
    lines.fail(fmt::format("'{}' where a range should be", range));
  vma.start = hex_of(range.substr(0, dash), lines);
  vma.end = hex_of(range.substr(dash + 1), lines);
  if (vma.start >= vma.end)
    lines.fail(fmt::format("the range '{}' is empty", range));
  if (vma.start < after)
    lines.fail(fmt::format("the range '{}' does not follow the one before it", range));
  vma.perms = words.next();
  if (!is_permissions(vma.perms))
    lines.fail(fmt::format("'{}' where permissions should be", vma.perms));
  vma.offset_bytes = hex_of(words.next(), lines);
  vma.dev = words.next();
  const std::string_view inode = words.next();
  if (!wire::parse_integer(inode, vma.inode))
    lines.fail(fmt::format("'{}' where an inode should be", inode));
  vma.path = words.rest();
  return vma;
}

// What tells of a VMA begins with a capital, the VMA's own line with its address.
bool is_detail(std::string_view line) {
  return !line.empty() && line.front() >= 'A' && line.front() <= 'Z';
}

void take_detail(std::string_view line, const Lines& lines, SmapsEntry& entry) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos)
    lines.fail(fmt::format("'{}' where a name and a colon should be", line));
  const std::string_view name = line.substr(0, colon);
  Words words(line.substr(colon + 1), lines);
  if (name == "VmFlags") {
    while (!words.at_end())
      entry.flags.emplace_back(words.next());
    return;
  }
  entry.kib.emplace_back(name, words.number());
  if (entry.kib.back().second < 0)
    lines.fail(fmt::format("{} is below zero", name));
}

} // namespace

std::vector<MapsLine> parse_maps(std::string_view text, std::string_view file) {
  std::vector<MapsLine> vmas;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line))
    vmas.push_back(take_vma(line, lines, vmas.empty() ? 0 : vmas.back().end));
  return vmas;
}

std::vector<SmapsEntry> parse_smaps(std::string_view text, std::string_view file) {
  std::vector<SmapsEntry> entries;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    if (!is_detail(line))
      entries.push_back(
          {take_vma(line, lines, entries.empty() ? 0 : entries.back().vma.end), {}, {}});
    else if (entries.empty())
      lines.fail("a detail before the first range");
    else
      take_detail(line, lines, entries.back());
  }
  return entries;
}

} // namespace mmscope::reader
