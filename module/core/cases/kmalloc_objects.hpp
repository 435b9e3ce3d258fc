// SPDX-License-Identifier: GPL-2.0
// Objects from kmalloc(), for the cases that differ in who releases them.
#ifndef MMS_CORE_CASES_KMALLOC_OBJECTS_HPP
#define MMS_CORE_CASES_KMALLOC_OBJECTS_HPP

#include "core/cases/slab_objects.hpp"

namespace mmscope {

class KmallocObjects : public SingleSlabObjects {
public:
  Result<void> configure(Request& request, BenchSettings&) {
    size_ = MMS_TRY(request.number_or("size", 64, 8, mms_kmalloc_max_size()));
    // A power of two is aligned to itself, anything else to 8 at least.
    align_ = (size_ & (size_ - 1)) == 0 ? size_ : 8;
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::slabs));
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return size_; }

  Result<void> set_up(const Leg& leg, Tally&) {
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

} // namespace mmscope

#endif // MMS_CORE_CASES_KMALLOC_OBJECTS_HPP
