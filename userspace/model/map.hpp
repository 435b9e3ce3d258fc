// SPDX-License-Identifier: GPL-2.0
// The map of pageblocks as something to draw: what uses each, in few kinds, and
// neighbours put together where there are more than there is room for.
#ifndef MMSCOPE_MODEL_MAP_HPP
#define MMSCOPE_MODEL_MAP_HPP

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "reader/map_file.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// What a picture can tell apart: each stands for some classes of the census.
enum class Use { free, anon, file, shmem, huge, slab, kernel, reserved, trouble };
inline constexpr std::size_t nr_uses = 9;

struct UseInfo {
  Use use;
  const char* name;
  char letter;          // where there is no colour
  std::uint32_t colour; // 0xrrggbb
  const char* meaning;
};
[[nodiscard]] const std::array<UseInfo, nr_uses>& use_infos();
[[nodiscard]] Use use_of(const std::string& page_class);

// Pages of some neighbouring pageblocks by use.
struct Cell {
  std::array<std::uint64_t, nr_uses> pages{};
  std::uint64_t total = 0;
  std::uint64_t first_pfn = 0;

  [[nodiscard]] std::uint64_t used() const { return total - pages[0]; }
  // The use, other than free, that has most of the pages; free where none has any.
  [[nodiscard]] Use main_use() const;
};

// The pageblocks of one zone, in the order of their pfns.
struct Panel {
  std::uint32_t nid = 0;
  std::string zone;
  std::uint64_t first_pfn = 0;
  std::uint64_t end_pfn = 0;
  std::uint64_t nr_blocks = 0;
  std::vector<Cell> cells;
};

// Each zone's pageblocks, `per_cell` of them in a cell.
[[nodiscard]] std::vector<Panel> panels(const reader::Map& map, std::uint64_t per_cell);

// Pages by use, all together.
[[nodiscard]] Cell sum(const reader::Map& map);

// What changed in a pageblock from one map to a later one.
struct Change {
  std::uint64_t pfn = 0;
  std::uint32_t nid = 0;
  std::string zone;
  std::string before_migratetype; // both empty where the pageblock was not there
  std::string after_migratetype;
  std::array<std::int64_t, nr_uses> pages{}; // more or fewer than before
};
// Only what changed. Throws Error(usage) where the maps are of different pageblock sizes.
[[nodiscard]] std::vector<Change> changes(const reader::Map& before, const reader::Map& after);

[[nodiscard]] reader::Map load_map(const reader::Source& source);
// A map that was saved before.
[[nodiscard]] reader::Map load_map_file(const std::string& path);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_MAP_HPP
