// SPDX-License-Identifier: GPL-2.0
// Which pages hold struct page: nothing in such a page says so.
#ifndef MMS_CORE_MEMMAP_HPP
#define MMS_CORE_MEMMAP_HPP

#include "base/types.hpp"
#include "core/array.hpp"

namespace mmscope {

class MemmapRanges {
public:
  // Looks up where the struct pages of all present sections lie.
  Result<void> load();

  // Pages of [start, end) that hold struct pages.
  [[nodiscard]] mms_u64 pages_in(mms_u64 start, mms_u64 end) const;

private:
  void add(PfnRange range);
  void sort();

  Array<PfnRange> ranges_; // ascending and apart after load()
};

} // namespace mmscope

#endif // MMS_CORE_MEMMAP_HPP
