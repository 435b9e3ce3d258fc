// SPDX-License-Identifier: GPL-2.0
#include "core/memmap.hpp"

#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// Visits the start of each present section of each node, in steps of a section.
template <typename Visit> void for_each_present_section(Visit&& visit) {
  const mms_u64 pages = mms_pages_per_section();
  for_each_online_node([&](Nid, NodeView node) {
    const PfnRange span = node.span();
    for (mms_u64 pfn = span.start & ~(pages - 1); pfn < span.end; pfn += pages) {
      if (mms_section_nr_state(pfn / pages) != MMS_SECTION_HOLE)
        visit(pfn);
      mms_cond_resched();
    }
  });
}

} // namespace

Result<void> MemmapRanges::load() {
  const mms_u64 pages = mms_pages_per_section();
  if (pages == 0)
    return {};
  // Neighbouring sections nearly always have neighbouring memmaps, so that far
  // fewer ranges are kept; as many as there are sections must find room.
  mms_u64 sections = 0;
  for_each_present_section([&](mms_u64) { ++sections; });
  MMS_TRY(ranges_.allocate(2 * sections + 16));
  for_each_present_section([&](mms_u64 section) {
    for (mms_u64 pfn = section; pfn < section + pages;) {
      PfnRange range{0, 0};
      mms_u64 nr_pages = 0;
      pfn = mms_memmap_run(pfn, section + pages, &range.start, &nr_pages);
      range.end = range.start + nr_pages;
      add(range);
    }
  });
  sort();
  return {};
}

// What finds no room (a memmap in shreds) is told as reserved, which it is too.
void MemmapRanges::add(PfnRange range) {
  if (range.start == range.end)
    return;
  if (PfnRange* const last = ranges_.last(); last != nullptr && last->end == range.start)
    last->end = range.end;
  else
    ranges_.push(range);
}

// Few, and in order but for odd machines: insertion is linear on what we get.
void MemmapRanges::sort() {
  const std::span<PfnRange> ranges = ranges_.all();
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    const PfnRange range = ranges[i];
    std::size_t at = i;
    for (; at > 0 && ranges[at - 1].start > range.start; --at)
      ranges[at] = ranges[at - 1];
    ranges[at] = range;
  }
}

mms_u64 MemmapRanges::pages_in(mms_u64 start, mms_u64 end) const {
  const std::span<const PfnRange> ranges = ranges_.view();
  std::size_t low = 0;
  std::size_t high = ranges.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (ranges[middle].end <= start)
      low = middle + 1;
    else
      high = middle;
  }
  mms_u64 pages = 0;
  for (; low < ranges.size() && ranges[low].start < end; ++low) {
    const mms_u64 from = ranges[low].start > start ? ranges[low].start : start;
    const mms_u64 to = ranges[low].end < end ? ranges[low].end : end;
    pages += to - from;
  }
  return pages;
}

} // namespace mmscope
