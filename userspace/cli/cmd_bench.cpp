// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <thread>
#include <unistd.h>

#include "cli/commands.hpp"
#include "model/bench.hpp"
#include "reader/error.hpp"
#include "view/bench.hpp"
#include "view/json.hpp"

namespace mmscope::cli {
namespace {

// A key of bench/run and the option that sets it; the module checks the value.
struct Key {
  const char* key;
  const char* option;
  const char* help;
};

constexpr std::array keys = {
    Key{"ops", "--ops", "operations of each thread (10000)"},
    Key{"threads", "--threads", "threads that run at once (1)"},
    Key{"cpus", "--cpus", "the CPUs they are bound to, such as 0,2; not with --cpu-node"},
    Key{"cpu_node", "--cpu-node", "the node whose CPUs they are bound to, or all"},
    Key{"mem_node", "--mem-node", "the node that memory is asked from, or all"},
    Key{"pattern", "--pattern", "pair (default), burst, random or ramp"},
    Key{"depth", "--depth", "objects that a thread holds at most (burst, random, ramp)"},
    Key{"batch", "--batch", "operations between two readings of the clock (1)"},
    Key{"warm_up", "--warm-up", "operations before those that count (a tenth, at most 1000)"},
    Key{"seconds", "--seconds", "time after which it ends by itself (60)"},
    Key{"seed", "--seed", "seed of what is left to chance (1)"},
    Key{"budget_pages", "--budget-pages", "pages that all threads may hold together"},
    Key{"order", "--order", "alloc_pages: blocks of 2^order pages (0)"},
    Key{"size", "--size", "kmalloc, kmem_cache, vmalloc: bytes; K and M may follow"},
    Key{"align", "--align", "kmem_cache: alignment of its objects (8)"},
    Key{"gfp", "--gfp", "kernel (default), atomic, nowait, highuser, movable; zero, thisnode, ..."},
    Key{"counter_batch", "--counter-batch", "percpu_counter: what a CPU keeps to itself"},
};

struct Asked {
  std::string name;
  std::array<std::string, keys.size()> values;
};

volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int) { interrupted = 1; }

// While it lives, Ctrl-C is noted and does not end the process.
class InterruptGuard {
public:
  InterruptGuard() {
    interrupted = 0;
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    ::sigaction(SIGINT, &action, &before_int_);
    ::sigaction(SIGTERM, &action, &before_term_);
  }
  ~InterruptGuard() {
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

// The progress of a run, on a terminal only, in one line that goes in the end.
class ProgressLine {
public:
  void show(const model::BenchRun& run) {
    if (!terminal_)
      return;
    fmt::print(stderr, "\r\033[K{}", view::bench_progress(run));
    std::fflush(stderr);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_)
      fmt::print(stderr, "\r\033[K");
  }

private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
};

// Waits for the run that was just started. Ctrl-C cancels it in the kernel.
void wait_for_run(const reader::Source& source, std::uint64_t run) {
  using namespace std::chrono_literals;
  const InterruptGuard guard;
  ProgressLine progress;
  bool cancelled = false;
  for (auto pause = 5ms;; pause = std::min<std::chrono::milliseconds>(pause * 2, 200ms)) {
    const model::BenchRun status = model::bench_status(source);
    // Another run means that this one is over.
    if (status.fields.run != run || std::string_view(status.fields.phase) == "done")
      return;
    if (interrupted != 0 && !cancelled) {
      model::cancel_bench(source);
      cancelled = true;
    }
    progress.show(status);
    std::this_thread::sleep_for(pause);
  }
}

// "4M" as the module wants it: bytes.
std::string plain_size(const std::string& size) {
  if (size.empty())
    return size;
  unsigned shift = 0;
  switch (size.back()) {
  case 'k':
  case 'K':
    shift = 10;
    break;
  case 'm':
  case 'M':
    shift = 20;
    break;
  default:
    return size;
  }
  const std::string digits = size.substr(0, size.size() - 1);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != digits.npos)
    throw UsageError(
        fmt::format("--size {}: a number of bytes is expected, K or M may follow", size));
  return fmt::format("{}", std::stoull(digits) << shift);
}

std::string request_line(const Asked& asked) {
  std::string line = "case=" + asked.name;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (!asked.values[i].empty())
      line += fmt::format(" {}={}", keys[i].key,
                          std::string_view(keys[i].key) == "size" ? plain_size(asked.values[i])
                                                                  : asked.values[i]);
  return line;
}

model::BenchResult run_line(Context& context, const std::string& line) {
  const model::BenchRun run = model::start_bench(context.source, line);
  wait_for_run(context.source, run.fields.run);
  model::BenchResult result = model::load_bench_result(context.source);
  if (!result.run || result.run->fields.run != run.fields.run)
    throw reader::Error(reader::Error::Kind::failed,
                        fmt::format("another run took the place of run {}", run.fields.run));
  const std::string_view stopped = result.run->fields.stopped;
  if ((stopped != "done" && stopped != "time") || !model::faults(result).empty())
    context.exit_code = exit_failed;
  return result;
}

void print_result_json(Context& context, const model::BenchResult& result) {
  model::Object head = view::json_head("bench_result");
  for (const auto& [key, value] : view::json_head(result.header))
    if (key != "wire" && key != "kind" && key != "nr")
      head.emplace_back(key, value);
  std::vector<model::Object> rows;
  std::vector<model::Object> buckets;
  for (const model::BenchFigures& figures : result.figures) {
    rows.push_back(model::to_object(figures));
    for (const model::BenchBucket& bucket : figures.buckets)
      buckets.push_back(model::to_object(bucket));
  }
  std::vector<model::Object> runs;
  if (result.run)
    runs.push_back(model::to_object(*result.run));
  context.print_json({std::move(head),
                      std::move(rows),
                      {{"bench_runs", std::move(runs)},
                       {"bench_checks", model::to_objects(result.checks)},
                       {"bench_places", model::to_objects(result.places)},
                       {"bench_threads", model::to_objects(result.threads)},
                       {"bench_buckets", std::move(buckets)}}});
}

void print_result(Context& context, const model::BenchResult& result, bool matrix) {
  if (context.json)
    return print_result_json(context, result);
  context.print(view::bench_result(context.screen, result, context.verbose));
  if (matrix)
    context.print("\n" + view::bench_matrix(context.screen, result));
}

void list(Context& context) {
  const reader::WireFile cases = model::load_bench_cases(context.source);
  if (context.json)
    return context.print_json(
        {view::json_head(cases.header), model::to_objects(cases.rows<mms_wire_bench_case>()), {}});
  context.print(view::bench_list(context.screen, cases));
}

void add_keys(CLI::App& command, const std::shared_ptr<Asked>& asked) {
  command.add_option("CASE", asked->name, "as in bench list")->required()->type_name("");
  for (std::size_t i = 0; i < keys.size(); ++i)
    command.add_option(keys[i].option, asked->values[i], keys[i].help)->type_name("");
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

void sweep(Context& context, Asked asked) {
  const Sweep* found = nullptr;
  for (const Sweep& one : sweeps())
    if (asked.name == one.name)
      found = &one;
  if (found == nullptr)
    throw UsageError(fmt::format("bench sweep knows alloc_pages, kmalloc, vmalloc and "
                                 "percpu_counter, not \"{}\"",
                                 asked.name));
  std::size_t swept = 0;
  while (std::string_view(keys[swept].key) != found->key)
    ++swept;
  if (!asked.values[swept].empty())
    throw UsageError(fmt::format("bench sweep {} goes through {} by itself: leave it out",
                                 asked.name, keys[swept].option));
  std::vector<view::SweepStep> steps;
  for (const std::string& value : found->values) {
    asked.values[swept] = value;
    steps.push_back({value, run_line(context, request_line(asked))});
    if (context.exit_code != exit_ok)
      break;
  }
  if (!context.json)
    return context.print(view::bench_sweep(context.screen, found->key, steps));
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

  const auto asked = std::make_shared<Asked>();
  command = bench->add_subcommand("run", "one case, and what it came to (-v: threads, histograms)");
  add_keys(*command, asked);
  command->callback(
      [asked, &context] { print_result(context, run_line(context, request_line(*asked)), false); });

  const auto matrix = std::make_shared<Asked>();
  command = bench->add_subcommand("matrix", "a case from each CPU node to each memory node");
  add_keys(*command, matrix);
  command->callback([matrix, &context] {
    Asked all = *matrix;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::string_view key = keys[i].key;
      if ((key == "cpu_node" || key == "mem_node") && all.values[i].empty())
        all.values[i] = "all";
    }
    print_result(context, run_line(context, request_line(all)), true);
  });

  const auto swept = std::make_shared<Asked>();
  command = bench->add_subcommand("sweep", "a case over its sizes or orders");
  add_keys(*command, swept);
  command->callback([swept, &context] { sweep(context, *swept); });

  command = bench->add_subcommand("show", "the run that goes or went last");
  command->callback(
      [&context] { print_result(context, model::load_bench_result(context.source), false); });

  command = bench->add_subcommand("cancel", "end the run that goes");
  command->callback([&context] {
    model::cancel_bench(context.source);
    if (!context.json)
      context.print("cancelled\n");
  });
}

} // namespace mmscope::cli
