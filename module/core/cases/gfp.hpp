// SPDX-License-Identifier: GPL-2.0
// The key gfp=: how an allocation is asked for.
#ifndef MMS_CORE_CASES_GFP_HPP
#define MMS_CORE_CASES_GFP_HPP

#include "core/request.hpp"

namespace mmscope {

struct Gfp {
  mms_u32 flags = 0; // the kernel's own, from mms_gfp()
  bool zero = false;
  bool this_node = false;
};

// Who is asked: the kernel prints a stack where slabs are asked for a zone that
// they cannot come from (GFP_SLAB_BUG_MASK).
enum class GfpFor : unsigned char { pages, slabs };

// "kernel" (where there is no such key), "atomic,zero", ...: one of kernel,
// atomic, nowait, highuser and movable, and any modifiers.
Result<Gfp> parse_gfp(Request& request, GfpFor whom);

} // namespace mmscope

#endif // MMS_CORE_CASES_GFP_HPP
