// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {

void zone_list(Context& context, const Args&) {
  const model::Zones zones = model::load_zones(context.source);
  if (context.json)
    return context.print_json({view::json_head(zones.header), model::to_objects(zones.rows), {}});
  context.print(view::zone_list(context.screen, zones, context.wide));
}

void zone_show(Context& context, const Args& args) {
  model::Zones zones = model::load_zones(context.source);
  std::vector<model::ZoneId> ids;
  for (const model::Zone& zone : zones.rows)
    ids.push_back({zone.fields.nid, zone.fields.zone_idx, zone.fields.name});
  const Selection selection = parse_selection(args, ids);

  std::vector<model::Zone> selected;
  for (const model::Zone& zone : zones.rows) {
    // A zone that was asked for by its full name is shown even if it is empty.
    const bool named = selection.nid && selection.zone;
    if (selection.matches(zone.fields.nid, zone.fields.name) &&
        (named || context.json || context.wide || model::populated(zone)))
      selected.push_back(zone);
  }
  if (context.json)
    return context.print_json({view::json_head(zones.header), model::to_objects(selected), {}});
  for (const model::Zone& zone : selected) {
    if (&zone != &selected.front())
      context.print("\n");
    context.print(view::zone_show(context.screen, zone, zones.header.page_size));
  }
  if (selected.empty())
    context.print("No populated zone there; --wide shows the others.\n");
}

} // namespace mmscope::cli
