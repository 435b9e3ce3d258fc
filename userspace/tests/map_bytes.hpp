// SPDX-License-Identifier: GPL-2.0
// map.bin of a made-up machine, with the classes that the module has today.
#ifndef MMSCOPE_TESTS_MAP_BYTES_HPP
#define MMSCOPE_TESTS_MAP_BYTES_HPP

#include <string>
#include <utility>
#include <vector>

#include "wire/map.h"

namespace mmscope::tests {

struct MapRecord {
  mms_u64 pfn = 0;
  unsigned nid = 0;
  unsigned zone_idx = 0;
  unsigned migratetype = 0;
  unsigned free_order = MMS_MAP_NO_FREE;
  std::vector<std::pair<mms_page_class, unsigned>> pages;
};

// Pageblocks of 512 pages of 4 KiB.
[[nodiscard]] std::string map_bytes(const std::vector<MapRecord>& records,
                                    const std::vector<const char*>& zones,
                                    const std::vector<const char*>& migratetypes);

} // namespace mmscope::tests

#endif // MMSCOPE_TESTS_MAP_BYTES_HPP
