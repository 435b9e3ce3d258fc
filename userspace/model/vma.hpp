// SPDX-License-Identifier: GPL-2.0
// A process's VMAs: what maps, smaps and numa_maps say of each, and what its pages
// are, out of pagemap and by pfn.
#ifndef MMSCOPE_MODEL_VMA_HPP
#define MMSCOPE_MODEL_VMA_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/missing.hpp"
#include "model/page_teller.hpp"
#include "reader/proc_maps.hpp"
#include "reader/proc_numa_maps.hpp"

namespace mmscope::model {

// No file beside maps says how large pages are: on x86-64 there is one size.
inline constexpr std::uint64_t vma_page_size = 4096;

struct PagePlace {
  std::optional<std::uint64_t> nid; // absent without the module
  std::string zone;                 // the same; else empty
  std::string page_class;

  auto operator<=>(const PagePlace&) const = default;
};

// What pagemap says of each page of a VMA, added up.
struct VmaPages {
  bool by_module = false;                    // nodes and zones are known
  std::map<PagePlace, std::uint64_t> places; // of pages that are there, but for pages of zeros
  std::uint64_t zero_pages = 0;              // that map the page of zeros
  std::uint64_t shared_pages = 0;            // that other page-table entries map too
  std::uint64_t swapped_pages = 0;
  std::uint64_t raced_pages = 0; // that had become something that no process maps

  [[nodiscard]] std::uint64_t present_pages() const;
};

struct Vma {
  reader::MapsLine range;
  std::string backing; // file, anon, heap, stack, shmem, hugetlb, device, vdso, vvar, ...
  std::optional<reader::SmapsEntry> smaps;
  std::optional<reader::NumaMapsLine> numa;
  std::optional<VmaPages> pages;
  bool steady = true; // it was the same before and after all was read

  // A figure of smaps, in pages; nothing where this kernel has none.
  [[nodiscard]] std::optional<std::uint64_t> figure(const char* name) const;
  [[nodiscard]] bool has_flag(const char* flag) const;

  // Rss does not count hugetlb: these do.
  [[nodiscard]] std::optional<std::uint64_t> memory_pages() const;
  [[nodiscard]] std::optional<std::uint64_t> shared_pages() const;
  [[nodiscard]] std::optional<std::uint64_t> hugetlb_pages() const;
  // Those of THPs that a PMD maps whole.
  [[nodiscard]] std::optional<std::uint64_t> thp_pages() const;
  // By class where the module tells it, else by smaps (since 6.6).
  [[nodiscard]] std::optional<std::uint64_t> ksm_pages() const;
  [[nodiscard]] std::optional<std::uint64_t> swapped_pages() const { return figure("Swap"); }
  // By pfn where the module tells of them, else by numa_maps.
  [[nodiscard]] std::optional<std::map<std::uint64_t, std::uint64_t>> nodes() const;
};

struct AddressSpace {
  std::uint64_t pid = 0;
  std::string comm;
  std::string kernel; // release; empty where it cannot be read
  PageTeller::Means means = PageTeller::Means::nothing;
  std::vector<Vma> vmas;
  std::uint64_t vmas_in_motion = 0;  // that came, went or changed while all was read
  std::uint64_t vmas_not_walked = 0; // too large to be read page by page
  std::vector<Missing> missing;
};

struct AddressSpaceAsked {
  std::string pid;   // a number, or "self"
  bool pages = true; // read pagemap, and ask about each pfn
};

// Reads again, some times, where VMAs change meanwhile; vmas_in_motion says whether
// that helped. Throws reader::Error: usage for what is no pid; failed where there is no
// such process, it has no address space, or it ended meanwhile.
[[nodiscard]] AddressSpace load_address_space(const reader::Source& source,
                                              const AddressSpaceAsked& asked);

// For tests: the kind of a VMA.
[[nodiscard]] std::string backing_of(const reader::MapsLine& vma,
                                     const std::vector<std::string>& flags);

[[nodiscard]] Object to_object(const Vma& vma);
// One for each place of each VMA.
[[nodiscard]] std::vector<Object> page_objects(const AddressSpace& space);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMA_HPP
