// SPDX-License-Identifier: GPL-2.0
// What each file counts, fs/proc/task_mmu.c:
//
//   smaps      pages with a struct page that are mapped normally: not the page of
//              zeros. Hugetlb has lines of its own. Swap also has pages of shmem that
//              are in swap and that no page-table entry tells of.
//   numa_maps  of those, not the reserved ones, such as the kernel's own in the vDSO.
#include "model/vma_checks.hpp"

#include <fmt/core.h>

namespace mmscope::model {
namespace {

class Checker {
public:
  Checker(std::vector<VmaCheck>& checks, const Vma& vma) : checks_(checks), vma_(vma) {}

  void check() {
    if (const auto said = vma_.memory_pages())
      add("in memory", "smaps", vma_.pages->present_pages(), *said);
    // Of a hugetlb page kernels have had other ideas than its page-table entries.
    if (const auto said = vma_.shared_pages(); said && vma_.backing != "hugetlb")
      add("shared", "smaps", vma_.pages->shared_pages, *said);
    const bool anonymous =
        vma_.backing == "anon" || vma_.backing == "heap" || vma_.backing == "stack";
    if (const auto said = vma_.swapped_pages(); said && anonymous)
      add("swapped", "smaps", vma_.pages->swapped_pages, *said);
    if (const auto said = vma_.figure("KSM"); said && vma_.pages->by_module)
      add("ksm", "smaps", *vma_.ksm_pages(), *said);
    if (vma_.pages->by_module && vma_.numa)
      check_nodes();
  }

private:
  void add(std::string what, const char* file, std::uint64_t counted, std::uint64_t said) {
    checks_.push_back({vma_.range.start, std::move(what), file, counted, said});
  }

  void check_nodes() {
    std::map<std::uint64_t, std::uint64_t> said = vma_.numa->nodes(vma_page_size);
    std::map<std::uint64_t, std::uint64_t> counted;
    for (const auto& [place, count] : vma_.pages->places) {
      if (!place.nid || place.page_class == "reserved")
        continue;
      counted[*place.nid] += count;
      said.try_emplace(*place.nid, 0);
    }
    for (const auto& [nid, pages] : said)
      add(fmt::format("node {}", nid), "numa_maps", counted[nid], pages);
  }

  std::vector<VmaCheck>& checks_;
  const Vma& vma_;
};

} // namespace

std::vector<VmaCheck> check_vmas(const AddressSpace& space) {
  std::vector<VmaCheck> checks;
  for (const Vma& vma : space.vmas)
    if (vma.steady && vma.pages)
      Checker(checks, vma).check();
  return checks;
}

Object to_object(const VmaCheck& check) {
  return {{"start_addr", fmt::format("{:#x}", check.start)},
          {"what", check.what},
          {"file", check.file},
          {"counted_pages", check.counted_pages},
          {"said_pages", check.said_pages},
          {"agrees", std::uint64_t{check.agrees()}}};
}

} // namespace mmscope::model
