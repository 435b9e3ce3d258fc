// SPDX-License-Identifier: GPL-2.0
// Blocks of one order, for the cases that differ in who releases them.
#ifndef MMS_CORE_CASES_PAGES_HPP
#define MMS_CORE_CASES_PAGES_HPP

#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

namespace mmscope {

class Pages {
public:
  struct Slot {
    page* block = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    order_ =
        static_cast<unsigned>(MMS_TRY(request.number_or("order", 0, 0, mms_nr_page_orders() - 1)));
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::pages));
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return mms_page_size() << order_; }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }

  void tear_down(Tally& tally) {
    tally.orders.failed[order_] += failed_.take();
    mms_first_place(mem_node_, gfp_.flags, &tally.asked);
  }

  bool acquire(Slot& slot) {
    slot.block = mms_alloc_pages_node(mem_node_, gfp_.flags, order_);
    if (slot.block != nullptr)
      return true;
    failed_.add();
    return false;
  }

  void check(const Slot& slot, Tally& tally) const {
    ++tally.orders.blocks[order_];
    check_block(slot.block,
                {object_bytes(), mms_u64{1} << order_, mem_node_, gfp_.zero, gfp_.this_node},
                tally);
  }

  void verify(const Slot& slot, Tally& tally) const {
    verify_block(slot.block, object_bytes(), tally);
  }

  void release(const Slot& slot) { mms_free_pages(slot.block, order_); }

private:
  unsigned order_ = 0;
  int mem_node_ = 0;
  Gfp gfp_;
  SharedCount failed_;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_PAGES_HPP
