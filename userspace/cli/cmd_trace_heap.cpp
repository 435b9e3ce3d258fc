// SPDX-License-Identifier: GPL-2.0
// mmscope trace heap [--compare LIST] -- CMD
#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fmt/core.h>
#include <memory>
#include <optional>
#include <unistd.h>

#include "bpf/heap_tracer.hpp"
#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/watch.hpp"
#include "model/heap_compare.hpp"
#include "reader/error.hpp"
#include "view/heap_trace.hpp"

namespace mmscope::cli {
namespace {

using namespace std::chrono_literals;
using reader::Error;
using Clock = std::chrono::steady_clock;

struct Options {
  std::optional<std::string> compare; // names with commas between
  unsigned repeats = 1;
  std::size_t limit = 15;
};

// What a command inherits that begins while this lives: that library and no other,
// or with an empty name none.
class Preload {
public:
  explicit Preload(const std::string& library) {
    if (const char* const before = std::getenv(variable))
      before_ = before;
    if (library.empty())
      ::unsetenv(variable);
    else
      ::setenv(variable, library.c_str(), 1);
  }
  ~Preload() {
    if (before_)
      ::setenv(variable, before_->c_str(), 1);
    else
      ::unsetenv(variable);
  }
  Preload(const Preload&) = delete;
  Preload& operator=(const Preload&) = delete;

private:
  static constexpr const char* variable = "LD_PRELOAD";

  std::optional<std::string> before_;
};

// Runs the command. Without `allocator` it gets the environment as it is.
model::HeapRun run_once(Context& context, const model::Allocator* allocator) {
  std::optional<Preload> preload;
  if (allocator != nullptr)
    preload.emplace(allocator->library);
  const std::string library =
      allocator == nullptr ? "" : std::filesystem::path(allocator->library).filename().native();
  Child child(context.command, context.json);
  preload.reset();
  bpf::HeapTracer tracer(static_cast<unsigned>(child.pid()), library);
  tracer.attach();
  const auto begin = Clock::now();
  child.go();
  while (!child.wait(10ms) && !InterruptGuard::interrupted()) {
  }
  // The end belongs to the picture.
  if (!child.status()) {
    ::kill(child.pid(), SIGTERM);
    child.wait(2s);
  }
  const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin);
  tracer.detach();

  if (child.status() != 0) {
    context.warn(fmt::format("{}{} {}", allocator == nullptr ? "" : allocator->name + ": ",
                             context.command.front(), child.ending()));
    context.exit_code = exit_failed;
  }
  return {model::name_heap_trace(tracer.read(), static_cast<std::uint64_t>(took.count()),
                                 static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))),
          child.ending(), child.status() == 0};
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at <= list.size()) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    words.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

void check_loaded(const Context& context, const model::Allocator& allocator,
                  const model::HeapTrace& trace) {
  if (allocator.library.empty() || model::processes_with_library(trace) != 0)
    return;
  const std::string& program = context.command.front();
  const std::string why = model::why_not_preloaded(program);
  throw Error(Error::Kind::failed,
              fmt::format("{} was loaded by no process of the command, so there is nothing to "
                          "compare{}",
                          allocator.library, why.empty() ? "" : ": " + program + " " + why));
}

void compare(Context& context, const Options& options) {
  const std::vector<std::string> names = split(*options.compare);
  if (names.size() < 2)
    throw UsageError(fmt::format("--compare wants two or more allocators with commas between, of "
                                 "{}, or paths of shared objects.",
                                 model::allocator_names()));
  std::vector<model::HeapSide> sides;
  for (model::Allocator& allocator : model::find_allocators(names))
    sides.push_back({std::move(allocator), {}});
  // In turns, so that a drift of the machine is in all of them.
  for (unsigned i = 0; i < options.repeats; ++i)
    for (model::HeapSide& side : sides) {
      side.runs.push_back(run_once(context, &side.allocator));
      if (InterruptGuard::interrupted())
        throw Error(Error::Kind::failed, "interrupted: nothing is compared");
      check_loaded(context, side.allocator, side.runs.back().trace);
    }
  const model::HeapComparison comparison = model::compare_heaps(std::move(sides));
  if (context.json)
    return context.print_json(view::heap_comparison_document(comparison));
  context.print(view::heap_comparison(context.screen, comparison));
}

void trace_heap(Context& context, const Options& options) {
  check_watchable(context, std::nullopt);
  if (context.command.empty())
    throw UsageError("trace heap runs a command and watches it: mmscope trace heap -- CMD");
  if (!options.compare && options.repeats != 1)
    throw UsageError("--repeats goes with --compare.");
  if (model::is_32_bit(context.command.front()))
    context.warn(fmt::format("{} is a 32-bit program: page faults are seen, but no calls of it",
                             context.command.front()));
  const InterruptGuard guard;
  if (options.compare)
    return compare(context, options);
  const model::HeapRun run = run_once(context, nullptr);
  if (context.json)
    return context.print_json(view::heap_trace_document(run.trace));
  context.print(view::heap_trace(context.screen, run.trace, options.limit));
}

} // namespace

void add_trace_heap(CLI::App& trace, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = trace.add_subcommand(
      "heap", "what a command and its children ask of the kernel for memory: -- CMD");
  command
      ->add_option("--compare", options->compare,
                   fmt::format("run it under each of these allocators: {}, paths of shared "
                               "objects; commas between",
                               model::allocator_names()))
      ->type_name("LIST");
  command->add_option("--repeats", options->repeats, "with --compare: runs of each, in turns")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "processes that are shown; 0: all")
      ->capture_default_str();
  command->callback([options, &context] { trace_heap(context, *options); });
}

} // namespace mmscope::cli
