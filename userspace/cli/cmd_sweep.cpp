// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "cli/bench_drive.hpp"
#include "cli/bench_request.hpp"
#include "cli/commands.hpp"
#include "cli/select.hpp"
#include "model/system.hpp"
#include "reader/proc_node.hpp"
#include "view/bench_sweep.hpp"
#include "view/json.hpp"
#include "view/saved_runs.hpp"
#include "wire/codec.hpp"

namespace mmscope::cli {
namespace {

constexpr std::string_view threads_key = "threads";

// Cases have one key of size: what it is swept over.
struct Sweep {
  std::string key;
  std::vector<std::string> values;
};

const std::vector<std::pair<std::string, Sweep>>& sweeps() {
  static const std::vector<std::pair<std::string, Sweep>> table = {
      {"alloc_pages", {"order", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}}},
      {"kmalloc",
       {"size",
        {"8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384",
         "65536", "262144", "1048576"}}},
      {"kmem_cache",
       {"size", {"8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192"}}},
      {"alloc_pages_bulk", {"bulk", {"1", "2", "4", "8", "16", "32", "64"}}},
      {"kmem_cache_bulk", {"bulk", {"1", "2", "4", "8", "16", "32", "64"}}},
      {"free_remote", {"order", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}}},
      {"kfree_remote", {"size", {"8", "64", "256", "1024", "4096", "8192"}}},
      {"vmalloc", {"size", {"4096", "16384", "65536", "262144", "1048576"}}},
      {"vmap", {"size", {"4096", "16384", "65536", "262144", "1048576"}}},
      {"vm_map_ram", {"size", {"4096", "16384", "65536", "262144", "1048576"}}},
      {"alloc_percpu", {"size", {"8", "64", "256", "1024", "4096", "32768"}}},
      {"alloc_contig", {"size", {"65536", "262144", "1048576", "2097152"}}},
      {"cma", {"size", {"8192", "65536", "262144", "1048576"}}},
      {"heap_system", {"size", {"4096", "65536", "262144", "1048576", "4194304"}}},
      {"heap_contig", {"size", {"4096", "65536", "262144", "1048576", "4194304"}}},
      {"touch", {"size", {"4096", "32768", "262144", "1048576", "4194304"}}},
      {"copy", {"size", {"4096", "32768", "262144", "1048576", "4194304"}}},
      {"chase", {"size", {"4096", "32768", "262144", "1048576", "4194304"}}},
      {"percpu_counter", {"counter_batch", {"1", "4", "16", "32", "64", "256", "1024"}}},
  };
  return table;
}

// CPUs that threads can be bound to: those of the node that is asked for, else
// of the first one that has any, which is the module's choice; where it is all
// nodes, the least of theirs.
std::size_t nr_cpus(const reader::Source& source, const std::string& cpu_node) {
  const std::vector<model::Node> nodes = model::load_nodes(source).rows;
  std::vector<std::uint64_t> nids;
  nids.reserve(nodes.size());
  for (const model::Node& node : nodes)
    nids.push_back(node.fields.nid);
  const bool named = !cpu_node.empty() && cpu_node != "all";
  const std::uint64_t nid = named ? parse_nid(cpu_node, nids) : 0;
  std::size_t least = 0;
  for (const model::Node& node : nodes) {
    const std::string cpus = node.text("cpus");
    if (cpus.empty() || (named && node.fields.nid != nid))
      continue;
    const std::size_t nr = reader::parse_id_list(cpus + "\n", "nodes").size();
    if (cpu_node != "all")
      return nr;
    least = least == 0 ? nr : std::min(least, nr);
  }
  if (least == 0)
    throw UsageError(fmt::format("--cpu-node {}: that node has no CPU that is online", cpu_node));
  return least;
}

// 1, 2, 4, ... and all of them.
Sweep over_threads(std::size_t cpus) {
  Sweep sweep{std::string(threads_key), {}};
  for (std::size_t nr = 1; nr < cpus; nr *= 2)
    sweep.values.push_back(fmt::format("{}", nr));
  sweep.values.push_back(fmt::format("{}", cpus));
  return sweep;
}

Sweep find_sweep(const reader::Source& source, BenchAsked& asked, const std::string& over) {
  if (over == threads_key) {
    if (!asked.value("cpus").empty())
      throw UsageError("--over threads binds a thread to each CPU of a node: leave --cpus out");
    return over_threads(nr_cpus(source, asked.value("cpu_node")));
  }
  std::string names;
  for (const auto& [name, sweep] : sweeps()) {
    if (name == asked.name && (over.empty() || over == sweep.key))
      return sweep;
    names += (names.empty() ? "" : ", ") + fmt::format("{} ({})", name, sweep.key);
  }
  throw UsageError(fmt::format("bench sweep knows {}, and every case --over threads; not \"{}\"{}",
                               names, asked.name,
                               over.empty() ? std::string() : fmt::format(" over \"{}\"", over)));
}

std::vector<model::Object> rows_of(const std::string& key, const view::SweepStep& step) {
  std::vector<model::Object> rows;
  for (const model::BenchFigures& figures : step.result.figures) {
    model::Object row;
    std::uint64_t value = 0;
    // The number of threads is in the figures.
    if (key != threads_key && wire::parse_integer(step.value, value))
      row.emplace_back(key, value);
    for (auto& field : model::to_object(step.result, figures))
      row.push_back(std::move(field));
    rows.push_back(std::move(row));
  }
  return rows;
}

void sweep(Context& context, BenchAsked asked, const std::string& over) {
  const Sweep found = find_sweep(context.source, asked, over);
  std::string& value = asked.value(found.key);
  if (!value.empty())
    throw UsageError(fmt::format("bench sweep {} goes through {} by itself: leave it out",
                                 asked.name, found.key));
  Lab lab(context, !asked.no_save);
  std::vector<view::SweepStep> steps;
  std::string saved;
  for (const std::string& step : found.values) {
    value = step;
    model::SavedRun run = lab.run(request_line(asked));
    saved += (saved.empty() || run.id.empty() ? "" : ", ") + run.id;
    steps.push_back({step, std::move(run.result)});
    if (context.exit_code != exit_ok)
      break;
  }
  if (!context.json)
    return context.print(view::bench_sweep(context.screen, found.key, steps) +
                         view::saved_note(context.screen, saved));
  std::vector<model::Object> rows;
  for (const view::SweepStep& step : steps)
    for (model::Object& row : rows_of(found.key, step))
      rows.push_back(std::move(row));
  context.print_json({view::json_head("bench_sweep"), std::move(rows), {}});
}

} // namespace

void add_sweep(CLI::App& bench, Context& context) {
  const auto asked = std::make_shared<BenchAsked>();
  const auto over = std::make_shared<std::string>();
  CLI::App* command = bench.add_subcommand("sweep", "a case over its sizes or orders, or threads");
  command->add_option("--over", *over, "threads: 1, 2, 4, ... to the node's CPUs; else its own key")
      ->type_name("");
  add_bench_keys(*command, asked);
  command->callback([asked, over, &context] { sweep(context, *asked, *over); });
}

} // namespace mmscope::cli
