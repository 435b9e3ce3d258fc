// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {

void node_list(Context& context, const Args&) {
  const model::Nodes nodes = model::load_nodes(context.source);
  if (context.json)
    return context.print_json({view::json_head(nodes.header), model::to_objects(nodes.rows), {}});
  context.print(view::node_list(context.screen, nodes));
}

void node_show(Context& context, const Args& args) {
  const model::Nodes nodes = model::load_nodes(context.source);
  const std::uint64_t nid = parse_nid(args.at(0), model::nids(nodes));
  const model::Node& node = *model::find_node(nodes, nid);
  if (context.json)
    return context.print_json({view::json_head(nodes.header), {model::to_object(node)}, {}});
  context.print(view::node_show(context.screen, node, nodes.header.page_size));
}

} // namespace mmscope::cli
