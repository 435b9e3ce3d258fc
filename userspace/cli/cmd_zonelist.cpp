// SPDX-License-Identifier: GPL-2.0
#include <set>

#include "cli/objects.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

// The nodes that have lists, in ascending order.
std::vector<std::uint64_t> nodes_in(const model::Zonelists& zonelists) {
  std::set<std::uint64_t> nids;
  for (const model::Zoneref& ref : zonelists.rows)
    nids.insert(ref.fields.nid);
  return {nids.begin(), nids.end()};
}

} // namespace

void zonelist_list(Context& context, const Args&) {
  const model::Zonelists zonelists = model::load_zonelists(context.source);
  if (context.json)
    return context.print_json(
        {view::json_head(zonelists.header), model::to_objects(zonelists.rows), {}});
  context.print(view::zonelist_list(context.screen, zonelists, nodes_in(zonelists)));
}

void zonelist_show(Context& context, const Args& args) {
  model::Zonelists zonelists = model::load_zonelists(context.source);
  const std::uint64_t nid = parse_nid(args.at(0), nodes_in(zonelists));
  if (!context.json)
    return context.print(view::zonelist_show(context.screen, zonelists, nid));
  auto& rows = zonelists.rows;
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const model::Zoneref& ref) { return ref.fields.nid != nid; }),
             rows.end());
  context.print_json({view::json_head(zonelists.header), model::to_objects(rows), {}});
}

} // namespace mmscope::cli
