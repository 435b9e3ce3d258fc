// SPDX-License-Identifier: GPL-2.0
#include "tests/verify_figures.hpp"

#include <algorithm>

namespace mmscope::tests {
namespace {

// Counters in the kernel's order, with the lowest kernel that has them.
struct Item {
  const char* name;
  bool new_in_6_12 = false;
};

constexpr std::array<Item, 12> zone_items = {{{"nr_free_pages"},
                                              {"nr_zone_inactive_anon"},
                                              {"nr_zone_active_anon"},
                                              {"nr_zone_inactive_file"},
                                              {"nr_zone_active_file"},
                                              {"nr_zone_unevictable"},
                                              {"nr_zone_write_pending"},
                                              {"nr_mlock"},
                                              {"nr_bounce"},
                                              {"nr_zspages"},
                                              {"nr_free_cma"},
                                              {"nr_unaccepted", true}}};

constexpr std::array<const char*, 6> numa_items = {"numa_hit",        "numa_miss",  "numa_foreign",
                                                   "numa_interleave", "numa_local", "numa_other"};

constexpr std::array<Item, 47> node_items = {{{"nr_inactive_anon"},
                                              {"nr_active_anon"},
                                              {"nr_inactive_file"},
                                              {"nr_active_file"},
                                              {"nr_unevictable"},
                                              {"nr_slab_reclaimable"},
                                              {"nr_slab_unreclaimable"},
                                              {"nr_isolated_anon"},
                                              {"nr_isolated_file"},
                                              {"workingset_nodes"},
                                              {"workingset_refault_anon"},
                                              {"workingset_refault_file"},
                                              {"workingset_activate_anon"},
                                              {"workingset_activate_file"},
                                              {"workingset_restore_anon"},
                                              {"workingset_restore_file"},
                                              {"workingset_nodereclaim"},
                                              {"nr_anon_pages"},
                                              {"nr_mapped"},
                                              {"nr_file_pages"},
                                              {"nr_dirty"},
                                              {"nr_writeback"},
                                              {"nr_writeback_temp"},
                                              {"nr_shmem"},
                                              {"nr_shmem_hugepages"},
                                              {"nr_shmem_pmdmapped"},
                                              {"nr_file_hugepages"},
                                              {"nr_file_pmdmapped"},
                                              {"nr_anon_transparent_hugepages"},
                                              {"nr_vmscan_write"},
                                              {"nr_vmscan_immediate_reclaim"},
                                              {"nr_dirtied"},
                                              {"nr_written"},
                                              {"nr_throttled_written"},
                                              {"nr_kernel_misc_reclaimable"},
                                              {"nr_foll_pin_acquired"},
                                              {"nr_foll_pin_released"},
                                              {"nr_kernel_stack"},
                                              {"nr_page_table_pages"},
                                              {"nr_sec_page_table_pages"},
                                              {"nr_iommu_pages", true},
                                              {"nr_swapcached"},
                                              {"pgpromote_success"},
                                              {"pgpromote_candidate"},
                                              {"pgdemote_kswapd", true},
                                              {"pgdemote_direct", true},
                                              {"pgdemote_khugepaged", true}}};

// Ever different numbers, so that no figure can pass for another.
class Numbers {
public:
  std::uint64_t next() { return last_ += 7; }

private:
  std::uint64_t last_ = 100;
};

void fill_zone(FigureZone& zone, Kernel kernel, Numbers& numbers) {
  for (std::size_t type = 0; type < type_names.size(); ++type) {
    for (std::size_t order = 0; order < nr_orders; ++order)
      zone.blocks[type][order] =
          zone.has_large_blocks() || order + 1 < nr_orders ? numbers.next() % 50 : 0;
  }
  const std::uint64_t unaccepted = kernel == Kernel::v6_12 ? 3 : 0;
  std::uint64_t free = unaccepted;
  for (std::size_t type = 0; type + 1 < type_names.size(); ++type)
    free += zone.pages_of(type); // Isolate, the last one, does not count
  for (const Item& item : zone_items) {
    const std::string name = item.name;
    if (item.new_in_6_12 && kernel == Kernel::v6_1)
      continue;
    zone.stats.emplace_back(name, name == "nr_free_pages"   ? free
                                  : name == "nr_free_cma"   ? zone.pages_of(4)
                                  : name == "nr_unaccepted" ? unaccepted
                                                            : numbers.next());
  }
  for (const char* name : numa_items)
    zone.numa.emplace_back(name, numbers.next());
}

// Pages of user space must add up: shmem and the swap cache are part of the file
// pages, huge pages of all of them.
std::uint64_t node_stat(const std::string& name, std::uint64_t number) {
  if (name == "nr_file_pages" || name == "nr_anon_pages")
    return number + 10000;
  if (name == "nr_shmem")
    return number + 3000;
  if (name == "nr_anon_transparent_hugepages" || name == "nr_shmem_hugepages" ||
      name == "nr_file_hugepages")
    return number % 4 + 1;
  return number;
}

FigureNode make_node(std::uint64_t nid, Kernel kernel, Numbers& numbers,
                     const std::vector<FigureZone>& populated) {
  FigureNode node;
  node.nid = nid;
  for (const Item& item : node_items) {
    if (!item.new_in_6_12 || kernel == Kernel::v6_12)
      node.stats.emplace_back(item.name, node_stat(item.name, numbers.next()));
  }
  for (std::size_t idx = 0; idx < zone_names.size(); ++idx) {
    FigureZone& zone = node.zones.emplace_back();
    zone.idx = idx;
    for (const FigureZone& one : populated) {
      if (one.idx == idx) {
        zone = one;
        fill_zone(zone, kernel, numbers);
      }
    }
  }
  return node;
}

} // namespace

std::uint64_t counter(const Counters& counters, const std::string& name) {
  for (const auto& [key, value] : counters) {
    if (key == name)
      return value;
  }
  return 0;
}

std::uint64_t FigureZone::nr_free(std::size_t order) const {
  std::uint64_t sum = 0;
  for (const auto& by_order : blocks)
    sum += by_order[order];
  return sum;
}

std::uint64_t FigureZone::pages_of(std::size_t type) const {
  std::uint64_t pages = 0;
  for (std::size_t order = 0; order < nr_orders; ++order)
    pages += blocks[type][order] << order;
  return pages;
}

std::uint64_t FigureNode::sum(std::uint64_t FigureZone::*member) const {
  std::uint64_t total = 0;
  for (const FigureZone& zone : zones)
    total += zone.*member;
  return total;
}

std::uint64_t FigureNode::sum_stat(const std::string& name) const {
  std::uint64_t total = 0;
  for (const FigureZone& zone : zones)
    total += counter(zone.stats, name);
  return total;
}

std::uint64_t FigureNode::sum_numa(const std::string& name) const {
  std::uint64_t total = 0;
  for (const FigureZone& zone : zones)
    total += counter(zone.numa, name);
  return total;
}

std::uint64_t FigureNode::reserve() const {
  std::uint64_t total = 0;
  for (const FigureZone& zone : zones) {
    const std::uint64_t largest = *std::max_element(zone.reserve.begin(), zone.reserve.end());
    total += std::min(largest + zone.marks[2] - zone.boost, zone.managed);
  }
  return total;
}

std::uint64_t Figures::available(const FigureNode* only) const {
  std::uint64_t free = 0;
  std::uint64_t reserve = 0;
  std::uint64_t cache = 0;
  std::uint64_t slab = 0;
  std::uint64_t low = 0;
  for (const FigureNode& node : nodes) {
    if (only && only->nid != node.nid)
      continue;
    free += node.sum_stat("nr_free_pages");
    reserve += node.reserve();
    cache += counter(node.stats, "nr_active_file") + counter(node.stats, "nr_inactive_file");
    slab += counter(node.stats, "nr_slab_reclaimable") +
            counter(node.stats, "nr_kernel_misc_reclaimable");
    for (const FigureZone& zone : node.zones)
      low += zone.marks[1];
  }
  const std::uint64_t all =
      free + cache - std::min(cache / 2, low) + slab - std::min(slab / 2, low);
  return all - std::min(all, reserve);
}

Figures make_figures(Kernel kernel) {
  Numbers numbers;
  Figures figures;
  figures.kernel = kernel;
  FigureZone dma32{1, 1000, 3000, 2900, 2800, 0, 0, {20, 25, 30, 35}, {0, 0, 19, 22}, {}, {}, {}};
  FigureZone normal{2, 4000, 5000, 5000, 4900, 512, 4, {44, 54, 64, 74}, {0, 0, 0, 31}, {}, {}, {}};
  FigureZone far{2, 9000, 4000, 4000, 3990, 0, 0, {41, 51, 61, 71}, {0, 0, 0, 62}, {}, {}, {}};
  FigureZone movable{3, 13000, 2000, 2000, 2000, 0, 0, {32, 33, 34, 35}, {}, {}, {}, {}};
  figures.nodes = {make_node(1, kernel, numbers, {dma32, normal}),
                   make_node(3, kernel, numbers, {far, movable}),
                   make_node(5, kernel, numbers, {})};
  figures.nodes[0].cpulist = "0-1";
  figures.nodes[0].distance = {10, 20, 30};
  figures.nodes[0].fallback = {1, 3};
  figures.nodes[1].distance = {25, 10, 20};
  figures.nodes[1].fallback = {3, 1};
  figures.nodes[1].failures = 16;
  figures.nodes[2].cpulist = "2";
  figures.nodes[2].distance = {30, 20, 10};
  figures.nodes[2].fallback = {3, 1};
  return figures;
}

} // namespace mmscope::tests
