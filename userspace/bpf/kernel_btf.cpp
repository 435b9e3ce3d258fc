// SPDX-License-Identifier: GPL-2.0
#include "bpf/kernel_btf.hpp"

#include <algorithm>
#include <bit>
#include <bpf/btf.h>
#include <cctype>
#include <cstring>
#include <fmt/core.h>
#include <span>

#include "bpf/libbpf.hpp"
#include "reader/error.hpp"

namespace mmscope::bpf {
namespace {

using reader::Error;

// page->flags is one long of which SPARSEMEM_VMEMMAP takes no bits for sections.
constexpr unsigned flag_bits = 64;

// ZONES_SHIFT of include/linux/page-flags-layout.h.
unsigned zones_shift(unsigned zones) {
  return zones <= 1 ? 0 : static_cast<unsigned>(std::bit_width(zones - 1));
}

std::span<const struct btf_enum> enumerators(const btf_type* type) {
  return {::btf_enum(type), btf_vlen(type)};
}

// As the kernel prints them: zone_names[] and migratetype_names[] of mm/.
std::string printed_name(std::string name) {
  if (name == "DMA" || name == "DMA32" || name == "CMA")
    return name;
  if (name == "HIGHATOMIC")
    return "HighAtomic";
  if (name == "HIGHMEM")
    return "HighMem";
  std::transform(name.begin() + 1, name.end(), name.begin() + 1,
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return name;
}

[[noreturn]] void not_told(const std::string& what) {
  throw Error(Error::Kind::not_there, fmt::format("{} does not tell {}", btf_file, what));
}

template <class T> T told(const std::optional<T>& value, const std::string& what) {
  if (!value)
    not_told(what);
  return *value;
}

} // namespace

KernelBtf::KernelBtf(btf* loaded) : btf_(loaded, btf__free) {}

KernelBtf KernelBtf::load() {
  catch_messages();
  btf* loaded = btf__load_vmlinux_btf();
  if (loaded == nullptr)
    throw Error(Error::Kind::not_there,
                fmt::format("this kernel has no BTF ({}: {}), which tracing needs: boot one that "
                            "was built with CONFIG_DEBUG_INFO_BTF, as Debian's are",
                            btf_file, std::strerror(errno)));
  return KernelBtf(loaded);
}

const btf_type* KernelBtf::find(const std::string& name, std::uint32_t kind) const {
  const int id = btf__find_by_name_kind(btf_.get(), name.c_str(), kind);
  return id < 0 ? nullptr : btf__type_by_id(btf_.get(), static_cast<std::uint32_t>(id));
}

bool KernelBtf::has_function(const std::string& name) const {
  return find(name, BTF_KIND_FUNC) != nullptr;
}

bool KernelBtf::has_tracepoint(const std::string& name) const {
  return find("btf_trace_" + name, BTF_KIND_TYPEDEF) != nullptr;
}

std::optional<std::string> KernelBtf::first_function(const std::vector<std::string>& names) const {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [this](const std::string& name) { return has_function(name); });
  return found == names.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::int64_t> KernelBtf::enumerator(const std::string& of,
                                                  const std::string& name) const {
  const btf_type* type = find(of, BTF_KIND_ENUM);
  if (type == nullptr)
    return std::nullopt;
  for (const struct btf_enum& one : enumerators(type))
    if (name == btf__name_by_offset(btf_.get(), one.name_off))
      return one.val;
  return std::nullopt;
}

std::optional<std::uint32_t> KernelBtf::array_length(const std::string& of,
                                                     const std::string& member) const {
  const btf_type* type = find(of, BTF_KIND_STRUCT);
  if (type == nullptr)
    return std::nullopt;
  for (const btf_member& one : std::span(btf_members(type), btf_vlen(type))) {
    if (member != btf__name_by_offset(btf_.get(), one.name_off))
      continue;
    const btf_type* array = btf__type_by_id(btf_.get(), one.type);
    if (btf_is_array(array))
      return btf_array(array)->nelems;
  }
  return std::nullopt;
}

// In the order of their values; of two names for one value the longer lasting
// first one: MIGRATE_PCPTYPES is a count, and the value of MIGRATE_HIGHATOMIC.
std::vector<std::string> KernelBtf::names_of(const std::string& of, const std::string& prefix,
                                             const std::string& last) const {
  const auto count = static_cast<std::size_t>(told(enumerator(of, last), "enum " + of));
  std::vector<std::string> names(count);
  for (const struct btf_enum& one : enumerators(find(of, BTF_KIND_ENUM))) {
    const std::string name = btf__name_by_offset(btf_.get(), one.name_off);
    if (one.val < 0 || static_cast<std::size_t>(one.val) >= count || !name.starts_with(prefix) ||
        name.size() == prefix.size())
      continue;
    if (name != "MIGRATE_PCPTYPES")
      names[static_cast<std::size_t>(one.val)] = printed_name(name.substr(prefix.size()));
  }
  return names;
}

std::vector<std::string> KernelBtf::zone_names() const {
  return names_of("zone_type", "ZONE_", "__MAX_NR_ZONES");
}

std::vector<std::string> KernelBtf::migratetype_names() const {
  return names_of("migratetype", "MIGRATE_", "MIGRATE_TYPES");
}

std::vector<std::string> KernelBtf::enum_names(const std::string& of,
                                               const std::string& prefix) const {
  std::vector<std::string> names;
  const btf_type* type = find(of, BTF_KIND_ENUM);
  if (type == nullptr)
    return names;
  constexpr std::int32_t most = 256;
  for (const struct btf_enum& one : enumerators(type)) {
    std::string name = btf__name_by_offset(btf_.get(), one.name_off);
    if (one.val < 0 || one.val >= most || !name.starts_with(prefix))
      continue;
    name.erase(0, prefix.size());
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
      return letter == '_' ? '-' : static_cast<char>(std::tolower(letter));
    });
    const auto value = static_cast<std::size_t>(one.val);
    if (names.size() <= value)
      names.resize(value + 1);
    if (names[value].empty())
      names[value] = name;
  }
  return names;
}

// The same sums that include/linux/page-flags-layout.h and mm.h do.
mms_layout KernelBtf::layout(unsigned nodes) const {
  const auto zones =
      static_cast<unsigned>(told(enumerator("zone_type", "__MAX_NR_ZONES"), "enum zone_type"));
  // MAX_NUMNODES * MAX_NR_ZONES and the entry that ends the list.
  const unsigned zonerefs = told(array_length("zonelist", "_zonerefs"), "struct zonelist");
  const unsigned nodes_shift = static_cast<unsigned>(std::bit_width((zonerefs - 1) / zones) - 1);
  mms_layout layout{};
  layout.nodes_pgshift = flag_bits - nodes_shift;
  layout.nodes_mask = (1U << nodes_shift) - 1;
  layout.zones_pgshift = layout.nodes_pgshift - zones_shift(zones);
  layout.zones_mask = (1U << zones_shift(zones)) - 1;
  // A shift by all 64 bits is none.
  layout.nodes_pgshift %= flag_bits;
  layout.zones_pgshift %= flag_bits;
  layout.nodes = nodes;
  layout.zones = zones;
  layout.orders = told(array_length("zone", "free_area"), "struct zone");
  layout.migratetypes = static_cast<unsigned>(migratetype_names().size());
  return layout;
}

} // namespace mmscope::bpf
