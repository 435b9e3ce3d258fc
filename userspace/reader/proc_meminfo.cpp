// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_meminfo.hpp"

#include <fmt/core.h>

namespace mmscope::reader {
namespace {

// "Name:   123 kB". The kernel puts no blank before the number where the name
// fills its column ("ShadowCallStack:123 kB"), hence the colon as the border.
void take_item(std::string_view text, const Lines& lines, NamedNumbers& items) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0)
    lines.fail(fmt::format("'{}' where 'Name: number' should be", text));
  Words words(text.substr(colon + 1), lines);
  const std::int64_t value = words.number();
  if (!words.at_end())
    words.expect("kB");
  if (!words.at_end())
    lines.fail(fmt::format("'{}' after the number", words.rest()));
  items.emplace_back(text.substr(0, colon), value);
}

} // namespace

NamedNumbers parse_meminfo(std::string_view text, std::string_view file) {
  NamedNumbers items;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line))
    take_item(line, lines, items);
  return items;
}

NamedNumbers parse_node_meminfo(std::string_view text, std::string_view file, std::int64_t nid) {
  NamedNumbers items;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    Words words(line, lines);
    words.expect("Node");
    if (words.number() != nid)
      lines.fail(fmt::format("a line of another node than {}", nid));
    take_item(words.rest(), lines, items);
  }
  return items;
}

} // namespace mmscope::reader
