// SPDX-License-Identifier: GPL-2.0
// Several files tell of one address space, which changes between them: each is held
// against maps as it was before and after.
#include <algorithm>
#include <fmt/core.h>
#include <functional>
#include <set>
#include <unistd.h>

#include "model/vma.hpp"
#include "reader/error.hpp"
#include "reader/kernel_config.hpp"
#include "reader/kernel_file.hpp"
#include "reader/proc_pagemap.hpp"
#include "reader/proc_pid.hpp"

namespace mmscope::model {
namespace {

using reader::Error;

constexpr int attempts = 3;
constexpr std::uint64_t pages_at_once = 8192;
// Address space that is reserved and hardly used, such as a sanitizer's, may be of
// terabytes: eight bytes of pagemap for each page.
constexpr std::uint64_t most_pages = std::uint64_t{1} << 24;
// What was told of a page grows old, and takes room.
constexpr std::size_t most_told = std::size_t{1} << 20;

class Loader {
public:
  Loader(const reader::Source& source, const AddressSpaceAsked& asked)
      : source_(source), asked_(asked), teller_(source) {}

  AddressSpace load() {
    find();
    if (stat_.kernel_thread || stat_.state == 'Z')
      no_address_space();
    space_.kernel = reader::kernel_release(source_);
    for (int attempt = 0; attempt < attempts; ++attempt) {
      look();
      if (space_.vmas_in_motion == 0)
        break;
    }
    if (space_.vmas.empty())
      no_address_space();
    return std::move(space_);
  }

private:
  [[nodiscard]] std::string path(const char* file) const {
    return fmt::format("/proc/{}/{}", directory_, file);
  }

  [[noreturn]] void gone() const {
    throw Error(Error::Kind::failed,
                fmt::format("process {} ended while it was looked at", directory_));
  }

  void find() {
    if (asked_.pid == "self" && source_.is_live())
      directory_ = fmt::format("{}", ::getpid());
    else if (asked_.pid == "self")
      directory_ = asked_.pid;
    else
      directory_ = fmt::format("{}", reader::parse_pid(asked_.pid));
    if (directory_ != "self")
      space_.pid = reader::parse_pid(directory_);
    const auto text = reader::read_if_there(source_, path("stat"));
    if (text) {
      stat_ = reader::parse_proc_stat(*text, path("stat"));
      space_.comm = stat_.comm;
    } else if (source_.is_live()) {
      throw Error(Error::Kind::failed, fmt::format("there is no process {}", directory_));
    } else if (!reader::read_if_there(source_, path("maps"))) {
      throw Error(Error::Kind::not_there,
                  fmt::format("process {} is not in the recorded tree: {} is not there", directory_,
                              source_.locate(path("maps")).native()));
    }
  }

  [[noreturn]] void no_address_space() const {
    if (stat_.kernel_thread)
      throw Error(Error::Kind::failed,
                  fmt::format("{} ({}) is a kernel thread: it has no address space of its own",
                              directory_, space_.comm));
    if (stat_.state == 'Z')
      throw Error(Error::Kind::failed,
                  fmt::format("process {} ({}) has ended and waits for its parent: its address "
                              "space is gone",
                              directory_, space_.comm));
    throw Error(Error::Kind::failed, fmt::format("process {} has no address space", directory_));
  }

  [[nodiscard]] std::vector<reader::MapsLine> maps() const {
    const auto text = reader::read_if_there(source_, path("maps"));
    if (!text)
      gone();
    return reader::parse_maps(*text, path("maps"));
  }

  void look() {
    space_.vmas.clear();
    space_.missing.clear();
    space_.vmas_not_walked = 0;
    const std::vector<reader::MapsLine> before = maps();
    for (const reader::MapsLine& range : before) {
      space_.vmas.emplace_back();
      space_.vmas.back().range = range;
    }
    add_smaps();
    add_numa_maps();
    for (Vma& vma : space_.vmas)
      vma.backing =
          backing_of(vma.range, vma.smaps ? vma.smaps->flags : std::vector<std::string>());
    if (asked_.pages)
      add_pages();
    settle(before, maps());
  }

  // A file beside maps, or why its figures are missing.
  std::optional<std::string> beside(const char* file, const char* what, const char* option) {
    auto text = reader::read_if_there(source_, path(file));
    if (!text)
      space_.missing.push_back(
          {what, source_.is_live()
                     ? fmt::format("{} is not there: the kernel is without {}.", path(file), option)
                     : fmt::format("{} is not in the recorded tree.", path(file).substr(1))});
    return text;
  }

  void add_smaps() {
    const auto text = beside("smaps", "sizes and kinds of pages", "CONFIG_PROC_PAGE_MONITOR");
    if (!text)
      return;
    std::map<std::uint64_t, reader::SmapsEntry> entries;
    for (reader::SmapsEntry& entry : reader::parse_smaps(*text, path("smaps")))
      entries.emplace(entry.vma.start, std::move(entry));
    for (Vma& vma : space_.vmas) {
      const auto found = entries.find(vma.range.start);
      if (found != entries.end() && found->second.vma == vma.range)
        vma.smaps = std::move(found->second);
      else
        vma.steady = false;
    }
  }

  void add_numa_maps() {
    const auto text = beside("numa_maps", "memory policies", "CONFIG_NUMA");
    if (!text)
      return;
    std::map<std::uint64_t, reader::NumaMapsLine> lines;
    for (reader::NumaMapsLine& line : reader::parse_numa_maps(*text, path("numa_maps")))
      lines.emplace(line.start, std::move(line));
    for (Vma& vma : space_.vmas) {
      const auto found = lines.find(vma.range.start);
      if (found != lines.end())
        vma.numa = std::move(found->second);
    }
  }

  void add_pages() {
    teller_.forget();
    space_.means = teller_.means();
    if (space_.means != PageTeller::Means::module)
      space_.missing.push_back({"pages by zone and class", teller_.no_module()});
    if (space_.means == PageTeller::Means::nothing)
      return;
    try {
      for (Vma& vma : space_.vmas)
        walk(vma);
    } catch (const Error& error) {
      // By this user, or not on this kernel: what /proc says else is worth showing.
      if (error.kind() != Error::Kind::permission && error.kind() != Error::Kind::not_there)
        throw;
      space_.missing.push_back({"pages by pfn", error.what()});
    }
  }

  void walk(Vma& vma) {
    // Not of user space: pagemap ends before it.
    if (vma.backing == "vsyscall")
      return;
    const std::uint64_t pages = vma.range.size_bytes() / vma_page_size;
    if (pages > most_pages) {
      ++space_.vmas_not_walked;
      return;
    }
    VmaPages found;
    found.by_module = space_.means == PageTeller::Means::module;
    for (std::uint64_t at = 0; at < pages; at += pages_at_once)
      add_part(found, vma.range.start + at * vma_page_size, std::min(pages_at_once, pages - at));
    vma.pages = std::move(found);
  }

  void add_part(VmaPages& found, std::uint64_t addr, std::uint64_t count) {
    using State = reader::PagemapEntry::State;
    const std::vector<reader::PagemapEntry> entries =
        reader::read_pagemap(source_, space_.pid, addr, count, vma_page_size);
    if (entries.empty())
      gone(); // without an address space, pagemap is empty
    std::vector<std::uint64_t> pfns;
    for (const reader::PagemapEntry& entry : entries) {
      if (entry.state == State::present && entry.pfn == 0U)
        throw Error(
            Error::Kind::permission,
            fmt::format("{} tells pfns to root alone: run this with sudo.", path("pagemap")));
      if (entry.state == State::present)
        pfns.push_back(*entry.pfn);
      found.swapped_pages += entry.state == State::swapped ? 1 : 0;
    }
    if (teller_.size() > most_told)
      teller_.forget();
    teller_.ask(std::move(pfns));
    for (const reader::PagemapEntry& entry : entries)
      if (entry.state == State::present)
        add_page(found, teller_.told(*entry.pfn), entry.exclusive);
  }

  static void add_page(VmaPages& found, const ToldPage& page, bool exclusive) {
    static const std::set<std::string> never_mapped = {"buddy",   "pcp",     "slab",
                                                       "pgtable", "offline", "raced"};
    if (page.zeros) {
      ++found.zero_pages;
      return;
    }
    found.shared_pages += exclusive ? 0 : 1;
    found.raced_pages += never_mapped.count(page.page_class);
    ++found.places[{page.nid, page.zone, page.page_class}];
  }

  // Whoever was not the same all the time is in motion.
  void settle(const std::vector<reader::MapsLine>& before,
              const std::vector<reader::MapsLine>& after) {
    std::uint64_t came = 0;
    for (const reader::MapsLine& range : after)
      came += std::find(before.begin(), before.end(), range) == before.end() ? 1 : 0;
    std::uint64_t unsteady = 0;
    for (Vma& vma : space_.vmas) {
      if (std::find(after.begin(), after.end(), vma.range) == after.end())
        vma.steady = false;
      unsteady += vma.steady ? 0 : 1;
    }
    space_.vmas_in_motion = std::max(came, unsteady);
  }

  const reader::Source& source_;
  const AddressSpaceAsked& asked_;
  PageTeller teller_;
  std::string directory_;
  reader::ProcStat stat_;
  AddressSpace space_;
};

} // namespace

AddressSpace load_address_space(const reader::Source& source, const AddressSpaceAsked& asked) {
  return Loader(source, asked).load();
}

} // namespace mmscope::model
