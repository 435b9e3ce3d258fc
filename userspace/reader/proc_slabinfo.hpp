// SPDX-License-Identifier: GPL-2.0
// /proc/slabinfo: mm/slab_common.c cache_show(). Caches that were merged are
// there once, under the name of the first.
#ifndef MMSCOPE_READER_PROC_SLABINFO_HPP
#define MMSCOPE_READER_PROC_SLABINFO_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

inline constexpr const char* slabinfo_path = "/proc/slabinfo";

struct SlabinfoCache {
  std::string name;
  std::uint64_t active_objs = 0;
  std::uint64_t num_objs = 0;
  std::uint64_t objsize = 0; // kmem_cache.size: with padding and debug data
  std::uint64_t objperslab = 0;
  std::uint64_t pagesperslab = 0;
  std::uint64_t num_slabs = 0;
};

// Throws Error(bad_data).
[[nodiscard]] std::vector<SlabinfoCache> parse_slabinfo(std::string_view text,
                                                        std::string_view file = slabinfo_path);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_SLABINFO_HPP
