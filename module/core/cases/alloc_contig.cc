// SPDX-License-Identifier: GPL-2.0
// alloc_contig_range(): pages that follow each other, made free if need be.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class AllocContig {
public:
  static constexpr CaseInfo info{"alloc_contig", "size",
                                 "alloc_contig_range() on the first range of mem_node that can be "
                                 "emptied, as alloc_contig_pages(); then free_contig_range()",
                                 object_ops};

  struct Slot {
    page* first = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    if (mms_have_contig() == 0) {
      request.reason().add("this kernel was built without CONFIG_CONTIG_ALLOC");
      return unsupported;
    }
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size = MMS_TRY(request.number_or("size", mms_u64{1} << 20, 1, mms_u64{1} << 30));
    nr_pages_ = (size + page_size - 1) / page_size;
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return nr_pages_ * mms_page_size(); }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }
  void tear_down(Tally&) {}

  bool acquire(Slot& slot) {
    slot.first = mms_alloc_contig(mem_node_, nr_pages_);
    return slot.first != nullptr;
  }

  void check(const Slot& slot, Tally& tally) const {
    const bool power = (nr_pages_ & (nr_pages_ - 1)) == 0;
    check_block(slot.first, {object_bytes(), power ? nr_pages_ : 1, mem_node_, false, false},
                tally);
  }

  void verify(const Slot& slot, Tally& tally) const {
    verify_block(slot.first, object_bytes(), tally);
  }

  void release(const Slot& slot) { mms_free_contig(slot.first, nr_pages_); }

private:
  mms_u64 nr_pages_ = 0;
  int mem_node_ = 0;
};

} // namespace

constinit const CaseEntry case_alloc_contig = case_entry<AllocContig>;

} // namespace mmscope
