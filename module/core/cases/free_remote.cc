// SPDX-License-Identifier: GPL-2.0
// Pages that one CPU allocates and another one frees: they end up on the lists of
// the CPU that frees them.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/pages.hpp"
#include "core/cases/remote.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class FreeRemote : public Remote<Pages> {
public:
  static constexpr CaseInfo info{
      "free_remote", "order gfp free_node",
      "alloc_pages_node(mem_node, gfp, order) on cpu_node, then __free_pages() on free_node",
      object_ops};
};

} // namespace

constinit const CaseEntry case_free_remote = case_entry<FreeRemote>;

} // namespace mmscope
