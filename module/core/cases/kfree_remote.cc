// SPDX-License-Identifier: GPL-2.0
// Objects that one CPU allocates and another one frees: their slab is not that of
// the CPU that frees them.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/kmalloc_objects.hpp"
#include "core/cases/remote.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class KfreeRemote : public Remote<KmallocObjects> {
public:
  static constexpr CaseInfo info{
      "kfree_remote", "size gfp free_node",
      "kmalloc_node(size, gfp, mem_node) on cpu_node, then kfree() on free_node", object_ops};
};

} // namespace

constinit const CaseEntry case_kfree_remote = case_entry<KfreeRemote>;

} // namespace mmscope
