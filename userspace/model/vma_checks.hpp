// SPDX-License-Identifier: GPL-2.0
// Pages that were counted one by one out of pagemap, against the sums that the
// kernel makes itself in smaps and numa_maps.
#ifndef MMSCOPE_MODEL_VMA_CHECKS_HPP
#define MMSCOPE_MODEL_VMA_CHECKS_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "model/vma.hpp"

namespace mmscope::model {

struct VmaCheck {
  std::uint64_t start = 0;
  std::string what; // "in memory", "swapped", "node 0", ...
  std::string file; // that says it: "smaps", "numa_maps"
  std::uint64_t counted_pages = 0;
  std::uint64_t said_pages = 0;

  [[nodiscard]] bool agrees() const { return counted_pages == said_pages; }
};

// Of VMAs that stood still; none where pages could not be told.
[[nodiscard]] std::vector<VmaCheck> check_vmas(const AddressSpace& space);

[[nodiscard]] Object to_object(const VmaCheck& check);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMA_CHECKS_HPP
