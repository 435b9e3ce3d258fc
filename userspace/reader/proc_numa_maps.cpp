// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_numa_maps.hpp"

#include <charconv>

#include <fmt/core.h>

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

NumaMapsLine take_vma(std::string_view line, const Lines& lines) {
  constexpr std::string_view page_size_key = "kernelpagesize_kB=";
  Words words(line, lines);
  NumaMapsLine vma;
  const std::string_view start = words.next();
  const char* const end = start.data() + start.size();
  const auto result = std::from_chars(start.data(), end, vma.start, 16);
  if (result.ec != std::errc() || result.ptr != end)
    lines.fail(fmt::format("'{}' where an address should be", start));
  vma.policy = words.next();
  if (vma.policy.empty())
    lines.fail("no memory policy after the address");
  // Two policies are of two words: mm/mempolicy.c policy_modes[].
  if (vma.policy == "prefer" && words.rest().substr(0, 6) == "(many)")
    vma.policy.append(" ").append(words.next());
  else if (vma.policy == "weighted" && words.rest().substr(0, 10) == "interleave")
    vma.policy.append(" ").append(words.next());
  while (!words.at_end()) {
    const std::string_view word = words.next();
    if (word.substr(0, page_size_key.size()) == page_size_key)
      vma.page_bytes = 1024 * count_of(word.substr(page_size_key.size()), lines);
    else
      (void)take_node_pages(word, lines, vma.pages_by_node);
  }
  if (!vma.pages_by_node.empty() && vma.page_bytes == 0)
    lines.fail("pages without their size (kernelpagesize_kB)");
  return vma;
}

} // namespace

std::map<std::uint64_t, std::uint64_t> NumaMapsLine::nodes(std::uint64_t page_size) const {
  std::map<std::uint64_t, std::uint64_t> scaled = pages_by_node;
  for (auto& [nid, pages] : scaled)
    pages *= page_bytes / page_size;
  return scaled;
}

std::vector<NumaMapsLine> parse_numa_maps(std::string_view text, std::string_view file) {
  std::vector<NumaMapsLine> vmas;
  Lines lines(text, file);
  std::string_view line;
  while (lines.next(line))
    vmas.push_back(take_vma(line, lines));
  return vmas;
}

} // namespace mmscope::reader
