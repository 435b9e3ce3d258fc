// SPDX-License-Identifier: GPL-2.0
// kmem_cache_alloc_node() and kmem_cache_free(): objects of a cache of one's own,
// which /sys/kernel/slab/mmscope_lab shows while a run goes.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/slab_objects.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr mms_u64 max_size = 32768; // a slab of the largest usual order holds one
constexpr mms_u64 max_align = 4096;

class KmemCache : public SlabObjects {
public:
  static constexpr CaseInfo info{
      "kmem_cache", "size align gfp",
      "kmem_cache_alloc_node(its own cache, gfp, mem_node), then kmem_cache_free()", object_ops};

  Result<void> configure(Request& request) {
    size_ = MMS_TRY(request.number_or("size", 256, 8, max_size));
    align_ = MMS_TRY(request.number_or("align", 8, 8, max_align));
    if ((align_ & (align_ - 1)) != 0) {
      request.reason().add("align=").add(align_).add(" is no power of two");
      return invalid;
    }
    gfp_ = MMS_TRY(parse_gfp(request, GfpFor::slabs));
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return (size_ + align_ - 1) / align_ * align_; }

  Result<void> set_up(const Leg& leg) {
    mem_node_ = leg.mem_node;
    cache_ = mms_kmem_cache_create(size_, align_);
    return cache_ == nullptr ? Result<void>(out_of_memory) : Result<void>();
  }

  void tear_down(Tally&) {
    if (cache_ != nullptr)
      mms_kmem_cache_destroy(cache_);
    cache_ = nullptr;
  }

  bool acquire(Slot& slot) {
    slot.object = mms_kmem_cache_alloc_node(cache_, gfp_.flags, mem_node_);
    return slot.object != nullptr;
  }

  void release(const Slot& slot) { mms_kmem_cache_free(cache_, slot.object); }

private:
  kmem_cache* cache_ = nullptr;
};

} // namespace

constinit const CaseEntry case_kmem_cache = case_entry<KmemCache>;

} // namespace mmscope
