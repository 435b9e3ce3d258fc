// SPDX-License-Identifier: GPL-2.0
// kmem_cache_alloc_node() and kmem_cache_free(): objects of a cache of one's own.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/own_cache.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class KmemCache : public OwnCache<SingleSlabObjects> {
public:
  static constexpr CaseInfo info{
      "kmem_cache", "size align gfp",
      "kmem_cache_alloc_node(its own cache, gfp, mem_node), then kmem_cache_free()", object_ops};

  [[nodiscard]] mms_u64 object_bytes() const { return stride(); }

  bool acquire(Slot& slot) {
    slot.object = mms_kmem_cache_alloc_node(cache_, gfp_.flags, mem_node_);
    return slot.object != nullptr;
  }

  void release(const Slot& slot) { mms_kmem_cache_free(cache_, slot.object); }
};

} // namespace

constinit const CaseEntry case_kmem_cache = case_entry<KmemCache>;

} // namespace mmscope
