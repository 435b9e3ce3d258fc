// SPDX-License-Identifier: GPL-2.0
// What stands below a table of VMAs, and the kinds of pages that it tells of.
#ifndef MMSCOPE_VIEW_VMA_NOTES_HPP
#define MMSCOPE_VIEW_VMA_NOTES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/vma_checks.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// Pages that have a column only if any VMA has some.
struct VmaKind {
  const char* header;
  const char* none; // said where no VMA has any
  std::optional<std::uint64_t> (*pages)(const model::Vma&);
};
[[nodiscard]] const std::vector<VmaKind>& vma_kinds();

// Of all VMAs; nothing where none of them tells.
[[nodiscard]] std::optional<std::uint64_t> vma_total(const model::AddressSpace& space,
                                                     const VmaKind& kind);

// What there is none of, whether the sums agree, and what is missing.
[[nodiscard]] std::string vma_notes(const Screen& screen, const model::AddressSpace& space,
                                    const std::vector<model::VmaCheck>& checks);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VMA_NOTES_HPP
