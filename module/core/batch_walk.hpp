// SPDX-License-Identifier: GPL-2.0
// Steps over a range of pfns as fast as the memory model allows.
#ifndef MMS_CORE_BATCH_WALK_HPP
#define MMS_CORE_BATCH_WALK_HPP

#include "shim/shim.h"

namespace mmscope {

// Where the walk of a node stood and what it cost.
struct WalkFigures {
  mms_u64 pages = 0; // looked at: online, whatever node they belong to
  mms_u64 holes = 0; // in the range, without an online struct page
  mms_u64 reads = 0; // struct pages read for it: blocks are stepped over
  mms_u64 took_ns = 0;
};

// Batches lie within one pageblock and one subsection, so that one look tells
// whether all of their pages are online. After each the scheduler has its say.
class BatchWalk {
public:
  BatchWalk() {
    const mms_u64 pageblock = mms_u64{1} << mms_pageblock_order();
    const mms_u64 subsection = mms_pages_per_subsection();
    step_ = subsection != 0 && subsection < pageblock ? subsection : pageblock;
  }

  // read(pfn, stop, figures) returns the pfn to go on with, or `pfn` where its
  // pages are not online. stopped() ends the walk.
  template <typename Read, typename Stopped>
  WalkFigures walk(mms_u64 start, mms_u64 end, Read&& read, Stopped&& stopped) const {
    WalkFigures figures;
    const mms_u64 began = mms_ktime_get_ns();
    for (mms_u64 pfn = start; pfn < end && !stopped();) {
      const mms_u64 next = (pfn / step_ + 1) * step_;
      const mms_u64 stop = next < end ? next : end;
      const mms_u64 from = pfn;
      pfn = read(from, stop, figures);
      if (pfn == from) {
        pfn = end_of_hole(from, stop, end);
        figures.holes += pfn - from;
      }
      mms_cond_resched();
    }
    figures.took_ns = mms_ktime_get_ns() - began;
    return figures;
  }

private:
  // A section that is a hole is stepped over whole.
  static mms_u64 end_of_hole(mms_u64 pfn, mms_u64 stop, mms_u64 end) {
    const mms_u64 section = mms_pages_per_section();
    if (section == 0 || mms_section_nr_state(pfn / section) == MMS_SECTION_ONLINE)
      return stop;
    const mms_u64 next = (pfn / section + 1) * section;
    return next < end ? next : end;
  }

  mms_u64 step_;
};

} // namespace mmscope

#endif // MMS_CORE_BATCH_WALK_HPP
