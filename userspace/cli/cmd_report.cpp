// SPDX-License-Identifier: GPL-2.0
#include <algorithm>

#include "cli/objects.hpp"
#include "cli/report_lab.hpp"
#include "model/missing.hpp"
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

std::vector<model::Object> results_of(const view::ReportLab& lab) {
  std::vector<model::Object> rows;
  for (const model::BenchResult& result : lab.results)
    for (const model::BenchFigures& figures : result.figures)
      rows.push_back(model::to_object(result, figures));
  return rows;
}

} // namespace

void report(Context& context, const Args&) {
  const model::System system = model::load_system(context.source);
  const model::VerifyResult check = model::verify(context.source);
  const view::ReportLab lab = run_report_lab(context.source, system.nodes);
  const bool sound =
      std::all_of(lab.results.begin(), lab.results.end(),
                  [](const model::BenchResult& result) { return model::faults(result).empty(); });
  if (!check.passed() || !sound)
    context.exit_code = exit_failed;
  if (!context.json) {
    view::Screen screen = context.screen;
    if (screen.width == 0 && !context.wide)
      screen.width = default_width;
    return context.print(view::report(screen, system, check, lab));
  }
  model::Object head = view::json_head(system.nodes.header);
  view::Document document = {std::move(head),
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
                              {"section_ranges", model::to_objects(system.memory_model.ranges)},
                              {"bench_results", results_of(lab)}}};
  if (!lab.skipped.empty())
    document.more.push_back({"missing", {model::to_object(model::Missing{"lab", lab.skipped})}});
  context.print_json(document);
}

} // namespace mmscope::cli
