// SPDX-License-Identifier: GPL-2.0
// Single pages of one node, which a case maps or goes through.
#ifndef MMS_CORE_CASES_PAGE_LIST_HPP
#define MMS_CORE_CASES_PAGE_LIST_HPP

#include "core/cases/memory.hpp"

namespace mmscope {

// Trivial, as all that a case holds: free() is called by hand.
class PageList {
public:
  // Each page has a stamp; see verify_block().
  Result<void> allocate(int nid, unsigned nr_pages, Tally& tally) {
    pages_ = static_cast<page**>(mms_kvmalloc(nr_pages * sizeof(void*)));
    if (pages_ == nullptr)
      return out_of_memory;
    for (nr_ = 0; nr_ < nr_pages; ++nr_) {
      pages_[nr_] = mms_alloc_pages_node(nid, mms_gfp(MMS_GFP(KERNEL)), 0);
      if (pages_[nr_] == nullptr)
        return out_of_memory;
      check_block(pages_[nr_], {mms_page_size(), 1, nid, false, false}, tally);
    }
    return {};
  }

  // Also of what was allocated in part, or not at all.
  void free() {
    while (nr_ > 0)
      mms_free_pages(pages_[--nr_], 0);
    mms_kvfree(pages_);
    pages_ = nullptr;
  }

  [[nodiscard]] page** data() const { return pages_; }
  [[nodiscard]] unsigned size() const { return nr_; }

private:
  page** pages_ = nullptr;
  unsigned nr_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_PAGE_LIST_HPP
