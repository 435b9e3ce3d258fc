// SPDX-License-Identifier: GPL-2.0
#include "reader/sysfs_slab.hpp"

#include <fmt/core.h>

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

std::string_view first_line(Lines& lines) {
  std::string_view line;
  if (!lines.next(line))
    lines.fail("the file is empty");
  return line;
}

} // namespace

std::vector<SlabDir> list_slab_dirs(const Source& source) {
  std::map<std::string, SlabDir> dirs;
  for (const std::string& name : source.list(slab_dir)) {
    std::error_code no_link;
    const std::filesystem::path target =
        std::filesystem::read_symlink(source.locate(fmt::format("{}/{}", slab_dir, name)), no_link);
    const std::string id = no_link ? name : target.filename().native();
    SlabDir& dir = dirs[id];
    dir.id = id;
    if (!no_link)
      dir.names.push_back(name);
  }
  std::vector<SlabDir> list;
  list.reserve(dirs.size());
  for (auto& [id, dir] : dirs)
    list.push_back(std::move(dir));
  return list;
}

NodeCounts parse_node_counts(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  Words words(first_line(lines), lines);
  NodeCounts counts;
  counts.total = count_of(words.next(), lines);
  while (!words.at_end()) {
    const std::string_view word = words.next();
    if (!take_node_pages(word, lines, counts.by_node))
      lines.fail(fmt::format("'{}' where N<node>=<count> should be", word));
  }
  return counts;
}

std::uint64_t parse_slab_number(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  return count_of(trim(first_line(lines)), lines);
}

std::uint64_t parse_cpu_partial_slabs(std::string_view text, std::string_view file) {
  Lines lines(text, file);
  Words words(first_line(lines), lines);
  const std::string_view word = words.next();
  const std::size_t open = word.find('(');
  if (open == std::string_view::npos || word.back() != ')')
    lines.fail(fmt::format("'{}' where <objects>(<slabs>) should be", word));
  return count_of(word.substr(open + 1, word.size() - open - 2), lines);
}

} // namespace mmscope::reader
