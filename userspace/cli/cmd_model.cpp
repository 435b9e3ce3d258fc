// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

// Both commands show the one record or its ranges; JSON has both each time.
void print_model_json(Context& context, const model::MemoryModel& model) {
  context.print_json({view::json_head(model.header),
                      {model::to_object(model.row)},
                      {{"section_ranges", model::to_objects(model.ranges)}}});
}

} // namespace

void model_list(Context& context, const Args&) {
  const model::MemoryModel model = model::load_memory_model(context.source);
  if (context.json)
    return print_model_json(context, model);
  context.print(view::model_list(context.screen, model));
}

void model_show(Context& context, const Args&) {
  const model::MemoryModel model = model::load_memory_model(context.source);
  if (context.json)
    return print_model_json(context, model);
  context.print(view::model_show(context.screen, model));
}

void info_show(Context& context, const Args&) {
  const model::Info info = model::load_info(context.source);
  if (context.json)
    return context.print_json({view::json_head(info.header), {model::to_object(info.row)}, {}});
  context.print(view::info_show(context.screen, info));
}

} // namespace mmscope::cli
