// SPDX-License-Identifier: GPL-2.0
// kmalloc_node() and kfree(): objects of one size.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/slab_objects.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Kmalloc : public SlabObjects {
public:
  static constexpr CaseInfo info{"kmalloc", "size gfp",
                                 "kmalloc_node(size, gfp, mem_node), then kfree()", object_ops};

  Result<void> configure(Request& request) {
    size_ = MMS_TRY(request.number_or("size", 64, 8, mms_kmalloc_max_size()));
    // A power of two is aligned to itself, anything else to 8 at least.
    align_ = (size_ & (size_ - 1)) == 0 ? size_ : 8;
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

  void release(const Slot& slot) { mms_kfree(slot.object); }
};

} // namespace

constinit const CaseEntry case_kmalloc = case_entry<Kmalloc>;

} // namespace mmscope
