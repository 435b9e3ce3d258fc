// SPDX-License-Identifier: GPL-2.0
// What every case checks about memory that it was given.
#ifndef MMS_CORE_CASES_MEMORY_HPP
#define MMS_CORE_CASES_MEMORY_HPP

#include <cstdint>

#include "core/bench_case.hpp"

namespace mmscope {

// A few words of some memory: the first and the last one of each page.
class Stamp {
public:
  // At least 8 bytes; the page size is a power of two.
  Stamp(void* memory, std::size_t size)
      : memory_(static_cast<unsigned char*>(memory)), size_(size), page_size_(mms_page_size()) {}

  [[nodiscard]] bool aligned(std::size_t align) const {
    return (reinterpret_cast<std::uintptr_t>(memory_) & (align - 1)) == 0;
  }

  [[nodiscard]] bool zero() const {
    return for_each_word([](std::size_t, const unsigned char* at) { return read(at) == 0; });
  }

  // Writes what holds() looks for; `key` tells owners apart.
  void press(mms_u64 key) {
    for_each_word([&](std::size_t offset, unsigned char* at) {
      const mms_u64 word = pattern(key, offset);
      __builtin_memcpy(at, &word, sizeof(word));
      return true;
    });
  }

  [[nodiscard]] bool holds(mms_u64 key) const {
    return for_each_word([&](std::size_t offset, const unsigned char* at) {
      return read(at) == pattern(key, offset);
    });
  }

private:
  static mms_u64 read(const unsigned char* at) {
    mms_u64 word;
    __builtin_memcpy(&word, at, sizeof(word));
    return word;
  }

  static mms_u64 pattern(mms_u64 key, std::size_t offset) {
    return (key ^ offset) * 0x9e3779b97f4a7c15ULL + 1;
  }

  // Until one says no; whether none did.
  template <typename Visit> bool for_each_word(Visit&& visit) const {
    for (std::size_t page = 0; page < size_; page += page_size_) {
      const std::size_t end = size_ - page < page_size_ ? size_ : page + page_size_;
      if (end - page >= sizeof(mms_u64) && !visit(page, memory_ + page))
        return false;
      if (end - page >= 2 * sizeof(mms_u64) && !visit(end - 8, memory_ + end - 8))
        return false;
    }
    return true;
  }

  unsigned char* memory_;
  std::size_t size_;
  std::size_t page_size_;
};

// Counts where an object lies; whether that is the node that was asked for.
inline void count_place(Tally& tally, const mms_place& place, int mem_node, bool this_node) {
  tally.places.count(place);
  if (place.nid == mem_node)
    return;
  ++tally.findings.fallback;
  if (this_node)
    ++tally.findings.wrong_place;
}

// What a block of pages was asked to be.
struct BlockWish {
  mms_u64 bytes;
  mms_u64 align_pages; // a power of two
  int mem_node;
  bool zero;
  bool this_node;
};

// Looks at a block of the caller's and leaves a stamp in it.
inline void check_block(page* first, const BlockWish& wish, Tally& tally) {
  mms_place place;
  mms_page_place(first, &place);
  count_place(tally, place, wish.mem_node, wish.this_node);
  if ((place.pfn & (wish.align_pages - 1)) != 0)
    ++tally.findings.wrong_align;
  void* const memory = mms_page_address(first);
  if (memory == nullptr) // HighMem
    return;
  Stamp stamp(memory, wish.bytes);
  if (wish.zero && !stamp.zero())
    ++tally.findings.wrong_zero;
  stamp.press(place.pfn);
}

// Whether the stamp is still there.
inline void verify_block(page* first, mms_u64 bytes, Tally& tally) {
  mms_place place;
  mms_page_place(first, &place);
  void* const memory = mms_page_address(first);
  if (memory != nullptr && !Stamp(memory, bytes).holds(place.pfn))
    ++tally.findings.wrong_data;
}

// What threads count at once where an allocation fails, off the path that is timed
// otherwise.
class SharedCount {
public:
  void add() { __atomic_fetch_add(&count_, 1, __ATOMIC_RELAXED); }
  mms_u64 take() { return __atomic_exchange_n(&count_, 0, __ATOMIC_RELAXED); }

private:
  mms_u64 count_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_MEMORY_HPP
