// SPDX-License-Identifier: GPL-2.0
// The machine as the module publishes it.
#include <fmt/format.h>

#include "tests/verify_figures.hpp"

namespace mmscope::tests {
namespace {

class WireText {
public:
  explicit WireText(std::string kind) : kind_(std::move(kind)) {}

  void record(const std::string& fields) {
    rows_ += fields + "\n";
    ++nr_;
  }

  [[nodiscard]] std::string text() const {
    return fmt::format("mmscope wire=1 kind={} nr={} page_size={} ktime_ns=5 took_ns=2 "
                       "kernel=6.1.0-test\n{}end nr={}\n",
                       kind_, nr_, page_size, rows_, nr_);
  }

private:
  std::string kind_;
  std::string rows_;
  std::size_t nr_ = 0;
};

std::string fields(const Counters& counters) {
  std::string text;
  for (const auto& [key, value] : counters)
    text += fmt::format(" {}={}", key, value);
  return text;
}

bool is_new(const Figures& figures) { return figures.kernel == Kernel::v6_12; }

std::string info(const Figures& figures) {
  std::uint64_t managed = 0;
  for (const FigureNode& node : figures.nodes)
    managed += node.sum(&FigureZone::managed);
  WireText out("info");
  out.record(fmt::format("info version=0.1.0 built_for=6.1.0-test arch=x86_64 nr_node_ids=8 "
                         "nr_cpu_ids=4 max_nr_zones={} mem_total_pages={} mem_available_pages={} "
                         "config_numa=1 config_compaction=1 config_cma=1 "
                         "config_memory_isolation=1 config_thp=0 free_list_bound=100000 "
                         "nodes_possible=1,3,5,7 nodes_online=1,3,5 cpus_online=0-2",
                         zone_names.size(), managed, figures.available(nullptr)));
  return out.text();
}

std::string nodes(const Figures& figures) {
  WireText out("node");
  for (const FigureNode& node : figures.nodes) {
    const bool memory = node.sum(&FigureZone::present) != 0;
    const std::uint64_t nr_zones = node.nid == 1 ? 3 : node.nid == 3 ? 4 : 0;
    const std::uint64_t start = node.nid == 1 ? 1000 : node.nid == 3 ? 9000 : 0;
    Counters numa;
    for (const auto& [key, value] : figures.nodes[0].zones[1].numa)
      numa.emplace_back(key, node.sum_numa(key));
    out.record(fmt::format(
        "node nid={} online=1 has_cpu={} has_memory={} has_normal_memory={} "
        "has_generic_initiator=0 nr_zones={} node_start_pfn={} node_spanned_pages={} "
        "node_present_pages={} managed_pages={} nr_free_pages={} mem_available_pages={} "
        "totalreserve_pages={} kswapd_failures={}{}{} distance={} cpus=\"{}\"",
        node.nid, node.cpulist.empty() ? 0 : 1, memory ? 1 : 0, memory ? 1 : 0, nr_zones, start,
        node.sum(&FigureZone::spanned), node.sum(&FigureZone::present),
        node.sum(&FigureZone::managed), node.sum_stat("nr_free_pages"), figures.available(&node),
        node.reserve(), node.failures, fields(node.stats), fields(numa),
        fmt::join(node.distance, ","), node.cpulist));
  }
  return out.text();
}

std::string zones(const Figures& figures) {
  WireText out("zone");
  for (const FigureNode& node : figures.nodes) {
    for (const FigureZone& zone : node.zones) {
      std::string more;
      if (zone.populated())
        more = fields(zone.stats) + fields(zone.numa);
      else
        more = " nr_free_pages=0";
      if (is_new(figures))
        more += fmt::format(" pageset_high_min_pages=8 pageset_high_max_pages=90 "
                            "nr_free_highatomic_pages={}",
                            zone.pages_of(3));
      else
        more += " pageset_high_pages=9";
      out.record(fmt::format(
          "zone nid={} zone_idx={} name={} populated={} zone_start_pfn={} spanned_pages={} "
          "present_pages={} managed_pages={} cma_pages={} wmark_min_pages={} wmark_low_pages={} "
          "wmark_high_pages={} wmark_promo_pages={} watermark_boost_pages={} "
          "pageset_batch_pages=2{} lowmem_reserve={}",
          node.nid, zone.idx, zone_names[zone.idx], zone.populated() ? 1 : 0, zone.start,
          zone.spanned, zone.present, zone.managed, zone.cma, zone.marks[0], zone.marks[1],
          zone.marks[2], zone.marks[3], zone.boost, more, fmt::join(zone.reserve, ",")));
    }
  }
  return out.text();
}

void put_refs(WireText& out, const Figures& figures, const FigureNode& node,
              const std::string& list, const std::vector<std::uint64_t>& order) {
  std::size_t place = 0;
  for (const std::uint64_t nid : order) {
    for (std::size_t column = 0; column < figures.nodes.size(); ++column) {
      const FigureNode& other = figures.nodes[column];
      for (auto zone = other.zones.rbegin(); other.nid == nid && zone != other.zones.rend(); ++zone)
        if (zone->populated())
          out.record(fmt::format(
              "zoneref nid={} list={} pos={} zone_nid={} zone={} zone_idx={} distance={}", node.nid,
              list, place++, nid, zone_names[zone->idx], zone->idx, node.distance[column]));
    }
  }
}

std::string zonelists(const Figures& figures) {
  WireText out("zoneref");
  for (const FigureNode& node : figures.nodes) {
    put_refs(out, figures, node, "fallback", node.fallback);
    put_refs(out, figures, node, "nofallback", {node.nid});
  }
  return out.text();
}

template <class Put> void for_each_populated(const Figures& figures, Put put) {
  for (const FigureNode& node : figures.nodes) {
    for (const FigureZone& zone : node.zones) {
      if (zone.populated())
        put(fmt::format("nid={} zone={} zone_idx={}", node.nid, zone_names[zone.idx], zone.idx),
            zone);
    }
  }
}

std::string free_areas(const Figures& figures) {
  WireText out("free_area");
  for_each_populated(figures, [&](const std::string& id, const FigureZone& zone) {
    for (std::size_t order = 0; order < nr_orders; ++order) {
      out.record(fmt::format("free_order {} order={} nr_free={}", id, order, zone.nr_free(order)));
      for (std::size_t type = 0; type < type_names.size(); ++type)
        out.record(fmt::format("free_area {} order={} migratetype={} blocks={} bounded=0", id,
                               order, type_names[type], zone.blocks[type][order]));
    }
  });
  return out.text();
}

std::string pcps(const Figures& figures) {
  WireText out("pcp");
  for_each_populated(figures, [&](const std::string& id, const FigureZone&) {
    for (const unsigned cpu : cpus) {
      out.record(fmt::format("pcp {} cpu={} count_pages={} high_pages=9 batch_pages=2 "
                             "stat_threshold=4{}",
                             id, cpu, cpu + 3,
                             is_new(figures) ? " high_min_pages=8 high_max_pages=90" : ""));
      out.record(fmt::format("pcp_list {} cpu={} order=0 migratetype=Movable blocks={} bounded=0",
                             id, cpu, cpu + 1));
      out.record(fmt::format("pcp_list {} cpu={} order=1 migratetype=Unmovable blocks=1 bounded=0",
                             id, cpu));
    }
  });
  return out.text();
}

// What each counter of the node counts, as classes.
std::string pages(const Figures& figures) {
  const std::uint64_t thp_pages = thp_bytes / page_size;
  WireText out("page");
  for (const FigureNode& node : figures.nodes) {
    const auto put = [&](const std::string& zone, const char* page_class, std::uint64_t count) {
      out.record(fmt::format("page nid={} zone={} zone_idx=2 migratetype=Movable class={} pages={}",
                             node.nid, zone, page_class, count));
    };
    const auto stat = [&](const char* name) { return counter(node.stats, name); };
    const std::uint64_t anon_thp = stat("nr_anon_transparent_hugepages") * thp_pages;
    const std::uint64_t shmem_thp = stat("nr_shmem_hugepages") * thp_pages;
    const std::uint64_t file_thp = stat("nr_file_hugepages") * thp_pages;
    for (const FigureZone& zone : node.zones)
      if (zone.populated())
        put(zone_names[zone.idx], "buddy", counter(zone.stats, "nr_free_pages"));
    put("Normal", "slab", stat("nr_slab_reclaimable") + stat("nr_slab_unreclaimable"));
    put("Normal", "pgtable", stat("nr_page_table_pages"));
    put("Normal", "thp", anon_thp + shmem_thp + file_thp);
    put("Normal", "ksm", 100);
    put("Normal", "anon", stat("nr_anon_pages") - anon_thp - 100);
    put("Normal", "swapcache", stat("nr_swapcached"));
    put("Normal", "shmem", stat("nr_shmem") - shmem_thp);
    put("Normal", "file",
        stat("nr_file_pages") - stat("nr_shmem") - file_thp - stat("nr_swapcached"));
  }
  return out.text();
}

std::string memory_model() {
  WireText out("model");
  out.record(fmt::format("model memory_model=sparse-vmemmap page_size_bytes={} max_order={} "
                         "pageblock_order=9",
                         page_size, nr_orders - 1));
  return out.text();
}

} // namespace

void publish(const Figures& figures, Files& files) {
  const std::string dir = published_dir;
  files[dir + "info"] = info(figures);
  files[dir + "nodes"] = nodes(figures);
  files[dir + "zones"] = zones(figures);
  files[dir + "zonelists"] = zonelists(figures);
  files[dir + "free_area"] = free_areas(figures);
  files[dir + "pcp"] = pcps(figures);
  files[dir + "model"] = memory_model();
}

void publish_census(const Figures& figures, Files& files) {
  files[std::string(published_dir) + "pages"] = pages(figures);
}

} // namespace mmscope::tests
