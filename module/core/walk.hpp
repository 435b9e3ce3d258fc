// SPDX-License-Identifier: GPL-2.0
// The walk over every struct page of a node, and of all nodes at once.
#ifndef MMS_CORE_WALK_HPP
#define MMS_CORE_WALK_HPP

#include "base/result.hpp"
#include "base/types.hpp"
#include "core/array.hpp"
#include "core/batch_walk.hpp"
#include "core/views.hpp"

// What mms_run_on_nodes() hands back to mms_core_walk_node().
struct mms_node_walk {
  void (*run)(mms_node_walk& walk, int nid);
};

namespace mmscope {

struct WalkRange {
  int nid;
  mms_u64 start;
  mms_u64 end; // half open

  [[nodiscard]] bool covers(mms_u64 pfn) const { return pfn >= start && pfn < end; }
};

// Which pfns each node's walk goes over, and whose walk counts a page.
//
// A walk goes over all sections that the node's span touches: the kernel makes a
// struct page for every pfn of a section, and gives those without memory to the
// node that comes next (init_unavailable_range()). So a walk meets pages that
// say they belong elsewhere: those that the other node's walk meets as well are
// left to it.
class WalkRanges {
public:
  Result<void> load() {
    MMS_TRY(ranges_.allocate(static_cast<std::size_t>(mms_nr_node_ids())));
    for_each_online_node([&](Nid nid, NodeView node) { ranges_.push(range_of(nid, node)); });
    return {};
  }

  // By ascending nid.
  [[nodiscard]] std::span<const WalkRange> view() const { return ranges_.view(); }

  // Runs the walk for each node at once; -EINTR where the caller got a signal,
  // which mms_walk_cancelled(&cancelled) tells the walks.
  Result<void> run(mms_node_walk& walk, mms_u32& cancelled) const {
    Array<int> nids;
    MMS_TRY(nids.allocate(view().size()));
    for (const WalkRange& range : view())
      nids.push(range.nid);
    const int err = mms_run_on_nodes(&walk, nids.view().data(),
                                     static_cast<unsigned>(nids.view().size()), &cancelled);
    return err != 0 ? Result<void>{Errno{err}} : Result<void>{};
  }

  // True where the walk of node `walker` is the one to count the page.
  [[nodiscard]] bool counts(int walker, int page_nid, mms_u64 pfn) const {
    if (page_nid == walker)
      return true;
    bool online = false;
    const WalkRange* first = nullptr; // of those that meet the page
    for (const WalkRange& range : view()) {
      online = online || range.nid == page_nid;
      if (!range.covers(pfn))
        continue;
      if (range.nid == page_nid)
        return false;
      if (first == nullptr)
        first = &range;
    }
    return online && (first == nullptr || first->nid == walker);
  }

private:
  static WalkRange range_of(Nid nid, NodeView node) {
    const PfnRange span = node.span();
    const mms_u64 section = mms_pages_per_section();
    if (section == 0 || span.start == span.end)
      return {nid.value(), span.start, span.end};
    return {nid.value(), span.start / section * section,
            (span.end + section - 1) / section * section};
  }

  Array<WalkRange> ranges_;
};

// Calls visitor.run(run, migratetype) for what follows each other in [start,
// end). A block that reaches over several pageblocks is told in pieces, one for
// each; only the first piece has the block's head. visitor.stop() ends the walk
// after any batch.
template <typename Visitor> class PageWalk {
public:
  explicit PageWalk(Visitor& visitor) : visitor_(visitor) {}

  // To be called once, before walk().
  Result<void> prepare() { return batch_.allocate(1); }

  // The batch of the last walk() is scratch space: one walk at a time.
  WalkFigures walk(mms_u64 start, mms_u64 end) {
    return batches_.walk(
        start, end,
        [this](mms_u64 pfn, mms_u64 stop, WalkFigures& figures) {
          return read(pfn, stop, figures);
        },
        [this] { return visitor_.stop(); });
  }

private:
  mms_u64 read(mms_u64 pfn, mms_u64 stop, WalkFigures& figures) {
    mms_page_batch& batch = *batch_.raw();
    if (mms_pages_read(pfn, stop, &batch) != 0)
      return pfn;
    figures.reads += batch.nr_read;
    figures.pages += batch.next_pfn - pfn;
    const unsigned migratetype = mms_pageblock_migratetype(pfn);
    for (mms_u32 i = 0; i < batch.nr_runs; ++i)
      tell(batch.runs[i], (pfn / pageblock_ + 1) * pageblock_, migratetype);
    return batch.next_pfn;
  }

  // A run never starts past the pageblock of its batch, but may end past it.
  void tell(mms_page_run& run, mms_u64 pageblock_end, unsigned migratetype) {
    const mms_u64 end = run.pfn + run.nr_pages;
    while (end > pageblock_end) {
      mms_page_run piece = run;
      piece.nr_pages = pageblock_end - run.pfn;
      visitor_.run(piece, migratetype);
      // Free blocks have no tails in struct page; here they are told by a flag.
      run.flags = (run.flags & ~MMS_PG(COMPOUND_HEAD)) | MMS_PG(COMPOUND_TAIL);
      run.pfn = pageblock_end;
      run.nr_pages = end - pageblock_end;
      migratetype = mms_pageblock_migratetype(pageblock_end);
      pageblock_end += pageblock_;
    }
    visitor_.run(run, migratetype);
  }

  Visitor& visitor_;
  BatchWalk batches_;
  mms_u64 pageblock_ = mms_u64{1} << mms_pageblock_order();
  Array<mms_page_batch> batch_;
};

// Blocks that start in a run: a piece that starts amid one has none of its own.
inline mms_u64 blocks_in(const mms_page_run& run) {
  return run.flags & MMS_PG(COMPOUND_TAIL)
             ? 0
             : (run.nr_pages + (mms_u64{1} << run.order) - 1) >> run.order;
}

} // namespace mmscope

#endif // MMS_CORE_WALK_HPP
