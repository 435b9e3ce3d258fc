// SPDX-License-Identifier: GPL-2.0
// What became of a process's VMAs and of their pages between two looks at them.
// Only what both looks saw is told: what was undone in between leaves no trace.
#ifndef MMSCOPE_MODEL_VMA_CHANGES_HPP
#define MMSCOPE_MODEL_VMA_CHANGES_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "model/vma.hpp"

namespace mmscope::model {

struct VmaChange {
  std::uint64_t look = 0;
  std::uint64_t at_ns = 0;
  std::string change; // came, went, grew, shrank, moved, split, merged, regrouped, ...
  std::vector<reader::MapsLine> before;
  std::vector<reader::MapsLine> after;
  std::string backing; // of the first that there is

  [[nodiscard]] std::uint64_t start() const;
  [[nodiscard]] std::uint64_t end() const;
  [[nodiscard]] std::uint64_t before_bytes() const;
  [[nodiscard]] std::uint64_t after_bytes() const;
  [[nodiscard]] const reader::MapsLine& first() const;
};

// More or fewer pages of one sort, in VMAs that belong together.
struct VmaPageChange {
  std::uint64_t look = 0;
  std::uint64_t at_ns = 0;
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::string backing;
  std::string path;
  std::string what;                 // node, thp, hugetlb, ksm, swapped
  std::optional<std::uint64_t> nid; // of node
  std::uint64_t before_pages = 0;
  std::uint64_t after_pages = 0;
};

struct VmaChanges {
  std::vector<VmaChange> vmas;
  std::vector<VmaPageChange> pages;
};

// VMAs that overlap belong together, before and after. `look` and `at_ns` are those
// of the later one. Both lists are in the order of addresses.
[[nodiscard]] VmaChanges vma_changes(const std::vector<Vma>& before, const std::vector<Vma>& after,
                                     std::uint64_t look, std::uint64_t at_ns);

[[nodiscard]] Object to_object(const VmaChange& change);
[[nodiscard]] Object to_object(const VmaPageChange& change);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMA_CHANGES_HPP
