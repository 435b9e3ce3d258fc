// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "model/frag.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

void print_areas_json(Context& context, const model::FreeAreas& areas) {
  context.print_json({view::json_head(areas.header),
                      model::to_objects(areas.rows),
                      {{"free_orders", model::to_objects(areas.orders)}}});
}

} // namespace

void buddy_list(Context& context, const Args&) {
  const model::FreeAreas areas = model::load_free_areas(context.source);
  if (context.json)
    return print_areas_json(context, areas);
  context.print(view::buddy_list(context.screen, areas));
}

void buddy_show(Context& context, const Args& args) {
  model::FreeAreas areas = model::load_free_areas(context.source);
  const Selection selection = parse_selection(args, zones_in(areas.orders));
  keep_selected(areas.rows, selection);
  keep_selected(areas.orders, selection);
  if (context.json)
    return print_areas_json(context, areas);
  context.print(view::buddy_show(context.screen, areas));
}

void buddy_frag(Context& context, const Args& args) {
  model::FreeAreas areas = model::load_free_areas(context.source);
  keep_selected(areas.orders, parse_selection(args, zones_in(areas.orders)));
  const std::vector<model::FragIndex> indices = model::frag_indices(areas);
  if (!context.json)
    return context.print(view::buddy_frag(context.screen, indices));
  model::Object head = view::json_head("frag");
  for (const auto& [key, value] : view::json_head(areas.header))
    if (key == "kernel" || key == "page_size" || key == "ktime_ns" || key == "took_ns")
      head.emplace_back(key, value);
  std::vector<model::Object> rows;
  rows.reserve(indices.size());
  for (const model::FragIndex& index : indices)
    rows.push_back(model::to_object(index));
  context.print_json({std::move(head), std::move(rows), {}});
}

} // namespace mmscope::cli
