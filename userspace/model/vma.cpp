// SPDX-License-Identifier: GPL-2.0
#include "model/vma.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <string_view>

#include "model/vmalloc.hpp"

namespace mmscope::model {
namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

std::optional<std::uint64_t> sum(std::optional<std::uint64_t> left,
                                 std::optional<std::uint64_t> right) {
  if (!left && !right)
    return std::nullopt;
  return left.value_or(0) + right.value_or(0);
}

void put(Object& object, const char* key, const std::optional<std::uint64_t>& value) {
  if (value)
    object.emplace_back(key, *value);
}

std::string address(std::uint64_t address) { return fmt::format("{:#x}", address); }

} // namespace

std::string backing_of(const reader::MapsLine& vma, const std::vector<std::string>& flags) {
  const std::string_view path = vma.path;
  const auto has = [&](const char* flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
  };
  if (has("ht"))
    return "hugetlb";
  if (path.empty() || begins(path, "[anon:"))
    return "anon";
  if (begins(path, "/dev/zero (deleted)") || begins(path, "/memfd:") || begins(path, "/SYSV") ||
      begins(path, "/dev/shm/") || begins(path, "[anon_shmem:"))
    return "shmem";
  if (begins(path, "[vvar")) // since 6.13 there is a [vvar_vclock]
    return "vvar";
  for (const char* name : {"heap", "stack", "vdso", "vsyscall"})
    if (path == fmt::format("[{}]", name))
      return name;
  if (path.front() == '[')
    return "special";
  return has("pf") || has("io") ? "device" : "file";
}

std::uint64_t VmaPages::present_pages() const {
  std::uint64_t pages = 0;
  for (const auto& [place, count] : places)
    pages += count;
  return pages;
}

std::optional<std::uint64_t> Vma::figure(const char* name) const {
  const std::int64_t* kib = smaps ? reader::find_number(smaps->kib, name) : nullptr;
  if (kib == nullptr)
    return std::nullopt;
  return static_cast<std::uint64_t>(*kib) * 1024 / vma_page_size;
}

bool Vma::has_flag(const char* flag) const {
  return smaps && std::find(smaps->flags.begin(), smaps->flags.end(), flag) != smaps->flags.end();
}

std::optional<std::uint64_t> Vma::hugetlb_pages() const {
  return sum(figure("Private_Hugetlb"), figure("Shared_Hugetlb"));
}

std::optional<std::uint64_t> Vma::memory_pages() const {
  return sum(figure("Rss"), hugetlb_pages());
}

std::optional<std::uint64_t> Vma::shared_pages() const {
  return sum(sum(figure("Shared_Clean"), figure("Shared_Dirty")), figure("Shared_Hugetlb"));
}

std::optional<std::uint64_t> Vma::thp_pages() const {
  return sum(sum(figure("AnonHugePages"), figure("ShmemPmdMapped")), figure("FilePmdMapped"));
}

std::optional<std::uint64_t> Vma::ksm_pages() const {
  if (!pages || !pages->by_module)
    return figure("KSM");
  std::uint64_t merged = 0;
  for (const auto& [place, count] : pages->places)
    if (place.page_class == "ksm")
      merged += count;
  return merged;
}

std::optional<std::map<std::uint64_t, std::uint64_t>> Vma::nodes() const {
  std::map<std::uint64_t, std::uint64_t> nodes;
  if (pages && pages->by_module) {
    for (const auto& [place, count] : pages->places)
      if (place.nid)
        nodes[*place.nid] += count;
    return nodes;
  }
  if (memory_pages() == 0U) // the kernel's own [vsyscall] has no line in numa_maps
    return nodes;
  return numa ? std::optional(numa->nodes(vma_page_size)) : std::nullopt;
}

Object to_object(const Vma& vma) {
  Object object = {{"start_addr", address(vma.range.start)},
                   {"end_addr", address(vma.range.end)},
                   {"perms", vma.range.perms},
                   {"backing", vma.backing},
                   {"size_bytes", vma.range.size_bytes()},
                   {"offset_bytes", vma.range.offset_bytes},
                   {"dev", vma.range.dev},
                   {"inode", vma.range.inode}};
  if (!vma.range.path.empty())
    object.emplace_back("path", vma.range.path);
  object.emplace_back("steady", std::uint64_t{vma.steady});
  put(object, "memory_pages", vma.memory_pages());
  if (const auto nodes = vma.nodes())
    put_by_node(object, "nids", "node_pages", *nodes);
  put(object, "shared_pages", vma.shared_pages());
  put(object, "anon_pages", vma.figure("Anonymous"));
  put(object, "thp_pages", vma.thp_pages());
  put(object, "hugetlb_pages", vma.hugetlb_pages());
  put(object, "ksm_pages", vma.ksm_pages());
  put(object, "swapped_pages", vma.swapped_pages());
  put(object, "locked_pages", vma.figure("Locked"));
  if (vma.smaps)
    if (const std::int64_t* pss = reader::find_number(vma.smaps->kib, "Pss"))
      object.emplace_back("pss_bytes", static_cast<std::uint64_t>(*pss) * 1024);
  if (vma.pages) {
    object.emplace_back("present_pages", vma.pages->present_pages());
    object.emplace_back("zero_pages", vma.pages->zero_pages);
    object.emplace_back("raced_pages", vma.pages->raced_pages);
  }
  if (vma.numa)
    object.emplace_back("policy", vma.numa->policy);
  if (vma.smaps)
    object.emplace_back("flags", vma.smaps->flags);
  return object;
}

std::vector<Object> page_objects(const AddressSpace& space) {
  std::vector<Object> objects;
  for (const Vma& vma : space.vmas) {
    if (!vma.pages)
      continue;
    for (const auto& [place, count] : vma.pages->places) {
      Object object = {{"start_addr", address(vma.range.start)}};
      put(object, "nid", place.nid);
      if (!place.zone.empty())
        object.emplace_back("zone", place.zone);
      object.emplace_back("class", place.page_class);
      object.emplace_back("pages", count);
      objects.push_back(std::move(object));
    }
  }
  return objects;
}

} // namespace mmscope::model
