// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_buddyinfo.hpp"

#include <fmt/core.h>

#include "reader/proc_text.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// "NAME" or "NAME,"
std::string take_name(Words& words, std::string_view end, const Lines& lines) {
  std::string_view word = words.next();
  if (word.size() <= end.size() || word.substr(word.size() - end.size()) != end)
    lines.fail(fmt::format("'{}' where a name{} should be", word, end));
  word.remove_suffix(end.size());
  return std::string(word);
}

FreeCount take_count(Words& words, const Lines& lines) {
  std::string_view word = words.next();
  FreeCount count;
  count.bounded = starts_with(word, ">");
  const std::string_view digits = word.substr(count.bounded ? 1 : 0);
  // The mark is put before the field of six, so blanks may follow it.
  if (count.bounded && digits.empty())
    count.blocks = words.number();
  else if (!wire::parse_integer(digits, count.blocks))
    lines.fail(fmt::format("'{}' where a count should be", word));
  return count;
}

// "Page block order: 9", told again for each node, and the same each time.
void take_size(std::string_view line, const Lines& lines, std::optional<std::int64_t>& size) {
  Words words(line.substr(line.find(':') + 1), lines);
  const std::int64_t value = words.number();
  if (size && *size != value)
    lines.fail(fmt::format("{} where {} was said before", value, *size));
  size = value;
}

// "Node    0, zone      DMA, type    Unmovable      1      0 ..."
PagetypeList take_list(std::string_view line, const Lines& lines) {
  Words words(line, lines);
  PagetypeList list;
  words.expect("Node");
  list.nid = words.number(",");
  words.expect("zone");
  list.zone = take_name(words, ",", lines);
  words.expect("type");
  list.migratetype = take_name(words, "", lines);
  while (!words.at_end())
    list.free.push_back(take_count(words, lines));
  if (list.free.empty())
    lines.fail("a list without counts");
  return list;
}

} // namespace

std::vector<BuddyZone> parse_buddyinfo(std::string_view text, std::string_view file) {
  std::vector<BuddyZone> zones;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    Words words(line, lines);
    BuddyZone& zone = zones.emplace_back();
    words.expect("Node");
    zone.nid = words.number(",");
    words.expect("zone");
    zone.zone = take_name(words, "", lines);
    while (!words.at_end())
      zone.nr_free.push_back(words.number());
    if (zone.nr_free.empty())
      lines.fail("a zone without counts");
  }
  return zones;
}

Pagetypeinfo parse_pagetypeinfo(std::string_view text, std::string_view file) {
  Pagetypeinfo info;
  Lines lines(text, file);
  std::string_view line;
  bool in_lists = false;
  while (lines.next(line)) {
    if (starts_with(line, "Page block order:")) {
      take_size(line, lines, info.block_order);
    } else if (starts_with(line, "Pages per block:")) {
      take_size(line, lines, info.pages_per_block);
    } else if (starts_with(line, "Free pages count per migrate type at order")) {
      in_lists = true;
    } else if (starts_with(line, "Number of ")) {
      in_lists = false;
    } else if (starts_with(line, "Node ")) {
      if (in_lists)
        info.lists.push_back(take_list(line, lines));
    } else if (!trim(line).empty()) {
      lines.fail(fmt::format("unknown line '{}'", line));
    }
  }
  return info;
}

} // namespace mmscope::reader
