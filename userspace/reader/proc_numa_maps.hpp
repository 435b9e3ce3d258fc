// SPDX-License-Identifier: GPL-2.0
// /proc/PID/numa_maps: fs/proc/task_mmu.c show_numa_map(). Kernels without
// CONFIG_NUMA have none.
#ifndef MMSCOPE_READER_PROC_NUMA_MAPS_HPP
#define MMSCOPE_READER_PROC_NUMA_MAPS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

struct NumaMapsLine {
  std::uint64_t start = 0;
  std::string policy;           // "default", "bind:0-1", "prefer (many):0"
  std::uint64_t page_bytes = 0; // of the pages counted; 0 where there are none
  std::map<std::uint64_t, std::uint64_t> pages_by_node;

  // The same as pages of that size: a hugetlb page counts as many.
  [[nodiscard]] std::map<std::uint64_t, std::uint64_t> nodes(std::uint64_t page_size) const;
};

// Throws Error(bad_data). Words that are not needed here are passed over.
[[nodiscard]] std::vector<NumaMapsLine> parse_numa_maps(std::string_view text,
                                                        std::string_view file);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_NUMA_MAPS_HPP
