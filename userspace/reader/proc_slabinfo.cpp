// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_slabinfo.hpp"

#include <fmt/core.h>

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

std::uint64_t take_count(Words& words, const Lines& lines) {
  const std::int64_t number = words.number();
  if (number < 0)
    lines.fail(fmt::format("{} where a count should be", number));
  return static_cast<std::uint64_t>(number);
}

// Nothing keeps blanks out of a name: it ends where the five numbers before the
// first colon begin.
std::size_t name_length(std::string_view line, const Lines& lines) {
  std::size_t end = line.find(" : tunables ");
  if (end == std::string_view::npos)
    lines.fail("no ' : tunables ' in the line");
  for (int number = 0; number < 5; ++number) {
    end = line.find_last_not_of(' ', end);
    end = end == std::string_view::npos ? end : line.rfind(' ', end);
    if (end == std::string_view::npos)
      lines.fail("less than a name and five numbers");
  }
  return end;
}

SlabinfoCache take_cache(std::string_view line, const Lines& lines) {
  const std::size_t end = name_length(line, lines);
  SlabinfoCache cache;
  cache.name = trim(line.substr(0, end));
  if (cache.name.empty())
    lines.fail("a cache without a name");
  Words words(line.substr(end), lines);
  cache.active_objs = take_count(words, lines);
  cache.num_objs = take_count(words, lines);
  cache.objsize = take_count(words, lines);
  cache.objperslab = take_count(words, lines);
  cache.pagesperslab = take_count(words, lines);
  words.expect(":");
  words.expect("tunables");
  for (int tunable = 0; tunable < 3; ++tunable)
    (void)take_count(words, lines);
  words.expect(":");
  words.expect("slabdata");
  (void)take_count(words, lines); // active_slabs: the same with SLUB
  cache.num_slabs = take_count(words, lines);
  return cache;
}

} // namespace

std::vector<SlabinfoCache> parse_slabinfo(std::string_view text, std::string_view file) {
  std::vector<SlabinfoCache> caches;
  Lines lines(text, file);
  std::string_view line;
  if (!lines.next(line) || line.substr(0, 21) != "slabinfo - version: 2")
    lines.fail("the file does not begin with 'slabinfo - version: 2'");
  while (lines.next(line)) {
    if (line.substr(0, 1) != "#")
      caches.push_back(take_cache(line, lines));
  }
  return caches;
}

} // namespace mmscope::reader
