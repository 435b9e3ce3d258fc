// SPDX-License-Identifier: GPL-2.0
// From the flags of a page to its class: used by the census in the kernel, and
// by `mmscope verify` on what /proc/kpageflags says.
#ifndef MMS_WIRE_PAGE_CLASS_HPP
#define MMS_WIRE_PAGE_CLASS_HPP

#include "page.h"
#include "records.h"

namespace mmscope::wire {

struct PageFlagInfo {
  unsigned bit;
  const char* name;
  const char* source;
  const char* meaning;
};

#define MMS_FLAG_INFO(bit, NAME, name, source, meaning) {bit, #name, source, meaning},
inline constexpr PageFlagInfo page_flags[] = {MMS_PAGE_FLAGS(MMS_FLAG_INFO)};
#undef MMS_FLAG_INFO

struct PageClassInfo {
  const char* name;
  const char* meaning;
};

#define MMS_CLASS_INFO(NAME, name, meaning) {#name, meaning},
inline constexpr PageClassInfo page_classes[] = {MMS_PAGE_CLASSES(MMS_CLASS_INFO)};
#undef MMS_CLASS_INFO

// `reserved` stands for memmap too: only the pfn tells them apart.
constexpr mms_page_class classify_page(mms_u64 flags) {
  // A page type is decisive: the other words of such a page are its owner's and
  // may look like anything.
  if (flags & MMS_PG(RACED))
    return MMS_CLASS_RACED;
  if (flags & MMS_PG(HWPOISON))
    return MMS_CLASS_HWPOISON;
  if (flags & MMS_PG(BUDDY))
    return MMS_CLASS_BUDDY;
  if (flags & MMS_PG(OFFLINE))
    return MMS_CLASS_OFFLINE;
  if (flags & MMS_PG(HUGE))
    return MMS_CLASS_HUGETLB;
  if (flags & MMS_PG(SLAB))
    return MMS_CLASS_SLAB;
  if (flags & MMS_PG(PGTABLE))
    return MMS_CLASS_PGTABLE;
  if (flags & MMS_PG(RESERVED))
    return MMS_CLASS_RESERVED;
  if (flags & MMS_PG(KSM))
    return MMS_CLASS_KSM;
  if (flags & MMS_PG(THP))
    return MMS_CLASS_THP;
  if (flags & MMS_PG(SWAPCACHE))
    return MMS_CLASS_SWAPCACHE;
  if (flags & MMS_PG(ANON))
    return MMS_CLASS_ANON;
  // A driver may leave what it likes in page.mapping; a page of a file that is
  // not on an LRU list is being added, isolated or kept by its file system.
  if (flags & MMS_PG(MAPPING))
    return (flags & MMS_PG(SWAPBACKED)) ? MMS_CLASS_SHMEM : MMS_CLASS_FILE;
  if (flags & MMS_PG(LINKED))
    return MMS_CLASS_PCP;
  if (flags & (MMS_PG(COMPOUND_HEAD) | MMS_PG(COMPOUND_TAIL)))
    return MMS_CLASS_COMPOUND;
  return MMS_CLASS_KERNEL;
}

} // namespace mmscope::wire

#endif // MMS_WIRE_PAGE_CLASS_HPP
