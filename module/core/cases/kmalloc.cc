// SPDX-License-Identifier: GPL-2.0
// kmalloc_node() and kfree(): objects of one size.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Kmalloc {
public:
  static constexpr CaseInfo info{"kmalloc", "size gfp",
                                 "kmalloc_node(size, gfp, mem_node), then kfree()", object_ops};

  struct Slot {
    void* object = nullptr;
  };

  Result<void> configure(Request& request) {
    size_ = MMS_TRY(request.number_or("size", 64, 8, mms_kmalloc_max_size()));
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::slabs));
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return size_; }

  Result<void> set_up(const Leg& leg) {
    mem_node_ = leg.mem_node;
    return {};
  }
  void tear_down(Tally&) {}

  bool acquire(Slot& slot) {
    slot.object = mms_kmalloc_node(size_, gfp_.flags, mem_node_);
    return slot.object != nullptr;
  }

  void check(const Slot& slot, Tally& tally) {
    mms_place place;
    mms_virt_place(slot.object, &place);
    count_place(tally, place, mem_node_, gfp_.this_node);
    Stamp stamp(slot.object, size_);
    // A power of two is aligned to itself, anything else to 8 at least.
    const bool power_of_two = (size_ & (size_ - 1)) == 0;
    if (!stamp.aligned(power_of_two ? size_ : 8))
      ++tally.findings.wrong_align;
    if (gfp_.zero && !stamp.zero())
      ++tally.findings.wrong_zero;
    stamp.press(key(slot));
  }

  void verify(const Slot& slot, Tally& tally) {
    if (!Stamp(slot.object, size_).holds(key(slot)))
      ++tally.findings.wrong_data;
  }

  void release(const Slot& slot) { mms_kfree(slot.object); }

private:
  static mms_u64 key(const Slot& slot) { return reinterpret_cast<std::uintptr_t>(slot.object); }

  mms_u64 size_ = 0;
  int mem_node_ = 0;
  Gfp gfp_;
};

} // namespace

constinit const CaseEntry case_kmalloc = case_entry<Kmalloc>;

} // namespace mmscope
