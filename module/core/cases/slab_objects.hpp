// SPDX-License-Identifier: GPL-2.0
// What kmalloc() and a cache of one's own have in common: objects of one size
// that lie in the direct map, and what is checked about them.
#ifndef MMS_CORE_CASES_SLAB_OBJECTS_HPP
#define MMS_CORE_CASES_SLAB_OBJECTS_HPP

#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

namespace mmscope {

class SlabObjects {
protected:
  void check_object(void* object, Tally& tally) const {
    mms_place place;
    mms_virt_place(object, &place);
    count_place(tally, place, mem_node_, gfp_.this_node);
    Stamp stamp(object, size_);
    if (!stamp.aligned(align_))
      ++tally.findings.wrong_align;
    if (gfp_.zero && !stamp.zero())
      ++tally.findings.wrong_zero;
    stamp.press(key(object));
  }

  void verify_object(void* object, Tally& tally) const {
    if (!Stamp(object, size_).holds(key(object)))
      ++tally.findings.wrong_data;
  }

  mms_u64 size_ = 0;
  mms_u64 align_ = 0; // a power of two
  int mem_node_ = 0;
  Gfp gfp_;

private:
  static mms_u64 key(void* object) { return reinterpret_cast<std::uintptr_t>(object); }
};

// One object at a time.
class SingleSlabObjects : public SlabObjects {
public:
  struct Slot {
    void* object = nullptr;
  };

  void check(const Slot& slot, Tally& tally) const { check_object(slot.object, tally); }
  void verify(const Slot& slot, Tally& tally) const { verify_object(slot.object, tally); }
};

} // namespace mmscope

#endif // MMS_CORE_CASES_SLAB_OBJECTS_HPP
