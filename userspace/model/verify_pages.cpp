// SPDX-License-Identifier: GPL-2.0
// The census against /proc/kpageflags, which tells the flags of every page, and
// against what zones and nodes count of the same pages.
#include <algorithm>
#include <fmt/core.h>
#include <map>

#include "model/verify_pages.hpp"
#include "reader/error.hpp"
#include "reader/proc_kpageflags.hpp"
#include "reader/proc_node.hpp"

namespace mmscope::model {
namespace {

constexpr const char* kpageflags_path = "/proc/kpageflags";
constexpr const char* counters_name = "census and counters";

using Counts = std::map<std::string, std::int64_t>;

// Both walks take a while, in which programs start, end and read: a quarter of a
// percent of memory may have another use by then. Of each CPU's batches some
// pages are on their way to an LRU list, which only one side sees.
Rule moving(std::int64_t all) {
  Rule rule;
  rule.kind = Rule::Kind::pages;
  rule.slack = all / 400 + 64;
  return rule;
}

// The classes that the kernel gave the page for good: no slack for those.
bool stands_still(const std::string& page_class) {
  return page_class == "pages" || page_class == "reserved" || page_class == "offline" ||
         page_class == "hwpoison" || page_class == "hugetlb";
}

Counts our_classes(const Pages& census) {
  Counts counts;
  for (const PageRow& row : census.rows) {
    const auto pages = static_cast<std::int64_t>(row.fields.pages);
    counts[reader::kpageflags_class(row.text("class"))] += pages;
    counts["pages"] += pages;
  }
  return counts;
}

// Counted while it is read: the file has eight bytes for each page of memory.
Reading read_kpageflags(const reader::Source& source) {
  std::string text;
  for (const auto& [page_class, pages] : reader::count_kpageflags(source))
    text += fmt::format("{} {}\n", page_class, pages);
  return {{{kpageflags_path, text}}, {}};
}

std::vector<Figure> compare_kpageflags(const Reading& reading, const Published& published) {
  FigureList list(kpageflags_path);
  const reader::NamedNumbers theirs =
      reader::parse_counters(reading.texts.at(kpageflags_path), kpageflags_path);
  Counts ours = our_classes(published.system.pages);
  const std::int64_t all = ours["pages"];
  for (const auto& [name, pages] : theirs)
    list.add(name == "pages" ? std::string("pages in all") : fmt::format("pages of class {}", name),
             "pages", std::int64_t{ours[name]}, std::int64_t{pages},
             stands_still(name) ? Rule() : moving(all));
  return std::move(list).take();
}

std::int64_t pages_of(const Pages& census, std::uint64_t nid, const std::string& zone,
                      const std::string& page_class) {
  std::int64_t sum = 0;
  for (const PageRow& row : census.rows)
    if (row.fields.nid == nid && (zone.empty() || row.fields.zone == zone) &&
        row.text("class") == page_class)
      sum += static_cast<std::int64_t>(row.fields.pages);
  return sum;
}

// The counters that the census is held against, read before and after it.
Reading read_counters(const reader::Source& source) {
  Reading reading;
  if (const auto size = source.try_read(reader::thp_size_path))
    reading.texts.emplace(reader::thp_size_path, *size);
  reading.own = load_published(source, need_nodes | need_zones | need_pcps);
  return reading;
}

// Large kmalloc() objects are compound pages that the counter has under slab.
void compare_slab(FigureList& list, const Published& published, const PublishedNode& node,
                  std::int64_t all) {
  const auto counted = [&](const char* key) {
    const auto found = node.numbers.find(key);
    return found == node.numbers.end() ? std::int64_t{0} : found->second;
  };
  const std::int64_t slab = counted("nr_slab_reclaimable") + counted("nr_slab_unreclaimable");
  const std::int64_t census = pages_of(published.system.pages, node.nid, "", "slab");
  const std::int64_t compound = pages_of(published.system.pages, node.nid, "", "compound");
  // Within [slab, slab + compound]: the nearest value of it.
  const std::int64_t nearest = std::max(census, std::min(slab, census + compound));
  list.add(fmt::format("node {} slab pages", node.nid), "nr_slab_*", nearest, slab, moving(all));
}

// Pages of a PMD-sized huge page.
std::int64_t thp_pages(const Reading& reading, std::int64_t page_size) {
  const auto found = reading.texts.find(reader::thp_size_path);
  if (found == reading.texts.end())
    return 0;
  const auto row = reader::parse_number_row(found->second, reader::thp_size_path);
  return row.empty() ? 0 : static_cast<std::int64_t>(row[0]) / page_size;
}

std::vector<Figure> compare_counters(const Reading& reading, const Published& published) {
  FigureList list(counters_name);
  const Published& counters = *reading.own;
  const Pages& census = published.system.pages;
  const std::int64_t all = our_classes(census)["pages"];
  for (const PublishedZone& zone : counters.zones) {
    if (!zone.populated)
      continue;
    list.set_node(zone.nid);
    list.add(zone.label() + " free pages", "nr_free_pages",
             pages_of(census, zone.nid, zone.name, "buddy"),
             value_of(zone.numbers, "nr_free_pages"), moving(all));
  }
  for (const PublishedNode& node : counters.nodes) {
    list.set_node(node.nid);
    compare_slab(list, published, node, all);
    list.add(fmt::format("node {} page tables", node.nid), "nr_page_table_pages",
             pages_of(census, node.nid, "", "pgtable"),
             value_of(node.numbers, "nr_page_table_pages"), moving(all));
    compare_user_pages(list, published, counters, node, thp_pages(reading, published.page_size));
  }
  return std::move(list).take();
}

} // namespace

Check check_kpageflags() {
  return {kpageflags_path, need_pages, read_kpageflags, compare_kpageflags};
}

Check check_page_counters() {
  return {counters_name, need_pages, read_counters, compare_counters, true};
}

} // namespace mmscope::model
