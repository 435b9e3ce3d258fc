// SPDX-License-Identifier: GPL-2.0
// A cache of the lab's own, which /sys/kernel/slab/mmscope_lab shows while a run
// goes; for the cases that take one object or many at a time from it.
#ifndef MMS_CORE_CASES_OWN_CACHE_HPP
#define MMS_CORE_CASES_OWN_CACHE_HPP

#include "core/cases/slab_objects.hpp"

namespace mmscope {

template <typename Objects> class OwnCache : public Objects {
public:
  Result<void> configure(Request& request, BenchSettings&) {
    this->size_ = MMS_TRY(request.number_or("size", 256, 8, max_size));
    this->align_ = MMS_TRY(request.number_or("align", 8, 8, max_align));
    if ((this->align_ & (this->align_ - 1)) != 0) {
      request.reason().add("align=").add(this->align_).add(" is no power of two");
      return invalid;
    }
    this->gfp_ = MMS_TRY(parse_gfp(request, GfpFor::slabs));
    return {};
  }

  Result<void> set_up(const Leg& leg, Tally&) {
    this->mem_node_ = leg.mem_node;
    cache_ = mms_kmem_cache_create(this->size_, this->align_);
    return cache_ == nullptr ? Result<void>(out_of_memory) : Result<void>();
  }

  void tear_down(Tally&) {
    if (cache_ != nullptr)
      mms_kmem_cache_destroy(cache_);
    cache_ = nullptr;
  }

protected:
  [[nodiscard]] mms_u64 stride() const {
    return (this->size_ + this->align_ - 1) / this->align_ * this->align_;
  }

  kmem_cache* cache_ = nullptr;

private:
  static constexpr mms_u64 max_size = 32768; // a slab of the largest usual order holds one
  static constexpr mms_u64 max_align = 4096;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_OWN_CACHE_HPP
