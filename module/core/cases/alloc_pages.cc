// SPDX-License-Identifier: GPL-2.0
// alloc_pages_node() and __free_pages(): blocks of one order.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class AllocPages {
public:
  static constexpr CaseInfo info{"alloc_pages", "order gfp",
                                 "alloc_pages_node(mem_node, gfp, order), then __free_pages()",
                                 object_ops};

  struct Slot {
    page* block = nullptr;
  };

  Result<void> configure(Request& request) {
    order_ =
        static_cast<unsigned>(MMS_TRY(request.number_or("order", 0, 0, mms_nr_page_orders() - 1)));
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::pages));
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return mms_page_size() << order_; }

  Result<void> set_up(const Leg& leg) {
    mem_node_ = leg.mem_node;
    return {};
  }
  void tear_down(Tally&) {}

  bool acquire(Slot& slot) {
    slot.block = mms_alloc_pages_node(mem_node_, gfp_.flags, order_);
    return slot.block != nullptr;
  }

  void check(const Slot& slot, Tally& tally) {
    mms_place place;
    mms_page_place(slot.block, &place);
    count_place(tally, place, mem_node_, gfp_.this_node);
    if (place.pfn & ((mms_u64{1} << order_) - 1))
      ++tally.findings.wrong_align;
    void* const memory = mms_page_address(slot.block);
    if (memory == nullptr)
      return;
    Stamp stamp(memory, object_bytes());
    if (gfp_.zero && !stamp.zero())
      ++tally.findings.wrong_zero;
    stamp.press(place.pfn);
  }

  void verify(const Slot& slot, Tally& tally) {
    mms_place place;
    mms_page_place(slot.block, &place);
    void* const memory = mms_page_address(slot.block);
    if (memory != nullptr && !Stamp(memory, object_bytes()).holds(place.pfn))
      ++tally.findings.wrong_data;
  }

  void release(const Slot& slot) { mms_free_pages(slot.block, order_); }

private:
  unsigned order_ = 0;
  int mem_node_ = 0;
  Gfp gfp_;
};

} // namespace

constinit const CaseEntry case_alloc_pages = case_entry<AllocPages>;

} // namespace mmscope
