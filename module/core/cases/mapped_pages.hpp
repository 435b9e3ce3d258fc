// SPDX-License-Identifier: GPL-2.0
// What vmap() and vm_map_ram() have in common: pages of the lab's own, which all
// threads map over and over, and what is checked about a mapping.
#ifndef MMS_CORE_CASES_MAPPED_PAGES_HPP
#define MMS_CORE_CASES_MAPPED_PAGES_HPP

#include "core/cases/page_list.hpp"

namespace mmscope {

class MappedPages {
public:
  struct Slot {
    void* area = nullptr;
  };

  Result<void> configure(Request& request, BenchSettings&) {
    const mms_u64 page_size = mms_page_size();
    const mms_u64 size = MMS_TRY(request.number_or("size", 4 * page_size, 1, mms_u64{4} << 20));
    nr_pages_ = static_cast<unsigned>((size + page_size - 1) / page_size);
    return {};
  }

  // A mapping takes page tables, at most.
  [[nodiscard]] static mms_u64 object_bytes() { return mms_page_size(); }
  [[nodiscard]] mms_u64 held_bytes() const { return nr_pages_ * mms_page_size(); }

  Result<void> set_up(const Leg& leg, Tally& tally) {
    mem_node_ = leg.mem_node;
    return pages_.allocate(mem_node_, nr_pages_, tally);
  }

  void tear_down(Tally&) { pages_.free(); }

  // Each page where it belongs, with its contents.
  void check(const Slot& slot, Tally& tally) const {
    const mms_u64 page_size = mms_page_size();
    if (!Stamp(slot.area, page_size).aligned(page_size))
      ++tally.findings.wrong_align;
    for (unsigned i = 0; i < nr_pages_; ++i) {
      unsigned char* const at = static_cast<unsigned char*>(slot.area) + i * page_size;
      page* const mapped = mms_vmalloc_to_page(at);
      mms_place place;
      mms_page_place(pages_.data()[i], &place);
      if (mapped != pages_.data()[i] || !Stamp(at, page_size).holds(place.pfn))
        ++tally.findings.wrong_data;
    }
  }

  void verify(const Slot& slot, Tally& tally) const { check(slot, tally); }

protected:
  PageList pages_;
  unsigned nr_pages_ = 0;
  int mem_node_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_MAPPED_PAGES_HPP
