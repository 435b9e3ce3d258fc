// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "cli/commands.hpp"
#include "model/run_store.hpp"
#include "model/saved_run.hpp"
#include "reader/error.hpp"
#include "view/bench.hpp"
#include "view/bench_json.hpp"
#include "view/saved_runs.hpp"

namespace mmscope::cli {
namespace {

void list(Context& context) {
  const model::RunStore store(context.runs_dir);
  std::vector<model::SavedRun> runs;
  for (const std::string& id : store.ids()) {
    try {
      const std::filesystem::path path = store.find(id);
      runs.push_back(model::parse_saved_run(model::read_run_file(path), path.native()));
      runs.back().id = id;
      runs.back().samples.clear();
    } catch (const reader::Error& error) {
      context.warn(fmt::format("passed over: {}", error.what()));
    }
  }
  for (const std::string& name : store.foreign_files())
    context.warn(fmt::format("passed over: {} is no saved run: its name is none that mmscope gives",
                             (store.dir() / name).native()));
  if (context.json) {
    std::vector<model::Object> rows;
    rows.reserve(runs.size());
    for (const model::SavedRun& run : runs)
      rows.push_back(model::summary_of(run));
    return context.print_json({view::json_head("saved_run"), std::move(rows), {}});
  }
  context.print(view::saved_runs(context.screen, runs, store.dir().native()));
}

void show(Context& context, const std::string& name) {
  const std::filesystem::path path = model::RunStore(context.runs_dir).find(name);
  const model::SavedRun run = model::parse_saved_run(model::read_run_file(path), path.native());
  if (context.json)
    return context.print_json(view::saved_document(run));
  context.print(view::bench_result(context.screen, run.result, context.verbose));
  context.print(view::environment(context.screen, run.environment, context.verbose));
}

} // namespace

void add_run(CLI::App& app, Context& context) {
  CLI::App* run = app.add_subcommand("run", "runs of the lab that are saved");
  run->add_subcommand("list", "a line for each, oldest first")->callback([&context] {
    list(context);
  });
  run->callback([run, &context] {
    if (run->get_subcommands().empty())
      list(context);
  });

  const auto name = std::make_shared<std::string>();
  CLI::App* command =
      run->add_subcommand("show", "one of them, as bench run printed it (-v: all there is)");
  command->add_option("RUN", *name, "an id, latest, latest~N or a file")->required()->type_name("");
  command->callback([name, &context] { show(context, *name); });

  command = run->add_subcommand("delete", "take one away");
  command->add_option("RUN", *name, "an id, latest or latest~N")->required()->type_name("");
  command->callback([name, &context] { model::RunStore(context.runs_dir).remove(*name); });
}

} // namespace mmscope::cli
