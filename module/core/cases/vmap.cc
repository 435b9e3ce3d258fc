// SPDX-License-Identifier: GPL-2.0
// vmap() and vunmap(): a mapping of pages that are there already.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/mapped_pages.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Vmap : public MappedPages {
public:
  static constexpr CaseInfo info{"vmap", "size",
                                 "vmap() of single pages of mem_node, then vunmap()", object_ops};

  bool acquire(Slot& slot) {
    slot.area = mms_vmap(pages_.data(), nr_pages_);
    return slot.area != nullptr;
  }

  void release(const Slot& slot) { mms_vunmap(slot.area); }
};

} // namespace

constinit const CaseEntry case_vmap = case_entry<Vmap>;

} // namespace mmscope
