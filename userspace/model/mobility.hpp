// SPDX-License-Identifier: GPL-2.0
// Pageblocks by what can be done with the pages in them: compaction makes a block
// free only where every page of it can be moved.
//
// A pageblock is *mixed* if it holds a page of another mobility than its
// migratetype. mm/page_owner.c pagetypeinfo_showmixedcount_print() means the same,
// and knows what each page was asked for as (gfp_migratetype()); here it is told
// from what the page is used for, which every kernel shows.
#ifndef MMSCOPE_MODEL_MOBILITY_HPP
#define MMSCOPE_MODEL_MOBILITY_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/joins.hpp"
#include "model/missing.hpp"
#include "model/value.hpp"
#include "reader/map_file.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// Classes of the census by what the allocator can do about such a page.
enum class Mobility {
  free,
  movable, // of user space: migration can copy it elsewhere
  slab,    // reclaimable or unmovable: struct page does not tell
  kernel,  // page tables, drivers and the rest: stays where it is
  other,   // never allocated, gone or raced: reserved, memmap, offline, hwpoison
};
inline constexpr std::size_t nr_mobilities = 5;

[[nodiscard]] Mobility mobility_of(const std::string& page_class);

// The pageblocks of one zone and migratetype.
struct Pageblocks {
  ZoneId zone;
  std::string migratetype;
  std::uint64_t all = 0;

  // Each is of one kind.
  std::uint64_t free = 0;      // nothing in use
  std::uint64_t movable = 0;   // nothing in use but movable pages
  std::uint64_t polluted = 0;  // movable pages, and some that cannot be moved
  std::uint64_t unmovable = 0; // slab or kernel pages, none that can be moved
  std::uint64_t other = 0;     // but for free pages only reserved ones and their like

  std::uint64_t mixed = 0;                          // of whatever kind
  std::uint64_t foreign_pages = 0;                  // what makes them mixed
  std::array<std::uint64_t, nr_mobilities> pages{}; // by Mobility
};

struct PageblockTable {
  std::vector<Pageblocks> rows; // by node, zone and migratetype
  std::uint64_t page_size = 0;
  std::uint64_t pageblock_pages = 0;
  std::optional<Missing> missing; // then there are no rows
};

[[nodiscard]] PageblockTable pageblocks(const reader::Map& map);

// Of the module's map; its absence is no error. Throws reader::Error.
[[nodiscard]] PageblockTable load_pageblocks(const reader::Source& source);

[[nodiscard]] Object to_object(const Pageblocks& blocks);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_MOBILITY_HPP
