// SPDX-License-Identifier: GPL-2.0
// kmalloc_node() and kfree(): objects of one size.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/kmalloc_objects.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Kmalloc : public KmallocObjects {
public:
  static constexpr CaseInfo info{"kmalloc", "size gfp",
                                 "kmalloc_node(size, gfp, mem_node), then kfree()", object_ops};
};

} // namespace

constinit const CaseEntry case_kmalloc = case_entry<Kmalloc>;

} // namespace mmscope
