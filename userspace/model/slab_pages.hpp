// SPDX-License-Identifier: GPL-2.0
// Slab memory by three accounts: what the caches say that they have, what the
// census finds to be slab pages, and what the node's counters say.
#ifndef MMSCOPE_MODEL_SLAB_PAGES_HPP
#define MMSCOPE_MODEL_SLAB_PAGES_HPP

#include <cstdint>
#include <optional>
#include <vector>

#include "model/missing.hpp"
#include "model/slab.hpp"
#include "model/system.hpp"

namespace mmscope::model {

// Slabs of one order on one node; an account that does not tell is absent.
struct SlabPages {
  std::uint64_t nid = 0;
  std::uint64_t order = 0;
  std::uint64_t census_slabs = 0;
  std::optional<std::uint64_t> cache_slabs;
};

// All orders of a node; without a node, of all of them.
struct SlabSum {
  std::optional<std::uint64_t> nid;
  std::uint64_t census_pages = 0;
  std::optional<std::uint64_t> cache_pages;
  std::uint64_t counter_pages = 0;  // nr_slab_reclaimable + nr_slab_unreclaimable
  std::uint64_t compound_pages = 0; // of the census: large kmalloc() memory is among them
};

struct SlabJoin {
  std::vector<SlabPages> rows;
  std::vector<SlabSum> sums;      // by node, then all
  std::optional<Missing> missing; // then there are no rows
};

// Takes a census; its absence is no error. Throws reader::Error.
[[nodiscard]] SlabJoin load_slab_join(const reader::Source& source, const Slabs& slabs);

[[nodiscard]] SlabJoin join_slabs(const Slabs& slabs, const Pages& census, const Nodes& nodes);

[[nodiscard]] Object to_object(const SlabPages& pages);
[[nodiscard]] Object to_object(const SlabSum& sum);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_SLAB_PAGES_HPP
