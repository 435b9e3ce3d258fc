// SPDX-License-Identifier: GPL-2.0
// Changes the figures of the made-up machine, one after the other, on one side
// only: `verify` must notice each, but for those named here.
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

#include "reader/error.hpp"
#include "tests/verify_machine.hpp"

namespace mmscope::tests {
namespace {

using reader::Error;

std::string joined(const std::set<std::string>& names) {
  return fmt::format("{}", fmt::join(names, "\n"));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || c == '_' || (c | 0x20) >= 'a'; }

struct Figure {
  std::size_t at = 0;
  std::size_t length = 0;
  std::string label; // what stands before it in its line, numbers and extra blanks taken out
};

// The words before a number, without other numbers and without the names of
// zones and types: the same for all of them.
std::string label_of(const std::string& before) {
  std::istringstream words(before);
  std::string label;
  std::string last;
  for (std::string word; words >> word; last = word) {
    word.erase(std::remove_if(word.begin(), word.end(), is_digit), word.end());
    const bool is_number = word.find_first_not_of(".-") == std::string::npos; // "0.123"
    if (last != "zone" && last != "type" && !is_number)
      label += word + " ";
  }
  return label;
}

// Numbers that are no part of a word ("DMA32").
std::vector<Figure> figures_in(const std::string& text) {
  std::vector<Figure> figures;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && is_word(text[at - 1])))
      continue;
    Figure figure;
    figure.at = at;
    while (at < text.size() && is_digit(text[at]))
      ++at;
    figure.length = at - figure.at;
    const std::size_t line = text.rfind('\n', figure.at) + 1;
    figure.label = label_of(text.substr(line, figure.at - line));
    figures.push_back(figure);
  }
  return figures;
}

// The key that a figure of the module stands under: "pcp.count_pages".
std::string wire_label(const std::string& text, const Figure& figure) {
  const std::size_t line = text.rfind('\n', figure.at) + 1;
  const bool unpopulated =
      text.substr(line, text.find('\n', line) - line).find(" populated=0 ") != std::string::npos;
  const std::size_t equals = text.rfind('=', figure.at);
  const std::size_t key = text.rfind(' ', equals) + 1;
  if (equals == std::string::npos || equals < line)
    return "?";
  const std::size_t page_class = text.rfind(" class=", figure.at);
  const bool has_class = page_class != std::string::npos && page_class > line;
  return text.substr(line, text.find(' ', line) - line) + "." + text.substr(key, equals - key) +
         (unpopulated ? " (unpopulated)" : "") +
         (has_class ? " " + text.substr(page_class + 7, key - 1 - page_class - 7) : "");
}

// True if verify sees that the figure is another one: a failure or bad data.
bool notices(const Tree& tree, const std::string& path, const std::string& text,
             const Figure& figure, std::uint64_t by) {
  const std::uint64_t value = std::stoull(text.substr(figure.at, figure.length)) + by;
  tree.write(path, text.substr(0, figure.at) + std::to_string(value) +
                       text.substr(figure.at + figure.length));
  bool noticed = false;
  try {
    noticed = !verify_still(tree).passed();
  } catch (const Error&) {
    noticed = true;
  }
  tree.write(path, text);
  return noticed;
}

using Label = std::function<std::string(const std::string& text, const Figure& figure)>;

struct Unnoticed {
  std::set<std::string> small; // changed by one
  std::set<std::string> large; // changed by a million
};

// Of figures with the same label (the same counter of another zone) the first
// and the last one: all of them would take minutes.
std::vector<Figure> representatives(const std::string& text, const Label& label) {
  std::map<std::string, std::pair<Figure, Figure>> ends;
  for (const Figure& figure : figures_in(text)) {
    const auto [entry, first] = ends.try_emplace(label(text, figure), figure, figure);
    entry->second.second = figure;
  }
  std::vector<Figure> figures;
  for (const auto& [name, pair] : ends) {
    figures.push_back(pair.first);
    if (pair.second.at != pair.first.at)
      figures.push_back(pair.second);
  }
  return figures;
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool is_published(const std::string& path) { return path.find(published_dir) == 0; }

Unnoticed change_figures(const Files& files, bool published, const Label& label) {
  const Tree tree(files);
  Unnoticed unnoticed;
  for (const auto& [path, text] : files) {
    if (is_published(path) != published)
      continue;
    for (const Figure& figure : representatives(text, label)) {
      if (published && text.find('\n') > figure.at)
        continue; // the header: when and where it was read
      const std::string name = file_name(path) + ": " + label(text, figure);
      if (unnoticed.large.count(name) != 0 || notices(tree, path, text, figure, 1))
        continue;
      unnoticed.small.insert(name);
      if (!notices(tree, path, text, figure, 1000000))
        unnoticed.large.insert(name);
    }
  }
  return unnoticed;
}

std::string lines(const std::vector<std::string>& names) {
  return joined({names.begin(), names.end()});
}

// Whatever the kernel prints is compared, but for what the module does not
// publish, and all by the last digit, but for free memory.
TEST(EveryFigure, OfTheKernel) {
  Files files = machine_files(Kernel::v6_12);
  files.erase("/dev/kmsg"); // verify_zonelists_test.cpp
  const Unnoticed unnoticed = change_figures(
      files, false, [](const std::string&, const Figure& figure) { return figure.label; });

  const std::vector<std::string> not_compared = {
      "meminfo: DirectMapk: ",
      "meminfo: HugePages_Total: ",
      "meminfo: Node HugePages_Total: ",
      "meminfo: Node NFS_Unstable: ",
      "pagetypeinfo: Free pages count per migrate type order ",
      "pagetypeinfo: Node ", // of the numbers of blocks by type
      "pagetypeinfo: Node , zone ",
  };
  EXPECT_EQ(joined(unnoticed.large), lines(not_compared));

  std::vector<std::string> with_slack = {
      "buddyinfo: Node , zone ",
      "extfrag_index: Node , zone ",
      "hpage_pmd_size: ", // one byte of two MiB
      "meminfo: CmaFree: ",
      "meminfo: MemAvailable: ",
      "meminfo: MemFree: ",
      "meminfo: Node MemFree: ",
      "meminfo: Node MemUsed: ",
      "pagetypeinfo: Node , zone type ",
      "possible: ", // 0-3: only the last one matters, for nr_cpu_ids
      "vmstat: nr_free_cma ",
      "vmstat: nr_free_pages ",
      "zoneinfo: count: ",
      "zoneinfo: high: ",
      "zoneinfo: nr_free_cma ",
      "zoneinfo: nr_free_pages ",
      "zoneinfo: pages free ",
  };
  with_slack.insert(with_slack.end(), not_compared.begin(), not_compared.end());
  EXPECT_EQ(joined(unnoticed.small), lines(with_slack));
}

TEST(EveryFigure, OfTheModule) {
  Files files = machine_files(Kernel::v6_12);
  files.merge(census_files(Kernel::v6_12));
  const Unnoticed unnoticed = change_figures(files, true, wire_label);

  const std::vector<std::string> not_compared = {
      "free_area: free_area.bounded",
      "info: info.built_for",
      "info: info.config_compaction",
      "info: info.config_numa",
      "info: info.config_thp",
      "info: info.free_list_bound",
      "info: info.version",
      "model: model.page_size_bytes",
      "nodes: node.has_cpu", // flags: anything but 0 is set
      "nodes: node.has_memory",
      "nodes: node.has_normal_memory",
      "nodes: node.online",
      "nodes: node.kswapd_failures", // zoneinfo tells only whether it has reached 16
      "pages: page.pages thp",       // what no counter tells of; /proc/kpageflags does
      "pages: page.zone_idx",
      "pcp: pcp_list.bounded",
      "zones: zone.nr_free_highatomic_pages (unpopulated)",
      "zones: zone.pageset_batch_pages (unpopulated)",
      "zones: zone.pageset_high_max_pages (unpopulated)",
      "zones: zone.pageset_high_min_pages (unpopulated)",
      "zones: zone.zone_start_pfn (unpopulated)",
  };
  EXPECT_EQ(joined(unnoticed.large), lines(not_compared));

  std::vector<std::string> with_slack = {
      "info: info.mem_available_pages",
      "nodes: node.nr_zones",
      "pages: page.pages anon",
      "pages: page.pages buddy",
      "pages: page.pages file",
      "pages: page.pages ksm",
      "pages: page.pages pgtable",
      "pages: page.pages shmem",
      "pages: page.pages slab",
      "pages: page.pages swapcache",
      "pcp: pcp.high_pages",
      "zones: zone.nr_free_cma",
      "zones: zone.nr_free_pages",
      "zones: zone.nr_free_pages (unpopulated)",
  };
  with_slack.insert(with_slack.end(), not_compared.begin(), not_compared.end());
  EXPECT_EQ(joined(unnoticed.small), lines(with_slack));
}

} // namespace
} // namespace mmscope::tests
