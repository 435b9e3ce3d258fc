// SPDX-License-Identifier: GPL-2.0
// A buffer as ION's heap of contiguous kmalloc memory made it: one block, of which
// what is too much is given back.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class HeapContig {
public:
  static constexpr CaseInfo info{
      "heap_contig", "size",
      "alloc_pages_node() of the next larger order, split_page(), __free_page() of what is too "
      "much; then __free_page() of each",
      object_ops};

  struct Slot {
    page* first = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size = MMS_TRY(
        request.number_or("size", 48 * page_size, 1, page_size << (mms_nr_page_orders() - 1)));
    nr_pages_ = (size + page_size - 1) / page_size;
    while ((mms_u64{1} << order_) < nr_pages_)
      ++order_;
    gfp_ = mms_gfp(MMS_GFP(KERNEL) | MMS_GFP(ZERO));
    return {};
  }

  // The whole block is had for a moment.
  [[nodiscard]] mms_u64 object_bytes() const { return mms_page_size() << order_; }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }

  void tear_down(Tally& tally) {
    tally.orders.failed[order_] += failed_.take();
    mms_first_place(mem_node_, gfp_, &tally.asked);
  }

  bool acquire(Slot& slot) {
    slot.first = mms_alloc_pages_node(mem_node_, gfp_, order_);
    if (slot.first == nullptr) {
      failed_.add();
      return false;
    }
    mms_split_page(slot.first, order_);
    free_pages(slot.first, nr_pages_, mms_u64{1} << order_);
    return true;
  }

  void check(const Slot& slot, Tally& tally) const {
    ++tally.orders.blocks[order_];
    check_block(slot.first,
                {nr_pages_ * mms_page_size(), mms_u64{1} << order_, mem_node_, true, false}, tally);
  }

  void verify(const Slot& slot, Tally& tally) const {
    verify_block(slot.first, nr_pages_ * mms_page_size(), tally);
  }

  void release(const Slot& slot) { free_pages(slot.first, 0, nr_pages_); }

private:
  static void free_pages(page* first, mms_u64 begin, mms_u64 end) {
    for (mms_u64 i = begin; i < end; ++i)
      mms_free_pages(mms_nth_page(first, i), 0);
  }

  mms_u64 nr_pages_ = 0;
  unsigned order_ = 0;
  int mem_node_ = 0;
  mms_u32 gfp_ = 0;
  SharedCount failed_;
};

} // namespace

constinit const CaseEntry case_heap_contig = case_entry<HeapContig>;

} // namespace mmscope
