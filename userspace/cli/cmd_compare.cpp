// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "cli/bench_drive.hpp"
#include "cli/bench_request.hpp"
#include "cli/commands.hpp"
#include "cli/select.hpp"
#include "model/compare.hpp"
#include "model/run_store.hpp"
#include "model/system.hpp"
#include "reader/error.hpp"
#include "view/compare.hpp"
#include "view/json.hpp"
#include "view/saved_runs.hpp"
#include "wire/codec.hpp"

namespace mmscope::cli {
namespace {

// Fewer than four on each side can tell nothing; more than a hundred, nothing more.
constexpr unsigned least_repeats = 4;
constexpr unsigned most_repeats = 100;

struct CompareAsked {
  std::vector<std::string> words; // A and B, or the case
  std::string nodes;
  std::string repeats = "7";
  std::shared_ptr<BenchAsked> bench = std::make_shared<BenchAsked>();
};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

std::vector<model::SavedRun> saved_runs(const Context& context, const std::string& names) {
  const model::RunStore store(context.runs_dir);
  std::vector<model::SavedRun> runs;
  for (const std::string& name : split(names)) {
    const std::filesystem::path path = store.find(name);
    runs.push_back(model::parse_saved_run(model::read_run_file(path), path.native()));
    if (runs.back().id.empty()) // printed by bench run -j --no-save
      runs.back().id = path.filename();
  }
  return runs;
}

unsigned repeats(const std::string& text) {
  unsigned number = 0;
  if (!wire::parse_integer(text, number) || number < least_repeats || number > most_repeats)
    throw UsageError(fmt::format("--repeats {}: a number from {} to {} is expected", text,
                                 least_repeats, most_repeats));
  return number;
}

// The request for one node: CPUs and memory of it, but for CPUs that were asked for.
std::string line_for(const BenchAsked& asked, std::uint64_t nid) {
  BenchAsked one = asked;
  const std::string node = fmt::format("{}", nid);
  one.value("mem_node") = node;
  if (one.value("cpu_node").empty() && one.value("cpus").empty())
    one.value("cpu_node") = node;
  return request_line(one);
}

model::CompareResult compare_nodes(Context& context, CompareAsked& asked) {
  BenchAsked& bench = *asked.bench;
  if (asked.words.size() != 1)
    throw UsageError("bench compare --nodes wants one case: bench compare --nodes 0,1 CASE");
  if (!bench.value("mem_node").empty())
    throw UsageError("--nodes says which node memory is asked from: leave --mem-node out");
  bench.name = asked.words.front();
  const unsigned times = repeats(asked.repeats);
  const std::vector<model::Node> there = model::load_nodes(context.source).rows;
  std::vector<std::uint64_t> known;
  known.reserve(there.size());
  for (const model::Node& node : there)
    known.push_back(node.fields.nid);
  std::vector<std::uint64_t> nodes;
  for (const std::string& word : split(asked.nodes))
    nodes.push_back(parse_nid(word, known));
  if (nodes.size() != 2)
    throw UsageError(fmt::format("--nodes {}: two nodes are expected, such as 0,1", asked.nodes));

  Lab lab(context, !bench.no_save);
  std::vector<model::SavedRun> sides[2];
  for (unsigned i = 0; i < 2 * times; ++i) {
    // A B, B A, A B, ...: what drifts with time is on both sides alike.
    const unsigned side = (i + 1) / 2 % 2;
    sides[side].push_back(lab.run(line_for(bench, nodes[side])));
    if (context.exit_code != exit_ok)
      throw reader::Error(reader::Error::Kind::failed,
                          fmt::format("a run ended early or was not sound ({}): nothing to compare",
                                      sides[side].back().result.run->fields.stopped));
  }
  return model::compare(std::move(sides[0]), std::move(sides[1]));
}

model::CompareResult compare_saved(const Context& context, const CompareAsked& asked) {
  for (const BenchKey& key : bench_keys)
    if (!asked.bench->value(key.key).empty())
      throw UsageError(
          fmt::format("{} is for bench compare --nodes: saved runs are what they are", key.option));
  if (asked.words.size() != 2)
    throw UsageError(
        "bench compare wants two saved runs (mmscope run list), or --nodes and a case");
  return model::compare(saved_runs(context, asked.words[0]), saved_runs(context, asked.words[1]));
}

std::vector<std::string> ids(const std::vector<model::SavedRun>& runs) {
  std::vector<std::string> ids;
  ids.reserve(runs.size());
  for (const model::SavedRun& run : runs)
    ids.push_back(run.id);
  return ids;
}

void print_json(Context& context, const model::CompareResult& result) {
  model::Object head = view::json_head("bench_compare");
  head.emplace_back("test", view::test_of(result));
  head.emplace_back("a", ids(result.a));
  head.emplace_back("b", ids(result.b));
  head.emplace_back("doubts", result.doubts);
  std::vector<model::Object> rows;
  for (const model::OpComparison& row : result.rows)
    rows.push_back(model::to_object(row));
  std::vector<model::Object> differences;
  for (const model::EnvironmentDifference& one : result.differences)
    differences.push_back(model::to_object(one));
  context.print_json({std::move(head), std::move(rows), {{"differences", std::move(differences)}}});
}

void compare(Context& context, CompareAsked asked) {
  const model::CompareResult result =
      asked.nodes.empty() ? compare_saved(context, asked) : compare_nodes(context, asked);
  if (context.json)
    return print_json(context, result);
  context.print(view::bench_compare(context.screen, result));
}

} // namespace

void add_compare(CLI::App& bench, Context& context) {
  const auto asked = std::make_shared<CompareAsked>();
  CLI::App* command =
      bench.add_subcommand("compare", "whether two saved runs differ, or two nodes");
  command
      ->add_option("RUN", asked->words,
                   "two of them: ids, latest, latest~N, files; several of one side with commas "
                   "between. With --nodes: a case")
      ->required()
      ->type_name("");
  command->add_option("--nodes", asked->nodes, "run the case on these two, CPUs and memory of each")
      ->type_name("");
  command->add_option("--repeats", asked->repeats, "with --nodes: runs on each of them (7)")
      ->type_name("");
  add_bench_options(*command, asked->bench);
  command->callback([asked, &context] { compare(context, *asked); });
}

} // namespace mmscope::cli
