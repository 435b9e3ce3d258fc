// SPDX-License-Identifier: GPL-2.0
// The `free_area` file: free blocks by zone, order and migratetype.
#include "core/publish.hpp"
#include "core/views.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

void start_row(Encoder& out, std::string_view tag, ZoneView zone, Order order) {
  out.begin(tag);
  out.number("nid", static_cast<mms_u64>(zone.nid().value()));
  out.text("zone", zone.name());
  out.number("zone_idx", zone.idx().value());
  out.number("order", order.value());
}

void put_order(Encoder& out, ZoneView zone, Order order, mms_u64 bound) {
  const mms_free_counts counts = zone.free_area(order, bound);

  start_row(out, "free_order", zone, order);
  out.number("nr_free", counts.nr_free);
  out.end();
  for (unsigned type = 0; type < mms_nr_migratetypes(); ++type) {
    start_row(out, "free_area", zone, order);
    out.text("migratetype", mms_migratetype_name(type));
    out.number("blocks", counts.blocks[type]);
    out.number("bounded", (counts.bounded >> type) & 1);
    out.end();
  }
}

} // namespace

Result<void> publish_free_area(Encoder& out) {
  const mms_u64 bound = mms_free_list_bound();
  for_each_populated_zone([&](ZoneView zone) {
    for (unsigned order = 0; order < mms_nr_page_orders(); ++order) {
      put_order(out, zone, Order{order}, bound);
      // The lock was given back; let others at it before the next order.
      mms_cond_resched();
    }
  });
  return {};
}

} // namespace mmscope
