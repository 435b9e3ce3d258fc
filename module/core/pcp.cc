// SPDX-License-Identifier: GPL-2.0
// The `pcp` file: per-CPU page lists of every populated zone.
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

void put_lists(Encoder& out, const mms_wire_pcp& pcp, const mms_pcp_counts& counts) {
  for (unsigned list = 0; list < mms_nr_pcp_lists(); ++list) {
    if (counts.blocks[list] == 0)
      continue;
    out.begin("pcp_list");
    out.number("nid", pcp.nid);
    out.text("zone", pcp.zone);
    out.number("zone_idx", pcp.zone_idx);
    out.number("cpu", pcp.cpu);
    out.number("order", mms_pcp_list_order(list));
    out.text("migratetype", mms_pcp_list_migratetype(list));
    out.number("blocks", counts.blocks[list]);
    out.number("bounded", (counts.bounded >> list) & 1);
    out.end();
  }
}

} // namespace

Result<void> publish_pcp(Encoder& out) {
  const mms_u64 bound = mms_free_list_bound();
  const CpusReadLock cpus;
  for_each_populated_zone([&](ZoneView zone) {
    cpus.for_each_online_cpu([&](Cpu cpu) {
      mms_wire_pcp record;
      mms_pcp_counts counts;
      zone.pcp(cpu, bound, record, counts);
      out.record(record);
      put_lists(out, record, counts);
    });
  });
  return {};
}

} // namespace mmscope
