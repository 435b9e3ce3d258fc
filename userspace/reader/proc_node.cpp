// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_node.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "wire/codec.hpp"

namespace mmscope::reader {
namespace {

// More than any kernel's NR_CPUS or MAX_NUMNODES: a longer range is no id list.
constexpr std::uint64_t max_ids = 65536;

std::string_view only_line(Lines& lines) {
  std::string_view line;
  std::string_view further;
  if (!lines.next(line))
    lines.fail("the file is empty");
  if (lines.next(further))
    lines.fail("more than one line");
  return line;
}

void take_range(std::string_view text, const Lines& lines, std::vector<std::uint64_t>& ids) {
  const std::size_t dash = text.find('-');
  std::uint64_t first = 0;
  bool sound = wire::parse_integer(text.substr(0, dash), first);
  std::uint64_t last = first;
  if (dash != std::string_view::npos)
    sound = sound && wire::parse_integer(text.substr(dash + 1), last);
  if (!sound || last < first || last >= max_ids || (!ids.empty() && first <= ids.back()))
    lines.fail(fmt::format("'{}' where a number or an ascending range should be", text));
  for (std::uint64_t id = first; id <= last; ++id)
    ids.push_back(id);
}

} // namespace

NamedNumbers parse_counters(std::string_view text, std::string_view file) {
  NamedNumbers counters;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line)) {
    Words words(line, lines);
    const std::string name(words.next());
    const std::int64_t value = words.number();
    if (!words.at_end())
      lines.fail(fmt::format("more than a name and a number: '{}'", words.rest()));
    counters.emplace_back(name, value);
  }
  return counters;
}

std::vector<std::uint64_t> parse_number_row(std::string_view text, std::string_view file) {
  std::vector<std::uint64_t> row;
  Lines lines(text, file);
  Words words(only_line(lines), lines);
  while (!words.at_end())
    row.push_back(static_cast<std::uint64_t>(words.number()));
  return row;
}

std::vector<std::uint64_t> parse_id_list(std::string_view text, std::string_view file) {
  std::vector<std::uint64_t> ids;
  Lines lines(text, file);
  std::string_view rest = trim(only_line(lines));
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    take_range(rest.substr(0, comma), lines, ids);
    if (comma + 1 == rest.size())
      lines.fail("nothing after the last comma");
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return ids;
}

std::vector<std::uint64_t> list_node_dirs(const Source& source) {
  std::vector<std::uint64_t> nodes;
  for (const std::string& name : source.list(std::string(node_dir))) {
    std::uint64_t nid = 0;
    if (name.compare(0, 4, "node") == 0 &&
        wire::parse_integer(std::string_view(name).substr(4), nid))
      nodes.push_back(nid);
  }
  std::sort(nodes.begin(), nodes.end()); // by number: node10 comes after node9
  return nodes;
}

} // namespace mmscope::reader
