// SPDX-License-Identifier: GPL-2.0
// /proc/meminfo and node*/meminfo against sums over nodes and zones. Both print
// the same counters under the same names, once for all nodes and once for each.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "model/verify_checks.hpp"
#include "reader/proc_meminfo.hpp"
#include "reader/proc_node.hpp"

namespace mmscope::model {
namespace {

constexpr const char* meminfo_path = "/proc/meminfo";

enum class Unit { pages, kib, thp };

// theirs, summed = ours, summed, the term that is taken off last.
struct Item {
  std::vector<std::string> names; // several: their sum
  std::vector<std::string> keys;  // of the node, or of its zones where a node has none
  std::string minus;              // key that is taken off, or empty
  Unit unit = Unit::pages;
};

// What both files have: fs/proc/meminfo.c meminfo_proc_show(), drivers/base/node.c
// node_read_meminfo().
const std::vector<Item>& common_items() {
  static const std::vector<Item> items = {
      {{"MemTotal"}, {"managed_pages"}, ""},
      {{"MemFree"}, {"nr_free_pages"}, ""},
      {{"SwapCached"}, {"nr_swapcached"}, ""},
      {{"Active"}, {"nr_active_anon", "nr_active_file"}, ""},
      {{"Inactive"}, {"nr_inactive_anon", "nr_inactive_file"}, ""},
      {{"Active(anon)"}, {"nr_active_anon"}, ""},
      {{"Inactive(anon)"}, {"nr_inactive_anon"}, ""},
      {{"Active(file)"}, {"nr_active_file"}, ""},
      {{"Inactive(file)"}, {"nr_inactive_file"}, ""},
      {{"Unevictable"}, {"nr_unevictable"}, ""},
      {{"Mlocked"}, {"nr_mlock"}, ""},
      {{"Dirty"}, {"nr_dirty"}, ""},
      {{"Writeback"}, {"nr_writeback"}, ""},
      {{"AnonPages"}, {"nr_anon_pages"}, ""},
      {{"Mapped"}, {"nr_mapped"}, ""},
      {{"Shmem"}, {"nr_shmem"}, ""},
      {{"KReclaimable"}, {"nr_slab_reclaimable", "nr_kernel_misc_reclaimable"}, ""},
      {{"Slab"}, {"nr_slab_reclaimable", "nr_slab_unreclaimable"}, ""},
      {{"SReclaimable"}, {"nr_slab_reclaimable"}, ""},
      {{"SUnreclaim"}, {"nr_slab_unreclaimable"}, ""},
      {{"KernelStack"}, {"nr_kernel_stack"}, "", Unit::kib},
      {{"ShadowCallStack"}, {"nr_shadow_call_stack"}, "", Unit::kib},
      {{"PageTables"}, {"nr_page_table_pages"}, ""},
      {{"SecPageTables"}, {"nr_sec_page_table_pages"}, ""},
      {{"Bounce"}, {"nr_bounce"}, ""},
      {{"WritebackTmp"}, {"nr_writeback_temp"}, ""},
      {{"AnonHugePages"}, {"nr_anon_transparent_hugepages"}, "", Unit::thp},
      {{"ShmemHugePages"}, {"nr_shmem_hugepages"}, "", Unit::thp},
      {{"ShmemPmdMapped"}, {"nr_shmem_pmdmapped"}, "", Unit::thp},
      {{"FileHugePages"}, {"nr_file_hugepages"}, "", Unit::thp},
      {{"FilePmdMapped"}, {"nr_file_pmdmapped"}, "", Unit::thp},
      {{"Unaccepted"}, {"nr_unaccepted"}, ""},
  };
  return items;
}

const std::vector<Item>& global_items() {
  static const std::vector<Item> items = {
      // Cached leaves out what the other two count already.
      {{"Buffers", "Cached", "SwapCached"}, {"nr_file_pages"}, ""},
      {{"CmaTotal"}, {"cma_pages"}, ""},
      {{"CmaFree"}, {"nr_free_cma"}, ""},
  };
  return items;
}

const std::vector<Item>& node_items() {
  static const std::vector<Item> items = {
      {{"MemUsed"}, {"managed_pages"}, "nr_free_pages"},
      {{"FilePages"}, {"nr_file_pages"}, ""},
  };
  return items;
}

// Of one node or of all. What nodes have themselves is not summed over zones.
std::optional<std::int64_t> sum(const Published& published, std::optional<std::uint64_t> nid,
                                std::string_view key) {
  std::optional<std::int64_t> of_nodes;
  if (!nid) {
    of_nodes = published.sum_nodes(key);
  } else if (const PublishedNode* node = published.node(*nid)) {
    if (const auto found = node->numbers.find(key); found != node->numbers.end())
      of_nodes = found->second;
  }
  return of_nodes ? of_nodes : published.sum_zones(key, nid);
}

// Both files print KiB, so that is what is compared: nothing gets lost in rounding.
Rule in_kib(Rule rule, std::int64_t page_kib) {
  rule.slack *= page_kib;
  rule.units_per_page = page_kib;
  return rule;
}

class MeminfoComparer {
public:
  MeminfoComparer(FigureList& list, const Published& published, const Reading& reading)
      : list_(list), published_(published) {
    const auto found = reading.texts.find(reader::thp_size_path);
    if (found == reading.texts.end())
      return;
    const auto row = reader::parse_number_row(found->second, reader::thp_size_path);
    if (row.size() == 1)
      thp_kib_ = static_cast<std::int64_t>(row[0] / 1024);
  }

  void compare(const reader::NamedNumbers& printed, const std::vector<Item>& items,
               std::optional<std::uint64_t> nid) {
    for (const Item& item : items)
      compare_item(printed, item, nid);
  }

private:
  void compare_item(const reader::NamedNumbers& printed, const Item& item,
                    std::optional<std::uint64_t> nid) {
    std::optional<std::int64_t> kib;
    for (const std::string& name : item.names) {
      const std::int64_t* value = reader::find_number(printed, name);
      if (!value)
        return; // an item of a configuration or kernel that this is not
      kib = kib.value_or(0) + *value;
    }
    const std::string what = name_of(item, nid);
    const std::string field =
        fmt::format("{}", fmt::join(item.keys, "+")) + (item.minus.empty() ? "" : "-" + item.minus);
    const std::optional<std::int64_t> unit_kib = kib_of(item.unit);
    if (!unit_kib) {
      list_.skip(what, field,
                 std::string(reader::thp_size_path) + " does not say how large one is");
      return;
    }
    const std::optional<std::int64_t> ours = our_sum(item, nid);
    if (!ours && *kib == 0)
      return; // printed as 0 by a kernel without the counter (SwapCached without CONFIG_SWAP)
    list_.add(what, field, to_value(ours ? std::optional(*ours * *unit_kib) : std::nullopt), *kib,
              in_kib(rule_of(item, nid), *unit_kib));
  }

  static std::string name_of(const Item& item, std::optional<std::uint64_t> nid) {
    const std::string names = fmt::format("{} (KiB)", fmt::join(item.names, "+"));
    return nid ? fmt::format("node {} {}", *nid, names) : names;
  }

  std::optional<std::int64_t> kib_of(Unit unit) const {
    switch (unit) {
    case Unit::kib:
      return 1;
    case Unit::thp:
      return thp_kib_;
    default:
      return published_.page_size / 1024;
    }
  }

  std::optional<std::int64_t> our_sum(const Item& item, std::optional<std::uint64_t> nid) const {
    std::optional<std::int64_t> total;
    for (const std::string& key : item.keys) {
      const std::optional<std::int64_t> term = sum(published_, nid, key);
      if (!term)
        return std::nullopt;
      total = total.value_or(0) + *term;
    }
    if (!item.minus.empty())
      total = *total - sum(published_, nid, item.minus).value_or(0);
    return total;
  }

  Rule rule_of(const Item& item, std::optional<std::uint64_t> nid) const {
    if (!item.minus.empty())
      return rule_of_counter(item.minus, published_.batches(nid));
    if (item.keys.front() == "managed_pages" || item.keys.front() == "cma_pages")
      return {};
    return rule_of_counter(item.keys.front(), published_.batches(nid));
  }

  FigureList& list_;
  const Published& published_;
  std::optional<std::int64_t> thp_kib_;
};

void add_thp_size(Reading& reading, const reader::Source& source) {
  if (auto text = source.try_read(reader::thp_size_path))
    reading.texts.emplace(reader::thp_size_path, std::move(*text));
}

std::vector<Figure> compare_meminfo(const Reading& reading, const Published& published) {
  FigureList list(meminfo_path);
  const reader::NamedNumbers printed = reader::parse_meminfo(reading.texts.at(meminfo_path));
  MeminfoComparer comparer(list, published, reading);
  comparer.compare(printed, common_items(), {});
  comparer.compare(printed, global_items(), {});

  // What the module took from the kernel's own global figures.
  const std::int64_t page_kib = published.page_size / 1024;
  const auto add = [&](const char* name, const char* field, std::optional<std::uint64_t> ours,
                       Rule rule) {
    if (const std::int64_t* kib = reader::find_number(printed, name))
      list.add(fmt::format("{} of info (KiB)", name), field,
               to_value(ours ? std::optional(*ours * static_cast<std::uint64_t>(page_kib))
                             : std::nullopt),
               *kib, in_kib(rule, page_kib));
  };
  const mms_wire_info& info = published.system.info.row.fields;
  add("MemTotal", "mem_total_pages", present(info.mem_total_pages), {});
  add("MemAvailable", "mem_available_pages", present(info.mem_available_pages),
      rule_of_counter("nr_free_pages", published.batches()));
  return std::move(list).take();
}

std::vector<Figure> compare_node_meminfo(const Reading& reading, const Published& published) {
  FigureList list("");
  MeminfoComparer comparer(list, published, reading);
  for (const PublishedNode& node : published.nodes) {
    const std::string path = node_file_path(node.nid, "meminfo");
    const auto found = reading.texts.find(path);
    if (found == reading.texts.end())
      continue; // check_node_states() says that the node is not there
    list.set_source(path);
    list.set_node(node.nid);
    const reader::NamedNumbers printed =
        reader::parse_node_meminfo(found->second, path, static_cast<std::int64_t>(node.nid));
    comparer.compare(printed, common_items(), node.nid);
    comparer.compare(printed, node_items(), node.nid);
  }
  return std::move(list).take();
}

} // namespace

Check check_meminfo() {
  return {meminfo_path, need_nodes | need_zones,
          [](const reader::Source& source) {
            Reading reading{{{meminfo_path, source.read(meminfo_path)}}, {}};
            add_thp_size(reading, source);
            return reading;
          },
          compare_meminfo};
}

Check check_node_meminfo() {
  return {node_files_name("meminfo"), need_nodes | need_zones,
          [](const reader::Source& source) {
            Reading reading = read_node_files(source, "meminfo");
            add_thp_size(reading, source);
            return reading;
          },
          compare_node_meminfo};
}

} // namespace mmscope::model
