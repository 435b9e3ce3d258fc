// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_pagemap.hpp"

#include <fmt/core.h>

#include "reader/number_file.hpp"

namespace mmscope::reader {
namespace {

// PM_PRESENT, PM_SWAP, PM_MMAP_EXCLUSIVE; below them 55 bits of a pfn, or 5 and 50 of a swap entry.
constexpr std::uint64_t present_bit = std::uint64_t{1} << 63;
constexpr std::uint64_t swap_bit = std::uint64_t{1} << 62;
constexpr std::uint64_t exclusive_bit = std::uint64_t{1} << 56;
constexpr std::uint64_t pfn_mask = (std::uint64_t{1} << 55) - 1;
constexpr unsigned swap_type_bits = 5;

} // namespace

PagemapEntry parse_pagemap_entry(std::uint64_t entry) {
  PagemapEntry parsed;
  parsed.exclusive = (entry & exclusive_bit) != 0;
  if ((entry & present_bit) != 0) {
    parsed.state = PagemapEntry::State::present;
    parsed.pfn = entry & pfn_mask;
  } else if ((entry & swap_bit) != 0) {
    parsed.state = PagemapEntry::State::swapped;
    parsed.swap_type = entry & ((1U << swap_type_bits) - 1);
    parsed.swap_offset = (entry & pfn_mask) >> swap_type_bits;
  }
  return parsed;
}

PagemapEntry read_own_pagemap(const Source& source, std::uint64_t addr, std::uint64_t page_size) {
  return parse_pagemap_entry(source.read_u64(own_pagemap_path, addr / page_size));
}

std::vector<PagemapEntry> read_pagemap(const Source& source, std::uint64_t pid, std::uint64_t addr,
                                       std::uint64_t count, std::uint64_t page_size) {
  std::vector<PagemapEntry> entries;
  entries.reserve(count);
  for (const std::uint64_t entry :
       read_u64s(source, fmt::format("/proc/{}/pagemap", pid), addr / page_size, count))
    entries.push_back(parse_pagemap_entry(entry));
  return entries;
}

} // namespace mmscope::reader
