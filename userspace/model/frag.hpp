// SPDX-License-Identifier: GPL-2.0
// How fragmented free memory is, by the kernel's own two indices: mm/vmstat.c
// unusable_free_index() and __fragmentation_index(), in thousandths and with the
// kernel's integer arithmetic, so that the last digit is the same.
#ifndef MMSCOPE_MODEL_FRAG_HPP
#define MMSCOPE_MODEL_FRAG_HPP

#include <cstdint>
#include <vector>

#include "model/joins.hpp"
#include "model/value.hpp"

namespace mmscope::model {

// struct contig_page_info, for requests of one order.
struct ContigPages {
  std::uint64_t free_pages = 0;
  std::uint64_t free_blocks = 0;     // of any order
  std::uint64_t suitable_blocks = 0; // requests that the larger blocks can serve
};

// fill_contig_page_info()
[[nodiscard]] ContigPages contig_pages(const std::vector<std::uint64_t>& blocks,
                                       std::uint64_t order);

// Part of the free memory that is in blocks too small for the order: 0 none, 1000
// all; 1000 as well where nothing is free.
[[nodiscard]] std::int64_t unusable_index(const ContigPages& pages, std::uint64_t order);

// Why a request would fail: 0 for lack of memory, towards 1000 for fragmentation.
// -1000: it would not fail. A single block that is too small gives -500 to 0.
inline constexpr std::int64_t would_not_fail = -1000;
[[nodiscard]] std::int64_t extfrag_index(const ContigPages& pages, std::uint64_t order);

struct FragIndex {
  ZoneId zone;
  std::uint64_t order = 0;
  ContigPages pages;
  std::int64_t unusable = 0;
  std::int64_t extfrag = 0;
};

// Populated zones, every order that the module publishes.
[[nodiscard]] std::vector<FragIndex> frag_indices(const FreeAreas& areas);

[[nodiscard]] Object to_object(const FragIndex& index);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_FRAG_HPP
