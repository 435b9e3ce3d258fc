// SPDX-License-Identifier: GPL-2.0
// vm_map_ram() and vm_unmap_ram(): mappings that do not last long, from blocks of
// addresses that each CPU keeps.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/mapped_pages.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class VmMapRam : public MappedPages {
public:
  static constexpr CaseInfo info{"vm_map_ram", "size",
                                 "vm_map_ram() of single pages of mem_node, then vm_unmap_ram()",
                                 object_ops};

  bool acquire(Slot& slot) {
    slot.area = mms_vm_map_ram(pages_.data(), nr_pages_, mem_node_);
    return slot.area != nullptr;
  }

  void release(const Slot& slot) { mms_vm_unmap_ram(slot.area, nr_pages_); }
};

} // namespace

constinit const CaseEntry case_vm_map_ram = case_entry<VmMapRam>;

} // namespace mmscope
