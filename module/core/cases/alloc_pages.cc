// SPDX-License-Identifier: GPL-2.0
// alloc_pages_node() and __free_pages(): blocks of one order.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/pages.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class AllocPages : public Pages {
public:
  static constexpr CaseInfo info{"alloc_pages", "order gfp",
                                 "alloc_pages_node(mem_node, gfp, order), then __free_pages()",
                                 object_ops};
};

} // namespace

constinit const CaseEntry case_alloc_pages = case_entry<AllocPages>;

} // namespace mmscope
