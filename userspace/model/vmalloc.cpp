// SPDX-License-Identifier: GPL-2.0
#include "model/vmalloc.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "reader/kernel_file.hpp"

namespace mmscope::model {
namespace {

void merge_flags(std::vector<std::string>& flags, const std::vector<std::string>& more) {
  for (const std::string& flag : more) {
    if (std::find(flags.begin(), flags.end(), flag) == flags.end())
      flags.push_back(flag);
  }
}

} // namespace

std::vector<VmallocArea> load_vmalloc_areas(const reader::Source& source) {
  return reader::parse_vmallocinfo(reader::read_as_root(source, reader::vmallocinfo_path),
                                   source.locate(reader::vmallocinfo_path).native());
}

std::vector<VmallocCaller> by_caller(const std::vector<VmallocArea>& areas) {
  std::map<std::pair<std::string, std::string>, VmallocCaller> callers;
  for (const VmallocArea& area : areas) {
    VmallocCaller& caller = callers[{area.function(), area.module}];
    caller.caller = area.function();
    caller.module = area.module;
    ++caller.areas;
    caller.size_bytes += area.size_bytes;
    caller.pages += area.pages;
    merge_flags(caller.flags, area.flags);
    for (const auto& [nid, pages] : area.pages_by_node)
      caller.pages_by_node[nid] += pages;
  }
  std::vector<VmallocCaller> sorted;
  sorted.reserve(callers.size());
  for (auto& [key, caller] : callers)
    sorted.push_back(std::move(caller));
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const VmallocCaller& a, const VmallocCaller& b) { return a.size_bytes > b.size_bytes; });
  return sorted;
}

void put_by_node(Object& object, const char* nids_key, const char* pages_key,
                 const std::map<std::uint64_t, std::uint64_t>& pages_by_node) {
  std::vector<std::uint64_t> nids;
  std::vector<std::uint64_t> pages;
  nids.reserve(pages_by_node.size());
  pages.reserve(pages_by_node.size());
  for (const auto& [nid, count] : pages_by_node) {
    nids.push_back(nid);
    pages.push_back(count);
  }
  object.emplace_back(nids_key, std::move(nids));
  object.emplace_back(pages_key, std::move(pages));
}

Object to_object(const VmallocCaller& caller) {
  Object object = {{"caller", caller.caller}};
  if (!caller.module.empty())
    object.emplace_back("module", caller.module);
  object.emplace_back("areas", caller.areas);
  object.emplace_back("size_bytes", caller.size_bytes);
  object.emplace_back("pages", caller.pages);
  object.emplace_back("flags", caller.flags);
  put_by_node(object, "nids", "node_pages", caller.pages_by_node);
  return object;
}

Object to_object(const VmallocArea& area) {
  Object object;
  if (!area.caller.empty())
    object.emplace_back("caller", area.caller);
  if (!area.module.empty())
    object.emplace_back("module", area.module);
  object.emplace_back("size_bytes", area.size_bytes);
  object.emplace_back("pages", area.pages);
  object.emplace_back("flags", area.flags);
  put_by_node(object, "nids", "node_pages", area.pages_by_node);
  if (area.phys)
    object.emplace_back("phys_addr", fmt::format("{:#x}", *area.phys));
  if (area.start && area.end) {
    object.emplace_back("start_addr", fmt::format("{:#x}", *area.start));
    object.emplace_back("end_addr", fmt::format("{:#x}", *area.end));
  }
  return object;
}

} // namespace mmscope::model
