// SPDX-License-Identifier: GPL-2.0
// The vmalloc space by who made the areas. The module is not needed.
#ifndef MMSCOPE_MODEL_VMALLOC_HPP
#define MMSCOPE_MODEL_VMALLOC_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/value.hpp"
#include "reader/proc_vmallocinfo.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

using reader::VmallocArea;

// All areas of one function.
struct VmallocCaller {
  std::string caller;
  std::string module;
  std::uint64_t areas = 0;
  std::uint64_t size_bytes = 0;
  std::uint64_t pages = 0;
  std::vector<std::string> flags; // that any of the areas has
  std::map<std::uint64_t, std::uint64_t> pages_by_node;
};

// Throws reader::Error.
[[nodiscard]] std::vector<VmallocArea> load_vmalloc_areas(const reader::Source& source);

// The largest first, by name where alike.
[[nodiscard]] std::vector<VmallocCaller> by_caller(const std::vector<VmallocArea>& areas);

// Two lists side by side, as JSON objects have no numbers for keys.
void put_by_node(Object& object, const char* nids_key, const char* pages_key,
                 const std::map<std::uint64_t, std::uint64_t>& pages_by_node);

[[nodiscard]] Object to_object(const VmallocCaller& caller);
[[nodiscard]] Object to_object(const VmallocArea& area);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VMALLOC_HPP
