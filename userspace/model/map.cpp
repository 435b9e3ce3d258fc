// SPDX-License-Identifier: GPL-2.0
#include "model/map.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <set>

#include "reader/error.hpp"

namespace mmscope::model {
namespace {

using reader::MapBlock;

std::vector<Use> uses_of_classes(const reader::Map& map) {
  std::vector<Use> uses;
  uses.reserve(map.classes.size());
  for (const std::string& name : map.classes)
    uses.push_back(use_of(name));
  return uses;
}

std::array<std::int64_t, nr_uses> by_use(const MapBlock& block, const std::vector<Use>& uses) {
  std::array<std::int64_t, nr_uses> pages{};
  for (std::size_t i = 0; i < uses.size(); ++i)
    pages[static_cast<std::size_t>(uses[i])] += block.pages[i];
  return pages;
}

void add(Cell& cell, const MapBlock& block, const std::vector<Use>& uses) {
  for (std::size_t i = 0; i < uses.size(); ++i) {
    cell.pages[static_cast<std::size_t>(uses[i])] += block.pages[i];
    cell.total += block.pages[i];
  }
}

} // namespace

// Free is dark, so that what is used stands out; what cannot be moved is warm,
// what can is cold: a warm speck in a cold zone is what stops compaction.
const std::array<UseInfo, nr_uses>& use_infos() {
  static const std::array<UseInfo, nr_uses> infos = {{
      {Use::free, "free", '.', 0x1b2430, "in the buddy allocator or on a per-CPU list"},
      {Use::anon, "anon", 'a', 0x4a90e2, "anonymous memory, KSM, swap cache"},
      {Use::file, "file", 'f', 0x50c878, "page cache of files"},
      {Use::shmem, "shmem", 't', 0x2fb5ac, "tmpfs and shared memory"},
      {Use::huge, "huge", 'h', 0xb388eb, "transparent huge pages and hugetlb"},
      {Use::slab, "slab", 's', 0xf2b134, "objects of slab caches"},
      {Use::kernel, "kernel", 'k', 0xe4572e, "page tables, drivers, other kernel pages"},
      {Use::reserved, "reserved", 'r', 0x7d8794, "reserved at boot, memmap included"},
      {Use::trouble, "trouble", '!', 0xff4fd8, "raced, offline or broken"},
  }};
  return infos;
}

Use use_of(const std::string& page_class) {
  static const std::map<std::string, Use, std::less<>> uses = {
      {"buddy", Use::free},    {"pcp", Use::free},          {"anon", Use::anon},
      {"ksm", Use::anon},      {"swapcache", Use::anon},    {"file", Use::file},
      {"shmem", Use::shmem},   {"thp", Use::huge},          {"hugetlb", Use::huge},
      {"slab", Use::slab},     {"reserved", Use::reserved}, {"memmap", Use::reserved},
      {"raced", Use::trouble}, {"offline", Use::trouble},   {"hwpoison", Use::trouble},
  };
  const auto found = uses.find(page_class);
  return found == uses.end() ? Use::kernel : found->second;
}

Use Cell::main_use() const {
  const auto* most = std::max_element(pages.begin() + 1, pages.end());
  return *most == 0 ? Use::free : static_cast<Use>(most - pages.begin());
}

std::vector<Panel> panels(const reader::Map& map, std::uint64_t per_cell) {
  const std::vector<Use> uses = uses_of_classes(map);
  std::vector<Panel> panels;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> places;
  for (const MapBlock& block : map.blocks) {
    const auto [place, is_new] = places.try_emplace({block.nid, block.zone_idx}, panels.size());
    if (is_new) {
      Panel panel;
      panel.nid = block.nid;
      panel.zone = map.zone(block);
      panel.first_pfn = block.pfn;
      panels.push_back(std::move(panel));
    }
    Panel& panel = panels[place->second];
    if (panel.nr_blocks++ % per_cell == 0) {
      panel.cells.emplace_back();
      panel.cells.back().first_pfn = block.pfn;
    }
    panel.end_pfn = block.pfn + map.pageblock_pages;
    add(panel.cells.back(), block, uses);
  }
  return panels;
}

Cell sum(const reader::Map& map) {
  const std::vector<Use> uses = uses_of_classes(map);
  Cell all;
  for (const MapBlock& block : map.blocks)
    add(all, block, uses);
  return all;
}

std::vector<Change> changes(const reader::Map& before, const reader::Map& after) {
  using reader::Error;
  if (before.pageblock_pages != after.pageblock_pages || before.page_size != after.page_size)
    throw Error(Error::Kind::usage,
                fmt::format("the maps have pageblocks of {} and {} pages: they are of different "
                            "machines",
                            before.pageblock_pages, after.pageblock_pages));
  // By node too: a pageblock can hold pages of two.
  std::map<std::pair<std::uint64_t, std::uint32_t>, const MapBlock*> earlier;
  for (const MapBlock& block : before.blocks)
    earlier[{block.pfn, block.nid}] = &block;
  const std::vector<Use> before_uses = uses_of_classes(before);
  const std::vector<Use> after_uses = uses_of_classes(after);

  std::vector<Change> changes;
  const auto compare = [&](const MapBlock* old_block, const MapBlock* new_block) {
    const MapBlock& named = new_block ? *new_block : *old_block;
    Change change;
    change.pfn = named.pfn;
    change.nid = named.nid;
    change.zone = new_block ? after.zone(named) : before.zone(named);
    if (new_block) {
      change.pages = by_use(*new_block, after_uses);
      change.after_migratetype = after.migratetype(*new_block);
    }
    if (old_block) {
      const auto old_pages = by_use(*old_block, before_uses);
      for (std::size_t i = 0; i < nr_uses; ++i)
        change.pages[i] -= old_pages[i];
      change.before_migratetype = before.migratetype(*old_block);
    }
    const bool same = std::all_of(change.pages.begin(), change.pages.end(),
                                  [](std::int64_t pages) { return pages == 0; });
    if (!same || change.before_migratetype != change.after_migratetype)
      changes.push_back(std::move(change));
  };
  for (const MapBlock& block : after.blocks) {
    const auto found = earlier.find({block.pfn, block.nid});
    compare(found == earlier.end() ? nullptr : found->second, &block);
    if (found != earlier.end())
      earlier.erase(found);
  }
  for (const auto& [key, block] : earlier)
    compare(block, nullptr);
  return changes;
}

reader::Map load_map(const reader::Source& source) {
  return reader::parse_map(source.read_debugfs("map.bin"),
                           source.locate(std::string(reader::mmscope_dir) + "/map.bin").native());
}

reader::Map load_map_file(const std::string& path) {
  return reader::parse_map(reader::Source::live().read(std::filesystem::absolute(path).native()),
                           path);
}

} // namespace mmscope::model
