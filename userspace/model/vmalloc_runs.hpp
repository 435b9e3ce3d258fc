// SPDX-License-Identifier: GPL-2.0
// Whose the extents are that the module found in the page tables: its own file
// knows no areas, /proc/vmallocinfo no page frames.
#ifndef MMSCOPE_MODEL_VMALLOC_RUNS_HPP
#define MMSCOPE_MODEL_VMALLOC_RUNS_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/system.hpp"
#include "model/vmalloc.hpp"

namespace mmscope::model {

// What is mapped, in one extent or in several.
struct Mapped {
  std::uint64_t pages = 0;
  std::uint64_t memory_pages = 0;
  std::uint64_t runs = 0; // physically contiguous pieces
  std::uint64_t longest_run_pages = 0;
  std::uint64_t pmd_entries = 0;
  std::uint64_t pud_entries = 0;
  std::map<std::uint64_t, std::uint64_t> pages_by_node;

  void add(const VmallocExtent& extent);
};

// A caller's areas, and what they map where that is known of any of them.
struct CallerRuns {
  VmallocCaller caller;
  std::optional<Mapped> mapped;
};

struct AreaRuns {
  VmallocArea area;
  std::optional<Mapped> mapped;
};

struct VmallocRuns {
  VmallocExtents extents;
  std::vector<AreaRuns> areas;     // in the order of /proc/vmallocinfo
  std::vector<CallerRuns> callers; // the largest first
  Mapped total;
  // Addresses are hidden: nothing can be said to be anybody's.
  bool hidden = false;
  // Addresses are hashed: an area is known where one extent, or several areas
  // that one extent goes through, are filled by it.
  bool hashed = false;
  std::uint64_t areas_in_motion = 0; // that came or went meanwhile
  Mapped adjoining;                  // in extents of several areas: known by caller alone
  Mapped nobodys;                    // in extents that could not be told whose they are
};

// `before` and `after` are the areas as they were before and after the extents
// were read: only those that stood all the time are matched.
[[nodiscard]] VmallocRuns match_runs(const std::vector<VmallocArea>& before,
                                     const std::vector<VmallocArea>& after, VmallocExtents extents);

// Throws reader::Error.
[[nodiscard]] VmallocRuns load_vmalloc_runs(const reader::Source& source);

[[nodiscard]] Object to_object(const CallerRuns& row);
[[nodiscard]] Object to_object(const AreaRuns& row);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMALLOC_RUNS_HPP
