// SPDX-License-Identifier: GPL-2.0
// The binary map of all pageblocks: module/wire/map.h.
#ifndef MMSCOPE_READER_MAP_FILE_HPP
#define MMSCOPE_READER_MAP_FILE_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/map.h"

namespace mmscope::reader {

struct MapBlock {
  std::uint64_t pfn = 0;
  std::uint32_t nid = 0;
  std::uint32_t zone_idx = 0;
  std::uint32_t migratetype = 0;
  std::optional<std::uint32_t> free_order;                // of the largest free block, if any
  std::array<std::uint16_t, MMS_MAP_MAX_CLASSES> pages{}; // by class
};

struct Map {
  std::uint64_t page_size = 0;
  std::uint64_t pageblock_pages = 0;
  std::uint64_t ktime_ns = 0;
  std::uint64_t took_ns = 0;
  std::string kernel;
  std::vector<std::string> zones;
  std::vector<std::string> migratetypes;
  std::vector<std::string> classes;
  std::vector<MapBlock> blocks;

  [[nodiscard]] const std::string& zone(const MapBlock& block) const;
  [[nodiscard]] const std::string& migratetype(const MapBlock& block) const;
};

// Throws Error(bad_data) with the file's name and what is wrong with it. A pure
// function that trusts nothing in the bytes.
[[nodiscard]] Map parse_map(std::string_view bytes, std::string_view file_name);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_MAP_FILE_HPP
