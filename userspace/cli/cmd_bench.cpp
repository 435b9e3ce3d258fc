// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/bench_drive.hpp"
#include "cli/bench_request.hpp"
#include "cli/commands.hpp"
#include "model/distance.hpp"
#include "view/bench.hpp"
#include "view/bench_json.hpp"
#include "view/bench_matrix.hpp"
#include "view/reconcile.hpp"
#include "view/saved_runs.hpp"

namespace mmscope::cli {
namespace {

void print_result(Context& context, const model::BenchResult& result) {
  if (context.json)
    return context.print_json(view::bench_document(result));
  context.print(view::bench_result(context.screen, result, context.verbose));
}

view::Document document_of(const model::SavedRun& run) {
  view::Document document = view::bench_document(run.result);
  if (!run.id.empty())
    document.head.emplace_back("id", run.id);
  return document;
}

void run_traced(Context& context, const BenchAsked& asked) {
  model::Reconciliation reconciliation;
  // Traced times are not those of the allocator: such a run is not saved.
  const model::SavedRun run = Lab(context, false).run_traced(request_line(asked), reconciliation);
  if (context.json) {
    view::Document document = document_of(run);
    std::vector<model::Object> rows;
    for (const model::Reconciled& row : reconciliation.rows)
      rows.push_back(model::to_object(row));
    document.more.push_back({"reconciled", std::move(rows)});
    return context.print_json(document);
  }
  print_result(context, run.result);
  context.print("\n" + view::reconciliation(context.screen, reconciliation));
}

void run(Context& context, const BenchAsked& asked) {
  if (asked.trace)
    return run_traced(context, asked);
  const model::SavedRun run = Lab(context, !asked.no_save).run(request_line(asked));
  if (context.json)
    return context.print_json(document_of(run));
  print_result(context, run.result);
  context.print(view::saved_note(context.screen, run.id));
}

void matrix(Context& context, BenchAsked asked) {
  for (const char* key : {"cpu_node", "mem_node"})
    if (asked.value(key).empty())
      asked.value(key) = "all";
  const model::SavedRun run = Lab(context, !asked.no_save).run(request_line(asked));
  const model::Distances distances = model::load_distances(context.source);
  if (context.json) {
    view::Document document = document_of(run);
    std::vector<model::Object> hmat;
    for (const model::Hmat& one : distances.hmat)
      hmat.push_back(model::to_object(one));
    document.more.push_back({"node_distances", model::slit_objects(distances)});
    document.more.push_back({"hmat", std::move(hmat)});
    return context.print_json(document);
  }
  print_result(context, run.result);
  context.print("\n" + view::bench_matrix(context.screen, run.result, distances) +
                view::saved_note(context.screen, run.id));
}

void list(Context& context) {
  const reader::WireFile cases = model::load_bench_cases(context.source);
  if (context.json)
    return context.print_json(
        {view::json_head(cases.header), model::to_objects(cases.rows<mms_wire_bench_case>()), {}});
  context.print(view::bench_list(context.screen, cases));
}

} // namespace

void add_bench(CLI::App& app, Context& context) {
  CLI::App* bench = app.add_subcommand("bench", "drive the allocators and measure them, per node");

  CLI::App* command = bench->add_subcommand("list", "the cases that can be run");
  command->callback([&context] { list(context); });
  bench->callback([bench, &context] {
    if (bench->get_subcommands().empty())
      list(context);
  });

  const auto asked = std::make_shared<BenchAsked>();
  command = bench->add_subcommand("run", "one case, and what it came to (-v: threads, histograms)");
  add_bench_keys(*command, asked);
  command->add_flag("--trace", asked->trace,
                    "count in the kernel what its threads allocate, and hold the run against it");
  command->callback([asked, &context] { run(context, *asked); });

  command = bench->add_subcommand("matrix", "a case from each CPU node to each memory node");
  add_bench_keys(*command, asked);
  command->callback([asked, &context] { matrix(context, *asked); });

  add_sweep(*bench, context);
  add_compare(*bench, context);

  command = bench->add_subcommand("show", "the run that goes or went last");
  command->callback(
      [&context] { print_result(context, model::load_bench_result(context.source)); });

  command = bench->add_subcommand("cancel", "end the run that goes");
  command->callback([&context] {
    model::cancel_bench(context.source);
    if (!context.json)
      context.print("cancelled\n");
  });
}

} // namespace mmscope::cli
