// SPDX-License-Identifier: GPL-2.0
#include "view/vma_notes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "view/text.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::AddressSpace;
using model::Vma;
using model::VmaCheck;

constexpr std::size_t most_differences = 5;

std::string vmas(std::uint64_t count) {
  return fmt::format("{} VMA{}", grouped(count), count == 1 ? "" : "s");
}

std::string painted(const Screen& screen, Role role, const std::string& note) {
  std::string text;
  for (const std::string& line : wrapped(note, screen.width))
    text += screen.style.paint(role, line) + "\n";
  return text;
}

// What there is none of, and what nobody tells.
std::vector<std::string> nothing_of(const AddressSpace& space) {
  std::vector<std::string> none;
  std::vector<std::string> untold;
  for (const VmaKind& kind : vma_kinds()) {
    const auto pages = vma_total(space, kind);
    if (!pages)
      untold.emplace_back(kind.none);
    else if (*pages == 0)
      none.emplace_back(kind.none);
  }
  std::vector<std::string> notes;
  if (!none.empty())
    notes.push_back(fmt::format("No {}.", fmt::join(none, ", no ")));
  if (!untold.empty())
    notes.push_back(fmt::format("Not known: {}.", fmt::join(untold, ", ")));
  return notes;
}

std::string check_notes(const Screen& screen, const std::vector<VmaCheck>& checks) {
  if (checks.empty())
    return "";
  const auto differing = static_cast<std::uint64_t>(std::count_if(
      checks.begin(), checks.end(), [](const VmaCheck& check) { return !check.agrees(); }));
  std::set<std::uint64_t> starts;
  for (const VmaCheck& check : checks)
    starts.insert(check.start);
  if (differing == 0)
    return painted(screen, Role::good,
                   fmt::format("Pages counted one by one agree with smaps and numa_maps: {} "
                               "figures of {}.",
                               grouped(checks.size()), vmas(starts.size())));
  std::string text =
      painted(screen, Role::warning,
              fmt::format("{} of {} figures differ between pages counted one by one and smaps or "
                          "numa_maps, which are read one after the other:",
                          grouped(differing), grouped(checks.size())));
  std::size_t shown = 0;
  for (const VmaCheck& check : checks) {
    if (check.agrees())
      continue;
    if (shown++ == most_differences) {
      text += painted(screen, Role::warning, "  ... (-j has all)");
      break;
    }
    text +=
        painted(screen, Role::warning,
                fmt::format("  {:x} {}: {} counted, {} by {}", check.start, check.what,
                            grouped(check.counted_pages), grouped(check.said_pages), check.file));
  }
  return text;
}

} // namespace

const std::vector<VmaKind>& vma_kinds() {
  static const std::vector<VmaKind> table = {
      {"thp", "transparent huge pages", [](const Vma& vma) { return vma.thp_pages(); }},
      {"hugetlb", "hugetlb pages", [](const Vma& vma) { return vma.hugetlb_pages(); }},
      {"ksm", "KSM pages", [](const Vma& vma) { return vma.ksm_pages(); }},
      {"swap", "pages in swap", [](const Vma& vma) { return vma.swapped_pages(); }},
  };
  return table;
}

std::optional<std::uint64_t> vma_total(const AddressSpace& space, const VmaKind& kind) {
  std::optional<std::uint64_t> sum;
  for (const Vma& vma : space.vmas)
    if (const auto pages = kind.pages(vma))
      sum = sum.value_or(0) + *pages;
  return sum;
}

std::string vma_notes(const Screen& screen, const AddressSpace& space,
                      const std::vector<VmaCheck>& checks) {
  std::string text;
  for (const std::string& note : nothing_of(space))
    text += painted(screen, Role::dim, note);
  std::uint64_t zeros = 0;
  std::uint64_t raced = 0;
  for (const Vma& vma : space.vmas) {
    zeros += vma.pages ? vma.pages->zero_pages : 0;
    raced += vma.pages ? vma.pages->raced_pages : 0;
  }
  if (zeros != 0)
    text += painted(screen, Role::dim,
                    fmt::format("{} pages were read and never written: they map the page of zeros "
                                "and take no memory.",
                                grouped(zeros)));
  text += check_notes(screen, checks);
  if (raced != 0)
    text += painted(screen, Role::warning,
                    fmt::format("{} pages had become something else by the time they were asked "
                                "about.",
                                grouped(raced)));
  if (space.vmas_in_motion != 0)
    text += painted(screen, Role::warning,
                    fmt::format("{} came, went or changed while they were read, each time "
                                "again: their figures are of different moments.",
                                vmas(space.vmas_in_motion)));
  if (space.vmas_not_walked != 0)
    text += painted(screen, Role::warning,
                    fmt::format("{} of more than 64 GiB not read page by page: of these there is "
                                "only what smaps and numa_maps say.",
                                vmas(space.vmas_not_walked)));
  for (const model::Missing& missing : space.missing)
    text += painted(screen, Role::warning,
                    fmt::format("Not shown: {}. {}", missing.what, missing.because));
  return text;
}

} // namespace mmscope::view
