// SPDX-License-Identifier: GPL-2.0
// The `zones` file: one record per zone of every online node, populated or not.
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

void put_lowmem_reserve(Encoder& out, ZoneView zone) {
  std::array<mms_u64, max_zones> reserve{};
  const unsigned nr = mms_max_nr_zones() < max_zones ? mms_max_nr_zones() : max_zones;
  for (unsigned idx = 0; idx < nr; ++idx)
    reserve[idx] = zone.lowmem_reserve(ZoneIdx{idx});
  out.list("lowmem_reserve", {reserve.data(), nr});
}

} // namespace

Result<void> publish_zones(Encoder& out) {
  for_each_online_node([&](Nid, NodeView node) {
    node.for_each_zone([&](ZoneView zone) {
      out.begin("zone");
      out.fields(zone.read());
      put_lowmem_reserve(out, zone);
      out.end();
    });
    mms_cond_resched();
  });
  return {};
}

} // namespace mmscope
