// SPDX-License-Identifier: GPL-2.0
// One page, and the record that tells of it.
#ifndef MMS_CORE_PAGE_INFO_HPP
#define MMS_CORE_PAGE_INFO_HPP

#include "core/memmap.hpp"
#include "core/request.hpp"

namespace mmscope {

// What a page is, told as its run; `pfn` is the page asked for, which need not
// be the run's first where it lies in a free block.
struct PageInfo {
  mms_page_run run;
  mms_u64 pfn;
  mms_u64 head_pfn;
};

// -ENXIO where the pfn has no online struct page; the reason says why.
Result<PageInfo> read_page(mms_u64 pfn, Reason& reason);

// `in_memmap`: the page holds struct pages.
void put_page(Encoder& out, const PageInfo& page, bool in_memmap);

} // namespace mmscope

#endif // MMS_CORE_PAGE_INFO_HPP
