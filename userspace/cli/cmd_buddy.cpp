// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include "cli/objects.hpp"
#include "model/frag.hpp"
#include "model/mobility.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

void print_areas_json(Context& context, const model::FreeAreas& areas) {
  context.print_json({view::json_head(areas.header),
                      model::to_objects(areas.rows),
                      {{"free_orders", model::to_objects(areas.orders)}}});
}

model::PageblockTable selected_pageblocks(const Context& context, const Selection& selection) {
  model::PageblockTable blocks = model::load_pageblocks(context.source);
  blocks.rows.erase(std::remove_if(blocks.rows.begin(), blocks.rows.end(),
                                   [&](const model::Pageblocks& row) {
                                     return !selection.matches(row.zone.nid, row.zone.name);
                                   }),
                    blocks.rows.end());
  return blocks;
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
  const Selection selection = parse_selection(args, zones_in(areas.orders));
  keep_selected(areas.orders, selection);
  const std::vector<model::FragIndex> indices = model::frag_indices(areas);
  const model::PageblockTable blocks = selected_pageblocks(context, selection);
  if (!context.json)
    return context.print(view::buddy_frag(context.screen, indices) + "\n" +
                         view::pageblocks(context.screen, blocks));
  std::vector<model::Object> rows;
  rows.reserve(indices.size());
  for (const model::FragIndex& index : indices)
    rows.push_back(model::to_object(index));
  view::Document document = {view::json_head("frag", areas.header), std::move(rows), {}};
  if (blocks.missing) {
    document.more.push_back({"missing", {model::to_object(*blocks.missing)}});
  } else {
    std::vector<model::Object> objects;
    for (const model::Pageblocks& row : blocks.rows)
      objects.push_back(model::to_object(row));
    document.more.push_back({"pageblocks", std::move(objects)});
  }
  context.print_json(document);
}

} // namespace mmscope::cli
