// SPDX-License-Identifier: GPL-2.0
#ifndef MMSCOPE_VIEW_VMA_WATCH_HPP
#define MMSCOPE_VIEW_VMA_WATCH_HPP

#include <cstdint>
#include <string>

#include "model/vma_changes.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// How it was watched.
struct VmaWatch {
  std::uint64_t pid = 0;
  std::string comm;
  std::string kernel;
  std::uint64_t interval_ns = 0;
  std::uint64_t elapsed_ns = 0;
  std::uint64_t looks = 0;      // after the first
  std::uint64_t torn_looks = 0; // while VMAs changed
  bool ended = false;           // the process did
  bool tells_ksm = false;       // smaps of this kernel has a figure for it
};

// The first look; the changes of a later one; what has to be known at the end.
[[nodiscard]] std::string vma_watch_begin(const Screen& screen, const VmaWatch& watch,
                                          const model::AddressSpace& first);
[[nodiscard]] std::string vma_watch_changes(const Screen& screen, const model::VmaChanges& changes);
[[nodiscard]] std::string vma_watch_end(const Screen& screen, const VmaWatch& watch,
                                        const model::VmaChanges& all);

[[nodiscard]] Document vma_watch_document(const VmaWatch& watch, const model::VmaChanges& all);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VMA_WATCH_HPP
