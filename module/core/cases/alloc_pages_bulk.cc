// SPDX-License-Identifier: GPL-2.0
// alloc_pages_bulk: single pages, many at a time.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr unsigned max_bulk_pages = 64;

class AllocPagesBulk {
public:
  static constexpr CaseInfo info{
      "alloc_pages_bulk", "bulk gfp",
      "alloc_pages_bulk_array_node(mem_node, bulk pages), again for what "
      "is missing; then __free_page() of each",
      object_ops};

  struct Slot {
    std::array<page*, max_bulk_pages> pages{};
  };

  Result<void> configure(Request& request, BenchSettings&) {
    bulk_ = static_cast<unsigned>(MMS_TRY(request.number_or("bulk", 16, 1, max_bulk_pages)));
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::pages));
    return {};
  }

  // With the list of them.
  [[nodiscard]] mms_u64 object_bytes() const { return bulk_ * mms_page_size() + sizeof(Slot); }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }

  void tear_down(Tally& tally) {
    tally.orders.failed[0] += failed_.take();
    mms_first_place(mem_node_, gfp_.flags, &tally.asked);
  }

  bool acquire(Slot& slot) {
    if (mms_alloc_pages_bulk(mem_node_, gfp_.flags, bulk_, slot.pages.data()) != 0)
      return true;
    failed_.add();
    return false;
  }

  void check(const Slot& slot, Tally& tally) const {
    tally.orders.blocks[0] += bulk_;
    for (unsigned i = 0; i < bulk_; ++i)
      check_block(slot.pages[i], {mms_page_size(), 1, mem_node_, gfp_.zero, gfp_.this_node}, tally);
  }

  void verify(const Slot& slot, Tally& tally) const {
    for (unsigned i = 0; i < bulk_; ++i)
      verify_block(slot.pages[i], mms_page_size(), tally);
  }

  void release(const Slot& slot) {
    for (unsigned i = 0; i < bulk_; ++i)
      mms_free_pages(slot.pages[i], 0);
  }

private:
  unsigned bulk_ = 0;
  int mem_node_ = 0;
  Gfp gfp_;
  SharedCount failed_;
};

} // namespace

constinit const CaseEntry case_alloc_pages_bulk = case_entry<AllocPagesBulk>;

} // namespace mmscope
