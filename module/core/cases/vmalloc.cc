// SPDX-License-Identifier: GPL-2.0
// vmalloc_node() and vfree(): areas that are contiguous only by their addresses.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Vmalloc {
public:
  static constexpr CaseInfo info{"vmalloc", "size", "vmalloc_node(size, mem_node), then vfree()",
                                 object_ops};

  struct Slot {
    unsigned char* area = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size = MMS_TRY(request.number_or("size", page_size, 1, mms_u64{64} << 20));
    size_ = (size + page_size - 1) / page_size * page_size;
    return {};
  }

  // With one page for page tables.
  [[nodiscard]] mms_u64 object_bytes() const { return size_ + mms_page_size(); }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    return {};
  }
  void tear_down(Tally&) {}

  bool acquire(Slot& slot) {
    slot.area = static_cast<unsigned char*>(mms_vmalloc_node(size_, mem_node_));
    return slot.area != nullptr;
  }

  // Each page on its own: they come one by one.
  void check(const Slot& slot, Tally& tally) {
    const mms_u64 page_size = mms_page_size();
    mms_u64 next_pfn = ~mms_u64{0};
    bool strayed = false;
    for (mms_u64 offset = 0; offset < size_; offset += page_size) {
      mms_place place;
      mms_vmalloc_place(slot.area + offset, &place);
      tally.places.count(place);
      strayed = strayed || place.nid != mem_node_;
      if (place.pfn != next_pfn)
        ++tally.findings.runs;
      next_pfn = place.pfn + 1;
    }
    if (strayed)
      ++tally.findings.fallback;
    Stamp stamp(slot.area, size_);
    if (!stamp.aligned(page_size))
      ++tally.findings.wrong_align;
    stamp.press(key(slot));
  }

  void verify(const Slot& slot, Tally& tally) {
    if (!Stamp(slot.area, size_).holds(key(slot)))
      ++tally.findings.wrong_data;
  }

  void release(const Slot& slot) { mms_vfree(slot.area); }

private:
  static mms_u64 key(const Slot& slot) { return reinterpret_cast<std::uintptr_t>(slot.area); }

  mms_u64 size_ = 0;
  int mem_node_ = 0;
};

} // namespace

constinit const CaseEntry case_vmalloc = case_entry<Vmalloc>;

} // namespace mmscope
