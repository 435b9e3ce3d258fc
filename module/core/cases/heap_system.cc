// SPDX-License-Identifier: GPL-2.0
// A buffer as the system heap makes it (drivers/dma-buf/heaps/system_heap.c, after
// ION's): from blocks of order 8, then 4, then 0. An order that fails once is not
// tried again for the same buffer.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr std::array<unsigned, 3> orders = {8, 4, 0};

class HeapSystem {
public:
  static constexpr CaseInfo info{
      "heap_system", "size",
      "a zeroed buffer of blocks of order 8, 4 and 0, as the system heap "
      "of dma-buf takes them; then __free_pages() of each",
      object_ops};

  struct Slot {
    page* first = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size = MMS_TRY(request.number_or("size", mms_u64{1} << 20, 1, mms_u64{64} << 20));
    nr_pages_ = (size + page_size - 1) / page_size;
    // Large blocks are worth no reclaim; see order_flags[] there.
    constexpr mms_u32 low = MMS_GFP(HIGHUSER) | MMS_GFP(ZERO);
    constexpr mms_u32 high = low | MMS_GFP(COMP) | MMS_GFP(NORECLAIM);
    gfp_ = {mms_gfp(high), mms_gfp(high), mms_gfp(low)};
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return nr_pages_ * mms_page_size(); }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }

  void tear_down(Tally& tally) {
    for (unsigned i = 0; i < orders.size(); ++i)
      tally.orders.failed[orders[i]] += failed_[i].take();
    mms_first_place(mem_node_, gfp_.back(), &tally.asked);
  }

  bool acquire(Slot& slot) {
    slot.first = nullptr;
    page* last = nullptr;
    unsigned from = 0;
    for (mms_u64 left = nr_pages_; left > 0;) {
      page* const block = largest(left, from);
      if (block == nullptr) {
        release(slot);
        return false;
      }
      mms_page_set_next(block, nullptr);
      if (last == nullptr)
        slot.first = block;
      else
        mms_page_set_next(last, block);
      last = block;
      left -= mms_u64{1} << orders[from];
    }
    return true;
  }

  void check(const Slot& slot, Tally& tally) const {
    for (page* block = slot.first; block != nullptr; block = mms_page_next(block)) {
      const unsigned order = mms_page_block_order(block);
      ++tally.orders.blocks[order];
      check_block(block, {mms_page_size() << order, mms_u64{1} << order, mem_node_, true, false},
                  tally);
    }
  }

  void verify(const Slot& slot, Tally& tally) const {
    for (page* block = slot.first; block != nullptr; block = mms_page_next(block))
      verify_block(block, mms_page_size() << mms_page_block_order(block), tally);
  }

  void release(const Slot& slot) {
    for (page* block = slot.first; block != nullptr;) {
      page* const next = mms_page_next(block);
      mms_page_set_next(block, nullptr);
      mms_free_pages(block, mms_page_block_order(block));
      block = next;
    }
  }

private:
  // The largest block that is not larger than what is left, from orders[from] on.
  page* largest(mms_u64 left, unsigned& from) {
    for (; from < orders.size(); ++from) {
      if (left < mms_u64{1} << orders[from])
        continue;
      page* const block = mms_alloc_pages_node(mem_node_, gfp_[from], orders[from]);
      if (block != nullptr)
        return block;
      failed_[from].add();
    }
    return nullptr;
  }

  mms_u64 nr_pages_ = 0;
  int mem_node_ = 0;
  std::array<mms_u32, orders.size()> gfp_{};
  std::array<SharedCount, orders.size()> failed_;
};

} // namespace

constinit const CaseEntry case_heap_system = case_entry<HeapSystem>;

} // namespace mmscope
