// SPDX-License-Identifier: GPL-2.0
#ifndef MMSCOPE_VIEW_VMA_HPP
#define MMSCOPE_VIEW_VMA_HPP

#include <string>
#include <vector>

#include "model/vma_checks.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// A line for each VMA, then the pages of all of them by node, zone and class.
[[nodiscard]] std::string vma_table(const Screen& screen, const model::AddressSpace& space,
                                    const std::vector<model::VmaCheck>& checks);

// Every figure of the VMAs, one after the other.
[[nodiscard]] std::string vma_records(const Screen& screen, const model::AddressSpace& space,
                                      const std::vector<model::VmaCheck>& checks);

[[nodiscard]] Document vma_document(const model::AddressSpace& space,
                                    const std::vector<model::VmaCheck>& checks);

// "7f1c2e000000-7f1c2e021000", as the kernel prints it.
[[nodiscard]] std::string vma_range(std::uint64_t start, std::uint64_t end);

// A path or name without what a terminal would obey: a file may be called anything.
[[nodiscard]] std::string safe_name(std::string name);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VMA_HPP
