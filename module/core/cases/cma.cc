// SPDX-License-Identifier: GPL-2.0
// dma_alloc_pages(): contiguous memory of a device, out of the CMA area.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Cma {
public:
  static constexpr CaseInfo info{"cma", "size",
                                 "dma_alloc_pages() of a device on mem_node, which the CMA area "
                                 "serves, then dma_free_pages(); what comes from elsewhere failed",
                                 object_ops};

  struct Slot {
    page* first = nullptr;
    mms_u64 handle = 0;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    if (mms_have_dma_cma() == 0) {
      request.reason().add("this kernel was built without CONFIG_DMA_CMA");
      return unsupported;
    }
    // A single page never comes from the area; see dma_alloc_contiguous().
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size =
        MMS_TRY(request.number_or("size", mms_u64{64} << 10, page_size + 1, mms_u64{1} << 30));
    size_ = (size + page_size - 1) / page_size * page_size;
    return {};
  }

  [[nodiscard]] mms_u64 object_bytes() const { return size_; }

  Result<void> set_up(const Leg& leg, Tally&) {
    mem_node_ = leg.mem_node;
    device_ = mms_dma_device_new(mem_node_);
    return device_ != nullptr ? Result<void>() : Result<void>(out_of_memory);
  }

  void tear_down(Tally&) {
    mms_dma_device_delete(device_);
    device_ = nullptr;
  }

  // Where the area has no room, the buddy allocator would do instead.
  bool acquire(Slot& slot) {
    slot.first = mms_dma_alloc_pages(device_, size_, &slot.handle);
    if (slot.first == nullptr)
      return false;
    if (mms_page_is_cma(slot.first) != 0)
      return true;
    release(slot);
    return false;
  }

  void check(const Slot& slot, Tally& tally) const {
    check_block(slot.first, {size_, 1, mem_node_, true, false}, tally);
  }

  void verify(const Slot& slot, Tally& tally) const { verify_block(slot.first, size_, tally); }

  void release(const Slot& slot) { mms_dma_free_pages(device_, size_, slot.first, slot.handle); }

private:
  mms_u64 size_ = 0;
  int mem_node_ = 0;
  device* device_ = nullptr;
};

} // namespace

constinit const CaseEntry case_cma = case_entry<Cma>;

} // namespace mmscope
