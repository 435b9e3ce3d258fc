// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_extfrag.hpp"

#include <fmt/core.h>

#include "reader/proc_text.hpp"
#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

// "%d.%03d" of index / 1000 and index % 1000. Both can be negative, so -62 is
// printed as "0.-62".
std::int64_t take_index(Words& words, const Lines& lines) {
  const std::string_view word = words.next();
  const std::size_t point = word.find('.');
  std::int64_t whole = 0;
  std::int64_t rest = 0;
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : word.substr(point + 1);
  const std::size_t digits = fraction.size() - (fraction.substr(0, 1) == "-" ? 1 : 0);
  if (fraction.size() < 3 || digits > 3 || !wire::parse_integer(word.substr(0, point), whole) ||
      !wire::parse_integer(fraction, rest))
    lines.fail(fmt::format("'{}' where an index with three decimals should be", word));
  return whole * 1000 + rest;
}

} // namespace

std::vector<ExtfragZone> parse_extfrag(std::string_view text, std::string_view file) {
  std::vector<ExtfragZone> zones;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    Words words(line, lines);
    ExtfragZone& zone = zones.emplace_back();
    words.expect("Node");
    zone.nid = words.number(",");
    words.expect("zone");
    zone.zone = words.next();
    while (!words.at_end())
      zone.thousandths.push_back(take_index(words, lines));
    if (zone.thousandths.empty())
      lines.fail("a zone without indices");
  }
  return zones;
}

} // namespace mmscope::reader
