// SPDX-License-Identifier: GPL-2.0
// /proc/PID/pagemap: eight bytes for each page of the address space, fs/proc/task_mmu.c.
#ifndef MMSCOPE_READER_PROC_PAGEMAP_HPP
#define MMSCOPE_READER_PROC_PAGEMAP_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

inline constexpr const char* own_pagemap_path = "/proc/self/pagemap";

struct PagemapEntry {
  enum class State { nothing, present, swapped }; // swapped: any swap entry, migration too

  State state = State::nothing;
  std::optional<std::uint64_t> pfn; // of a present page; 0 without CAP_SYS_ADMIN
  std::optional<std::uint64_t> swap_type;
  std::optional<std::uint64_t> swap_offset;
  bool exclusive = false; // PM_MMAP_EXCLUSIVE: no other page-table entry maps it
};

[[nodiscard]] PagemapEntry parse_pagemap_entry(std::uint64_t entry);

// Throws Error.
[[nodiscard]] PagemapEntry read_own_pagemap(const Source& source, std::uint64_t addr,
                                            std::uint64_t page_size);

// The entries of `count` pages from `addr` on. Throws Error.
[[nodiscard]] std::vector<PagemapEntry> read_pagemap(const Source& source, std::uint64_t pid,
                                                     std::uint64_t addr, std::uint64_t count,
                                                     std::uint64_t page_size);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_PAGEMAP_HPP
