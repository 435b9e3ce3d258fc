// SPDX-License-Identifier: GPL-2.0
#include "model/mobility.hpp"

#include <map>
#include <numeric>
#include <tuple>

#include "model/map.hpp"

namespace mmscope::model {
namespace {

using Counts = std::array<std::uint64_t, nr_mobilities>;

std::uint64_t of(const Counts& pages, Mobility mobility) {
  return pages[static_cast<std::size_t>(mobility)];
}

std::vector<Mobility> mobilities_of_classes(const reader::Map& map) {
  std::vector<Mobility> mobilities;
  mobilities.reserve(map.classes.size());
  for (const std::string& name : map.classes)
    mobilities.push_back(mobility_of(name));
  return mobilities;
}

// CMA is lent to movable pages alone. HighAtomic is a reserve for urgent requests
// of any kind and Isolate is being emptied: nothing is foreign there.
std::uint64_t foreign_pages(const std::string& migratetype, const Counts& pages) {
  const std::uint64_t movable = of(pages, Mobility::movable);
  const std::uint64_t slab = of(pages, Mobility::slab);
  const std::uint64_t kernel = of(pages, Mobility::kernel);
  if (migratetype == "Movable" || migratetype == "CMA")
    return slab + kernel;
  if (migratetype == "Unmovable")
    return movable; // slab may be at home here, and so may it below
  if (migratetype == "Reclaimable")
    return movable + kernel;
  return 0;
}

std::uint64_t& kind_of(Pageblocks& blocks, const Counts& pages) {
  const bool movable = of(pages, Mobility::movable) != 0;
  const bool kernel = of(pages, Mobility::slab) + of(pages, Mobility::kernel) != 0;
  const bool other = of(pages, Mobility::other) != 0;
  if (movable)
    return kernel || other ? blocks.polluted : blocks.movable;
  if (kernel)
    return blocks.unmovable;
  return other ? blocks.other : blocks.free;
}

void add(Pageblocks& blocks, const Counts& pages) {
  ++blocks.all;
  ++kind_of(blocks, pages);
  const std::uint64_t foreign = foreign_pages(blocks.migratetype, pages);
  blocks.mixed += foreign != 0;
  blocks.foreign_pages += foreign;
  for (std::size_t i = 0; i < nr_mobilities; ++i)
    blocks.pages[i] += pages[i];
}

} // namespace

Mobility mobility_of(const std::string& page_class) {
  static const std::map<std::string, Mobility, std::less<>> mobilities = {
      {"buddy", Mobility::free},    {"pcp", Mobility::free},       {"anon", Mobility::movable},
      {"ksm", Mobility::movable},   {"thp", Mobility::movable},    {"swapcache", Mobility::movable},
      {"shmem", Mobility::movable}, {"file", Mobility::movable},   {"hugetlb", Mobility::movable},
      {"slab", Mobility::slab},     {"pgtable", Mobility::kernel}, {"compound", Mobility::kernel},
      {"kernel", Mobility::kernel}, {"reserved", Mobility::other}, {"memmap", Mobility::other},
      {"offline", Mobility::other}, {"hwpoison", Mobility::other}, {"raced", Mobility::other},
  };
  const auto found = mobilities.find(page_class);
  return found == mobilities.end() ? Mobility::kernel : found->second;
}

PageblockTable pageblocks(const reader::Map& map) {
  const std::vector<Mobility> mobilities = mobilities_of_classes(map);
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  std::map<Key, Pageblocks> rows;
  for (const reader::MapBlock& block : map.blocks) {
    Pageblocks& row = rows[{block.nid, block.zone_idx, block.migratetype}];
    if (row.all == 0) {
      row.zone = {block.nid, block.zone_idx, map.zone(block)};
      row.migratetype = map.migratetype(block);
    }
    Counts pages{};
    for (std::size_t i = 0; i < mobilities.size(); ++i)
      pages[static_cast<std::size_t>(mobilities[i])] += block.pages[i];
    add(row, pages);
  }
  PageblockTable table;
  table.page_size = map.page_size;
  table.pageblock_pages = map.pageblock_pages;
  for (auto& [key, row] : rows)
    table.rows.push_back(std::move(row));
  return table;
}

PageblockTable load_pageblocks(const reader::Source& source) {
  try {
    return pageblocks(load_map(source));
  } catch (const reader::Error& error) {
    PageblockTable table;
    table.missing = missing_file(source, "pageblocks by mobility", "map.bin", error);
    return table;
  }
}

Object to_object(const Pageblocks& blocks) {
  const auto pages = [&](Mobility mobility) {
    return blocks.pages[static_cast<std::size_t>(mobility)];
  };
  return {{"nid", blocks.zone.nid},
          {"zone", blocks.zone.name},
          {"zone_idx", blocks.zone.zone_idx},
          {"migratetype", blocks.migratetype},
          {"pageblocks", blocks.all},
          {"free_pageblocks", blocks.free},
          {"movable_pageblocks", blocks.movable},
          {"polluted_pageblocks", blocks.polluted},
          {"unmovable_pageblocks", blocks.unmovable},
          {"other_pageblocks", blocks.other},
          {"mixed_pageblocks", blocks.mixed},
          {"foreign_pages", blocks.foreign_pages},
          {"pages", std::accumulate(blocks.pages.begin(), blocks.pages.end(), std::uint64_t{0})},
          {"free_pages", pages(Mobility::free)},
          {"movable_pages", pages(Mobility::movable)},
          {"slab_pages", pages(Mobility::slab)},
          {"kernel_pages", pages(Mobility::kernel)},
          {"other_pages", pages(Mobility::other)}};
}

} // namespace mmscope::model
