// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "cli/bench_drive.hpp"
#include "cli/bench_request.hpp"
#include "cli/commands.hpp"
#include "view/bench.hpp"
#include "view/bench_json.hpp"
#include "view/saved_runs.hpp"

namespace mmscope::cli {
namespace {

void print_result(Context& context, const model::BenchResult& result) {
  if (context.json)
    return context.print_json(view::bench_document(result));
  context.print(view::bench_result(context.screen, result, context.verbose));
}

void print_run(Context& context, const model::SavedRun& run, bool matrix) {
  if (context.json) {
    view::Document document = view::bench_document(run.result);
    if (!run.id.empty())
      document.head.emplace_back("id", run.id);
    return context.print_json(document);
  }
  print_result(context, run.result);
  if (matrix)
    context.print("\n" + view::bench_matrix(context.screen, run.result));
  context.print(view::saved_note(context.screen, run.id));
}

void list(Context& context) {
  const reader::WireFile cases = model::load_bench_cases(context.source);
  if (context.json)
    return context.print_json(
        {view::json_head(cases.header), model::to_objects(cases.rows<mms_wire_bench_case>()), {}});
  context.print(view::bench_list(context.screen, cases));
}

// Cases have one key of size: what it is swept over.
struct Sweep {
  const char* name;
  const char* key;
  std::vector<std::string> values;
};

const std::vector<Sweep>& sweeps() {
  static const std::vector<Sweep> table = {
      {"alloc_pages", "order", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}},
      {"kmalloc",
       "size",
       {"8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384",
        "65536", "262144", "1048576"}},
      {"vmalloc", "size", {"4096", "16384", "65536", "262144", "1048576"}},
      {"percpu_counter", "counter_batch", {"1", "4", "16", "32", "64", "256", "1024"}},
  };
  return table;
}

void sweep(Context& context, BenchAsked asked) {
  const Sweep* found = nullptr;
  for (const Sweep& one : sweeps())
    if (asked.name == one.name)
      found = &one;
  if (found == nullptr)
    throw UsageError(fmt::format("bench sweep knows alloc_pages, kmalloc, vmalloc and "
                                 "percpu_counter, not \"{}\"",
                                 asked.name));
  std::string& value = asked.value(found->key);
  if (!value.empty())
    throw UsageError(fmt::format("bench sweep {} goes through {} by itself: leave it out",
                                 asked.name, found->key));
  Lab lab(context, !asked.no_save);
  std::vector<view::SweepStep> steps;
  std::string saved;
  for (const std::string& step : found->values) {
    value = step;
    model::SavedRun run = lab.run(request_line(asked));
    saved += (saved.empty() || run.id.empty() ? "" : ", ") + run.id;
    steps.push_back({step, std::move(run.result)});
    if (context.exit_code != exit_ok)
      break;
  }
  if (!context.json)
    return context.print(view::bench_sweep(context.screen, found->key, steps) +
                         view::saved_note(context.screen, saved));
  std::vector<model::Object> rows;
  for (const view::SweepStep& step : steps) {
    for (const model::BenchFigures& figures : step.result.figures) {
      model::Object row = {{found->key, std::uint64_t{std::stoull(step.value)}}};
      for (auto& field : model::to_object(figures))
        row.push_back(std::move(field));
      rows.push_back(std::move(row));
    }
  }
  context.print_json({view::json_head("bench_sweep"), std::move(rows), {}});
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
  command->callback([asked, &context] {
    print_run(context, Lab(context, !asked->no_save).run(request_line(*asked)), false);
  });

  const auto matrix = std::make_shared<BenchAsked>();
  command = bench->add_subcommand("matrix", "a case from each CPU node to each memory node");
  add_bench_keys(*command, matrix);
  command->callback([matrix, &context] {
    BenchAsked all = *matrix;
    for (const char* key : {"cpu_node", "mem_node"})
      if (all.value(key).empty())
        all.value(key) = "all";
    print_run(context, Lab(context, !all.no_save).run(request_line(all)), true);
  });

  const auto swept = std::make_shared<BenchAsked>();
  command = bench->add_subcommand("sweep", "a case over its sizes or orders");
  add_bench_keys(*command, swept);
  command->callback([swept, &context] { sweep(context, *swept); });

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
