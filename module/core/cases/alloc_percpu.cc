// SPDX-License-Identifier: GPL-2.0
// alloc_percpu() and free_percpu(): the same object once for each CPU.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class AllocPercpu {
public:
  static constexpr CaseInfo info{"alloc_percpu", "size align",
                                 "__alloc_percpu_gfp(size, align, GFP_KERNEL), then free_percpu()",
                                 object_ops};

  struct Slot {
    void* cookie = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    size_ = MMS_TRY(request.number_or("size", 64, 8, mms_percpu_max_size()));
    align_ = MMS_TRY(request.number_or("align", 8, 8, mms_page_size()));
    if ((align_ & (align_ - 1)) != 0) {
      request.reason().add("align=").add(align_).add(" is no power of two");
      return invalid;
    }
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const {
    mms_u64 cpus = 0;
    for_each_possible_cpu([&](int) { ++cpus; });
    return (size_ + align_ - 1) / align_ * align_ * cpus;
  }

  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  bool acquire(Slot& slot) {
    slot.cookie = mms_alloc_percpu(size_, align_);
    return slot.cookie != nullptr;
  }

  // Per-CPU memory is always zeroed.
  void check(const Slot& slot, Tally& tally) const {
    for_each_possible_cpu([&](int cpu) {
      Stamp stamp(mms_per_cpu_ptr(slot.cookie, cpu), size_);
      if (!stamp.aligned(align_))
        ++tally.findings.wrong_align;
      if (!stamp.zero())
        ++tally.findings.wrong_zero;
      stamp.press(key(slot, cpu));
    });
  }

  void verify(const Slot& slot, Tally& tally) const {
    for_each_possible_cpu([&](int cpu) {
      if (!Stamp(mms_per_cpu_ptr(slot.cookie, cpu), size_).holds(key(slot, cpu)))
        ++tally.findings.wrong_data;
    });
  }

  void release(const Slot& slot) { mms_free_percpu(slot.cookie); }

private:
  template <typename Visit> static void for_each_possible_cpu(Visit&& visit) {
    for (int cpu = 0; cpu < mms_nr_cpu_ids(); ++cpu)
      if (mms_cpu_possible(cpu) != 0)
        visit(cpu);
  }

  static mms_u64 key(const Slot& slot, int cpu) {
    return reinterpret_cast<std::uintptr_t>(slot.cookie) + static_cast<mms_u64>(cpu);
  }

  mms_u64 size_ = 0;
  mms_u64 align_ = 0;
};

} // namespace

constinit const CaseEntry case_alloc_percpu = case_entry<AllocPercpu>;

} // namespace mmscope
