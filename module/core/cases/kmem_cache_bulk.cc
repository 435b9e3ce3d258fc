// SPDX-License-Identifier: GPL-2.0
// kmem_cache_alloc_bulk() and kmem_cache_free_bulk(): objects of a cache of one's
// own, many at a time. Nobody can say from which node: it is that of the CPU.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/own_cache.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr unsigned max_bulk_objects = 64;

class KmemCacheBulk : public OwnCache<SlabObjects> {
public:
  static constexpr CaseInfo info{
      "kmem_cache_bulk", "size align bulk gfp",
      "kmem_cache_alloc_bulk(its own cache, gfp, bulk objects), then kmem_cache_free_bulk()",
      object_ops};

  struct Slot {
    std::array<void*, max_bulk_objects> objects{};
  };

  Result<void> configure(Request& request, BenchSettings& settings) {
    bulk_ = static_cast<unsigned>(MMS_TRY(request.number_or("bulk", 16, 1, max_bulk_objects)));
    return OwnCache::configure(request, settings);
  }

  // With the list of them.
  [[nodiscard]] mms_u64 object_bytes() const { return bulk_ * stride() + sizeof(Slot); }

  bool acquire(Slot& slot) {
    return mms_kmem_cache_alloc_bulk(cache_, gfp_.flags, bulk_, slot.objects.data()) != 0;
  }

  void check(const Slot& slot, Tally& tally) const {
    for (unsigned i = 0; i < bulk_; ++i)
      check_object(slot.objects[i], tally);
  }

  void verify(const Slot& slot, Tally& tally) const {
    for (unsigned i = 0; i < bulk_; ++i)
      verify_object(slot.objects[i], tally);
  }

  void release(Slot& slot) { mms_kmem_cache_free_bulk(cache_, bulk_, slot.objects.data()); }

private:
  unsigned bulk_ = 0;
};

} // namespace

constinit const CaseEntry case_kmem_cache_bulk = case_entry<KmemCacheBulk>;

} // namespace mmscope
