// SPDX-License-Identifier: GPL-2.0
// Borrows of the kernel's nodes and zones, and the ways to walk them. A view is
// a pointer with a type: copy it freely, it owns nothing.
#ifndef MMS_CORE_VIEWS_HPP
#define MMS_CORE_VIEWS_HPP

#include "base/types.hpp"
#include "shim/shim.h"

namespace mmscope {

// What page->flags has room for on every configuration: more than MAX_NR_ZONES,
// for a struct page that no zone spans can name one past the last
// (init_reserved_page() since 6.6).
inline constexpr unsigned max_zones = 8;

class ZoneView {
public:
  explicit ZoneView(zone* zone) : zone_(zone) {}

  [[nodiscard]] bool populated() const { return mms_populated_zone(zone_) != 0; }
  [[nodiscard]] Nid nid() const { return Nid{mms_zone_to_nid(zone_)}; }
  [[nodiscard]] ZoneIdx idx() const { return ZoneIdx{mms_zone_idx(zone_)}; }
  [[nodiscard]] const char* name() const { return mms_zone_name(zone_); }

  // Every scalar of struct zone and its counters.
  [[nodiscard]] mms_wire_zone read() const {
    mms_wire_zone record;
    mms_wire_zone_clear(&record);
    mms_zone_read(zone_, &record);
    mms_zone_stat_read(zone_, &record);
    return record;
  }

  [[nodiscard]] mms_u64 lowmem_reserve(ZoneIdx idx) const {
    return mms_zone_lowmem_reserve(zone_, idx.value());
  }

  // Free pages above the high watermark; negative below it.
  [[nodiscard]] mms_s64 spare_pages() const { return mms_zone_spare_pages(zone_); }

  // The zone must be populated.
  [[nodiscard]] mms_free_counts free_area(Order order, mms_u64 bound) const {
    mms_free_counts counts;
    mms_free_area_read(zone_, order.value(), bound, &counts);
    return counts;
  }

  // The zone must be populated and the CPU stay online.
  void pcp(Cpu cpu, mms_u64 bound, mms_wire_pcp& record, mms_pcp_counts& counts) const {
    mms_wire_pcp_clear(&record);
    mms_pcp_read(zone_, cpu.value(), bound, &record, &counts);
  }

private:
  zone* zone_;
};

class NodeView {
public:
  explicit NodeView(pglist_data* pgdat) : pgdat_(pgdat) {}

  // Every scalar of struct pglist_data and its counters.
  [[nodiscard]] mms_wire_node read() const {
    mms_wire_node record;
    mms_wire_node_clear(&record);
    mms_node_read(pgdat_, &record);
    mms_node_stat_read(pgdat_, &record);
    return record;
  }

  // From the node's first pfn on, holes included; empty without memory.
  [[nodiscard]] PfnRange span() const {
    mms_wire_node record;
    mms_node_read(pgdat_, &record);
    return {record.node_start_pfn, record.node_start_pfn + record.node_spanned_pages};
  }

  // Each zone of the node, populated or not, in the order of node_zones[].
  template <typename Visit> void for_each_zone(Visit&& visit) const {
    for (unsigned idx = 0; idx < mms_max_nr_zones(); ++idx)
      visit(ZoneView{mms_node_zone(pgdat_, idx)});
  }

  // Each entry of one of the node's zonelists: visit(position, zone).
  template <typename Visit> void for_each_zoneref(mms_zonelist list, Visit&& visit) const {
    for (unsigned pos = 0;; ++pos) {
      zone* const entry = mms_zonelist_zone(pgdat_, list, pos);
      if (entry == nullptr)
        return;
      visit(pos, ZoneView{entry});
    }
  }

private:
  pglist_data* pgdat_;
};

template <typename Visit> void for_each_nid(mms_node_state state, Visit&& visit) {
  const int end = mms_nr_node_ids();
  for (int nid = mms_next_node(-1, state); nid < end; nid = mms_next_node(nid, state))
    visit(Nid{nid});
}

// Each online node: visit(nid, node). Numbers may have gaps.
template <typename Visit> void for_each_online_node(Visit&& visit) {
  for_each_nid(MMS_NODE_ONLINE, [&](Nid nid) {
    if (pglist_data* const pgdat = mms_node_data(nid.value()))
      visit(nid, NodeView{pgdat});
  });
}

// First pfn past the span of every node.
inline mms_u64 end_of_memory() {
  mms_u64 end = 0;
  for_each_online_node([&](Nid, NodeView node) {
    const mms_u64 node_end = node.span().end;
    end = node_end > end ? node_end : end;
  });
  return end;
}

// Each populated zone of every online node, with a scheduling point after each.
template <typename Visit> void for_each_populated_zone(Visit&& visit) {
  for_each_online_node([&](Nid, NodeView node) {
    node.for_each_zone([&](ZoneView zone) {
      if (!zone.populated())
        return;
      visit(zone);
      mms_cond_resched();
    });
  });
}

// The name of the zone that a struct page says it belongs to; "none" where it
// names no zone: one past the last for pages that no zone spans.
inline const char* zone_name(int nid, unsigned zone_idx) {
  pglist_data* const pgdat = mms_node_data(nid);
  if (pgdat == nullptr || zone_idx >= mms_max_nr_zones())
    return "none";
  return ZoneView{mms_node_zone(pgdat, zone_idx)}.name();
}

// "unknown" where the kernel has no name for it.
inline const char* migratetype_name(unsigned migratetype) {
  return migratetype < mms_nr_migratetypes() ? mms_migratetype_name(migratetype) : "unknown";
}

// Keeps the set of online CPUs as it is for as long as it lives.
class CpusReadLock {
public:
  CpusReadLock() { mms_cpus_read_lock(); }
  CpusReadLock(const CpusReadLock&) = delete;
  CpusReadLock& operator=(const CpusReadLock&) = delete;
  ~CpusReadLock() { mms_cpus_read_unlock(); }

  template <typename Visit> void for_each_online_cpu(Visit&& visit) const {
    const int end = mms_nr_cpu_ids();
    for (int cpu = mms_next_online_cpu(-1); cpu < end; cpu = mms_next_online_cpu(cpu))
      visit(Cpu{cpu});
  }
};

} // namespace mmscope

#endif // MMS_CORE_VIEWS_HPP
