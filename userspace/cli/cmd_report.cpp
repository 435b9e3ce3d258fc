// SPDX-License-Identifier: GPL-2.0
#include "cli/objects.hpp"
#include "model/verify.hpp"
#include "view/json.hpp"
#include "view/report.hpp"

namespace mmscope::cli {
namespace {

// The report is prose with tables: it is broken into lines even in a pipe.
constexpr std::size_t default_width = 80;

model::Object check_object(const model::VerifySummary& total) {
  return {{"compared", std::uint64_t{total.compared}},
          {"exact", std::uint64_t{total.exact}},
          {"within_tolerance", std::uint64_t{total.within_tolerance}},
          {"failed", std::uint64_t{total.failed}},
          {"skipped", std::uint64_t{total.skipped}}};
}

} // namespace

void report(Context& context, const Args&) {
  const model::System system = model::load_system(context.source);
  const model::VerifyResult check = model::verify(context.source);
  if (!check.passed())
    context.exit_code = exit_failed;
  if (!context.json) {
    view::Screen screen = context.screen;
    if (screen.width == 0 && !context.wide)
      screen.width = default_width;
    return context.print(view::report(screen, system, check));
  }
  model::Object head = view::json_head(system.nodes.header);
  context.print_json({std::move(head),
                      model::to_objects(system.nodes.rows),
                      {{"infos", {model::to_object(system.info.row)}},
                       {"zones", model::to_objects(system.zones.rows)},
                       {"zonerefs", model::to_objects(system.zonelists.rows)},
                       {"free_areas", model::to_objects(system.free_areas.rows)},
                       {"free_orders", model::to_objects(system.free_areas.orders)},
                       {"pcps", model::to_objects(system.pcps.rows)},
                       {"pcp_lists", model::to_objects(system.pcps.lists)},
                       {"models", {model::to_object(system.memory_model.row)}},
                       {"checks", {check_object(check.total)}},
                       {"section_ranges", model::to_objects(system.memory_model.ranges)}}});
}

} // namespace mmscope::cli
