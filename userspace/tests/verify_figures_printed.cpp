// SPDX-License-Identifier: GPL-2.0
// The machine as the kernel prints it, with the formats of mm/vmstat.c,
// fs/proc/meminfo.c and drivers/base/node.c.
#include <fmt/format.h>

#include "tests/verify_figures.hpp"

namespace mmscope::tests {
namespace {

std::string items(const Counters& counters) {
  std::string text;
  for (const auto& [name, value] : counters)
    text += fmt::format("\n      {:<12} {}", name, value);
  return text;
}

std::string pagesets(const Figures& figures) {
  std::string text = "\n  pagesets";
  for (const unsigned cpu : cpus) {
    text += fmt::format("\n    cpu: {}\n              count: {}\n              high:  9"
                        "\n              batch: 2",
                        cpu, cpu + 3);
    if (figures.kernel == Kernel::v6_12) // of 6.14, told here to have it tested
      text += "\n              high_min: 8\n              high_max: 90";
    text += "\n  vm stats threshold: 4";
  }
  return text;
}

std::string zoneinfo(const Figures& figures) {
  std::string text;
  for (const FigureNode& node : figures.nodes) {
    bool first = true;
    for (const FigureZone& zone : node.zones) {
      text += fmt::format("Node {}, zone {:>8}", node.nid, zone_names[zone.idx]);
      if (zone.populated() && first)
        text += "\n  per-node stats" + items(node.stats);
      first = first && !zone.populated();
      text += fmt::format("\n  pages free     {}\n        boost    {}\n        min      {}"
                          "\n        low      {}\n        high     {}",
                          counter(zone.stats, "nr_free_pages"), zone.boost, zone.marks[0],
                          zone.marks[1], zone.marks[2]);
      if (figures.kernel == Kernel::v6_12)
        text += fmt::format("\n        promo    {}", zone.marks[3]);
      text += fmt::format("\n        spanned  {}\n        present  {}\n        managed  {}"
                          "\n        cma      {}\n        protection: ({})",
                          zone.spanned, zone.present, zone.managed, zone.cma,
                          fmt::join(zone.reserve, ", "));
      if (zone.populated())
        text += items(zone.stats) + items(zone.numa) + pagesets(figures) +
                fmt::format("\n  node_unreclaimable:  {}\n  start_pfn:           {}",
                            node.failures >= 16 ? 1 : 0, zone.start);
      text += "\n";
    }
  }
  return text;
}

std::string buddyinfo(const Figures& figures) {
  std::string text;
  for (const FigureNode& node : figures.nodes) {
    for (const FigureZone& zone : node.zones) {
      if (!zone.populated())
        continue;
      text += fmt::format("Node {}, zone {:>8} ", node.nid, zone_names[zone.idx]);
      for (std::size_t order = 0; order < nr_orders; ++order)
        text += fmt::format("{:6} ", zone.nr_free(order));
      text += "\n";
    }
  }
  return text;
}

std::string pagetypeinfo(const Figures& figures) {
  std::string text;
  for (const FigureNode& node : figures.nodes) {
    if (node.sum(&FigureZone::present) == 0)
      continue;
    text += fmt::format("Page block order: 9\nPages per block:  512\n\n{:<43} ",
                        "Free pages count per migrate type at order");
    for (std::size_t order = 0; order < nr_orders; ++order)
      text += fmt::format("{:6} ", order);
    text += "\n";
    for (const FigureZone& zone : node.zones) {
      for (std::size_t type = 0; zone.populated() && type < type_names.size(); ++type) {
        text += fmt::format("Node {:4}, zone {:>8}, type {:>12} ", node.nid, zone_names[zone.idx],
                            type_names[type]);
        for (const std::uint64_t blocks : zone.blocks[type])
          text += fmt::format("{:6} ", blocks);
        text += "\n";
      }
    }
    text += fmt::format("\n{:<23}{:>12} {:>12} \nNode {}, zone {:>8} {:12} {:12} \n",
                        "Number of blocks type ", "Unmovable", "Movable", node.nid, "Normal", 4, 6);
  }
  return text;
}

std::uint64_t kib(std::uint64_t pages) { return pages * page_size / 1024; }

// The lines that both kinds of meminfo have; `of` gives a counter of the node or
// the sum of all. FilePages and Cached are apart.
template <class Of> std::vector<std::pair<std::string, std::uint64_t>> lines(bool is_new, Of of) {
  const auto thp = [&](const char* name) { return of(name) * thp_bytes / 1024; };
  std::vector<std::pair<std::string, std::uint64_t>> found = {
      {"SwapCached", kib(of("nr_swapcached"))},
      {"Active", kib(of("nr_active_anon") + of("nr_active_file"))},
      {"Inactive", kib(of("nr_inactive_anon") + of("nr_inactive_file"))},
      {"Active(anon)", kib(of("nr_active_anon"))},
      {"Inactive(anon)", kib(of("nr_inactive_anon"))},
      {"Active(file)", kib(of("nr_active_file"))},
      {"Inactive(file)", kib(of("nr_inactive_file"))},
      {"Unevictable", kib(of("nr_unevictable"))},
      {"Mlocked", kib(of("nr_mlock"))},
      {"Dirty", kib(of("nr_dirty"))},
      {"Writeback", kib(of("nr_writeback"))},
      {"Mapped", kib(of("nr_mapped"))},
      {"AnonPages", kib(of("nr_anon_pages"))},
      {"Shmem", kib(of("nr_shmem"))},
      {"KernelStack", of("nr_kernel_stack")},
      {"PageTables", kib(of("nr_page_table_pages"))},
      {"SecPageTables", kib(of("nr_sec_page_table_pages"))},
      {"Bounce", kib(of("nr_bounce"))},
      {"WritebackTmp", kib(of("nr_writeback_temp"))},
      {"KReclaimable", kib(of("nr_slab_reclaimable") + of("nr_kernel_misc_reclaimable"))},
      {"Slab", kib(of("nr_slab_reclaimable") + of("nr_slab_unreclaimable"))},
      {"SReclaimable", kib(of("nr_slab_reclaimable"))},
      {"SUnreclaim", kib(of("nr_slab_unreclaimable"))},
      {"AnonHugePages", thp("nr_anon_transparent_hugepages")},
      {"ShmemHugePages", thp("nr_shmem_hugepages")},
      {"ShmemPmdMapped", thp("nr_shmem_pmdmapped")},
      {"FileHugePages", thp("nr_file_hugepages")},
      {"FilePmdMapped", thp("nr_file_pmdmapped")}};
  if (is_new)
    found.emplace_back("Unaccepted", kib(of("nr_unaccepted")));
  return found;
}

std::uint64_t counter_of(const FigureNode& node, const std::string& name) {
  return counter(node.stats, name) + node.sum_stat(name);
}

std::string meminfo(const Figures& figures) {
  const auto total = [&](const std::string& name) {
    std::uint64_t sum = 0;
    for (const FigureNode& node : figures.nodes)
      sum += counter_of(node, name);
    return sum;
  };
  std::uint64_t managed = 0;
  std::uint64_t cma = 0;
  for (const FigureNode& node : figures.nodes) {
    managed += node.sum(&FigureZone::managed);
    cma += node.sum(&FigureZone::cma);
  }
  constexpr std::uint64_t buffers = 11;
  std::string text;
  const auto line = [&](const std::string& name, std::uint64_t value) {
    text += fmt::format("{:<16}{:8} kB\n", name + ":", value);
  };
  line("MemTotal", kib(managed));
  line("MemFree", kib(total("nr_free_pages")));
  line("MemAvailable", kib(figures.available(nullptr)));
  line("Buffers", kib(buffers));
  line("Cached", kib(total("nr_file_pages") - total("nr_swapcached") - buffers));
  for (const auto& [name, value] : lines(figures.kernel == Kernel::v6_12, total))
    line(name, value);
  line("CmaTotal", kib(cma));
  line("CmaFree", kib(total("nr_free_cma")));
  return text + "HugePages_Total:       4\nDirectMap4k:      100 kB\n";
}

std::string kernel_log(const Figures& figures) {
  std::string text = "5,0,0,-;Linux version 6.1.0-test\n";
  std::size_t sequence = 1;
  for (const FigureNode& node : figures.nodes) {
    // 6.1 also names the local node where it has no memory.
    const bool local_first = figures.kernel == Kernel::v6_1 && node.fallback.front() != node.nid;
    text +=
        fmt::format("6,{},0,-;Fallback order for Node {}: {}{} \n", sequence++, node.nid,
                    local_first ? fmt::format("{} ", node.nid) : "", fmt::join(node.fallback, " "));
  }
  return text + fmt::format("6,{},0,-;Built 3 zonelists, mobility grouping on.\n"
                            " SUBSYSTEM=none\n",
                            sequence);
}

std::string node_meminfo(const Figures& figures, const FigureNode& node) {
  std::string text;
  const auto line = [&](const std::string& name, std::uint64_t value) {
    text += fmt::format("Node {} {:<15} {:8} kB\n", node.nid, name + ":", value);
  };
  const std::uint64_t managed = node.sum(&FigureZone::managed);
  const std::uint64_t free = node.sum_stat("nr_free_pages");
  line("MemTotal", kib(managed));
  line("MemFree", kib(free));
  line("MemUsed", kib(managed - free));
  for (const auto& [name, value] :
       lines(figures.kernel == Kernel::v6_12,
             [&](const std::string& counter) { return counter_of(node, counter); }))
    line(name, value);
  line("FilePages", kib(counter(node.stats, "nr_file_pages")));
  line("NFS_Unstable", 0);
  return text + fmt::format("Node {} HugePages_Total:     4\n", node.nid);
}

std::string vmstat(const Figures& figures, const FigureNode& node) {
  std::string text;
  const FigureZone& any = figures.nodes[0].zones[1];
  for (const auto& [name, value] : any.stats)
    text += fmt::format("{} {}\n", name, node.sum_stat(name));
  for (const auto& [name, value] : any.numa)
    text += fmt::format("{} {}\n", name, node.sum_numa(name));
  for (const auto& [name, value] : node.stats)
    text += fmt::format("{} {}\n", name, value);
  return text;
}

} // namespace

void print_proc(const Figures& figures, Files& files) {
  files["/proc/zoneinfo"] = zoneinfo(figures);
  files["/proc/buddyinfo"] = buddyinfo(figures);
  files["/proc/pagetypeinfo"] = pagetypeinfo(figures);
  files["/proc/meminfo"] = meminfo(figures);
  files["/dev/kmsg"] = kernel_log(figures);
  files["/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"] = fmt::format("{}\n", thp_bytes);
}

void print_node_files(const Figures& figures, Files& files) {
  const std::string dir = "/sys/devices/system/node/";
  for (const FigureNode& node : figures.nodes) {
    const std::string own = fmt::format("{}node{}/", dir, node.nid);
    files[own + "meminfo"] = node_meminfo(figures, node);
    files[own + "vmstat"] = vmstat(figures, node);
    files[own + "numastat"] = fmt::format(
        "numa_hit {}\nnuma_miss {}\nnuma_foreign {}\ninterleave_hit {}\nlocal_node {}\n"
        "other_node {}\n",
        node.sum_numa("numa_hit"), node.sum_numa("numa_miss"), node.sum_numa("numa_foreign"),
        node.sum_numa("numa_interleave"), node.sum_numa("numa_local"), node.sum_numa("numa_other"));
    // node_read_distance() leaves out the blank before node 0 only.
    files[own + "distance"] = fmt::format(" {}\n", fmt::join(node.distance, " "));
    files[own + "cpulist"] = node.cpulist + "\n";
  }
  files[dir + "possible"] = "1,3,5,7\n";
  files[dir + "online"] = "1,3,5\n";
  files[dir + "has_cpu"] = "1,5\n";
  files[dir + "has_memory"] = "1,3\n";
  files[dir + "has_normal_memory"] = "1,3\n";
  files[dir + "has_generic_initiator"] = "\n";
  files["/sys/devices/system/cpu/online"] = "0-2\n";
  files["/sys/devices/system/cpu/possible"] = "0-3\n";
}

} // namespace mmscope::tests
