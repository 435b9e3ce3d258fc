// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

void print_pcps_json(Context& context, const model::Pcps& pcps) {
  context.print_json({view::json_head(pcps.header),
                      model::to_objects(pcps.rows),
                      {{"pcp_lists", model::to_objects(pcps.lists)}}});
}

} // namespace

void pcp_list(Context& context, const Args&) {
  const model::Pcps pcps = model::load_pcps(context.source);
  if (context.json)
    return print_pcps_json(context, pcps);
  context.print(view::pcp_list(context.screen, pcps));
}

void pcp_show(Context& context, const Args& args) {
  model::Pcps pcps = model::load_pcps(context.source);
  const Selection selection = parse_selection(args, zones_in(pcps.rows));
  keep_selected(pcps.rows, selection);
  keep_selected(pcps.lists, selection);
  if (context.json)
    return print_pcps_json(context, pcps);
  context.print(view::pcp_show(context.screen, pcps));
}

} // namespace mmscope::cli
