// SPDX-License-Identifier: GPL-2.0
// The `zonelists` file: every zoneref of every online node's lists, in order.
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

void put_list(Encoder& out, Nid nid, NodeView node, mms_zonelist list, std::string_view name) {
  node.for_each_zoneref(list, [&](unsigned pos, ZoneView zone) {
    const int distance = mms_node_distance(nid.value(), zone.nid().value());
    out.begin("zoneref");
    out.number("nid", static_cast<mms_u64>(nid.value()));
    out.text("list", name);
    out.number("pos", pos);
    out.number("zone_nid", static_cast<mms_u64>(zone.nid().value()));
    out.text("zone", zone.name());
    out.number("zone_idx", zone.idx().value());
    out.number("distance", static_cast<mms_u64>(distance));
    out.end();
  });
}

} // namespace

Result<void> publish_zonelists(Encoder& out) {
  for_each_online_node([&](Nid nid, NodeView node) {
    put_list(out, nid, node, MMS_ZONELIST_FALLBACK, "fallback");
    if (mms_nr_zonelists() > 1)
      put_list(out, nid, node, MMS_ZONELIST_NOFALLBACK, "nofallback");
    mms_cond_resched();
  });
  return {};
}

} // namespace mmscope
