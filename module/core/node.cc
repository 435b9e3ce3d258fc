// SPDX-License-Identifier: GPL-2.0
// The `nodes` file: one record per online node.
#include "core/node_list.hpp"
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// The node's zones, added up.
struct ZoneSums {
  mms_u64 managed = 0;
  mms_u64 free = 0;
  mms_u64 wmark_low = 0;
};

// A counter that the kernel lacks counts as nothing in a sum.
mms_u64 or_zero(mms_u64 value) { return value == MMS_ABSENT_U64 ? 0 : value; }

void add(mms_u64& sum, mms_u64 value) {
  if (value != MMS_ABSENT_U64)
    sum = or_zero(sum) + value;
}

ZoneSums sum_zones(NodeView node, mms_wire_node& record) {
  ZoneSums sums;
  node.for_each_zone([&](ZoneView view) {
    const mms_wire_zone zone = view.read();
    sums.managed += zone.managed_pages;
    sums.free += zone.nr_free_pages;
    sums.wmark_low += zone.wmark_low_pages;
#define MMS_ADD(type, key, unit, since, source, meaning) add(record.key, zone.key);
    MMS_NUMA_STATS(MMS_ADD)
#undef MMS_ADD
  });
  return sums;
}

mms_u64 min(mms_u64 a, mms_u64 b) { return a < b ? a : b; }

// si_mem_available() of mm/page_alloc.c (mm/show_mem.c since 6.6), with the
// figures of one node.
mms_u64 available_pages(const mms_wire_node& node, const ZoneSums& sums) {
  mms_u64 available = sums.free;
  const mms_u64 pagecache = node.nr_active_file + node.nr_inactive_file;
  available += pagecache - min(pagecache / 2, sums.wmark_low);
  const mms_u64 reclaimable = node.nr_slab_reclaimable + node.nr_kernel_misc_reclaimable;
  available += reclaimable - min(reclaimable / 2, sums.wmark_low);
  return available - min(available, node.totalreserve_pages);
}

} // namespace

Result<void> publish_nodes(Encoder& out) {
  Result<void> result;
  for_each_online_node([&](Nid nid, NodeView node) {
    if (!result.ok())
      return;
    mms_wire_node record = node.read();
    const ZoneSums sums = sum_zones(node, record);
    record.managed_pages = sums.managed;
    record.nr_free_pages = sums.free;
    record.mem_available_pages = available_pages(record, sums);

    out.begin("node");
    out.fields(record);
    result = put_node_list(out, "distance", MMS_NODE_ONLINE, [nid](Nid other) {
      return static_cast<mms_u64>(mms_node_distance(nid.value(), other.value()));
    });
    if (result.ok())
      result = printed_text(out, "cpus", [nid](char* buf, mms_size size) {
        return mms_node_cpus_print(nid.value(), buf, size);
      });
    out.end();
    mms_cond_resched();
  });
  return result;
}

} // namespace mmscope
