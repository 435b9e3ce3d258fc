// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <unistd.h>

#include "bpf/alloc_tracer.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/trace_commands.hpp"
#include "cli/watch.hpp"
#include "cli/write_file.hpp"
#include "model/alloc_trace.hpp"
#include "view/alloc_trace.hpp"

namespace mmscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct AllocOptions {
  bpf::AllocAsked asked;
  std::vector<std::string> by;
  std::vector<std::string> only;
  std::optional<double> duration; // seconds
  std::optional<unsigned> pid;
  std::string folded; // file
  std::size_t limit = 15;
};

// What was said twice or cannot go together.
void check(const Context& context, const AllocOptions& options) {
  check_watchable(context, options.pid);
  if (!options.folded.empty() && !options.asked.by_stack)
    throw UsageError("--folded writes stacks: it wants --by stack.");
}

bpf::AllocAsked asked_of(const Context& context, const AllocOptions& options) {
  bpf::AllocAsked asked = options.asked;
  const auto has = [](const std::vector<std::string>& words, const char* word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  asked.by_process = has(options.by, "process");
  asked.by_gfp = has(options.by, "gfp");
  asked.by_stack = has(options.by, "stack") || asked.outstanding;
  asked.pages = options.only.empty() || has(options.only, "pages");
  asked.objects = options.only.empty() || has(options.only, "objects");
  asked.followed = options.pid.has_value() || !context.command.empty();
  return asked;
}

void trace_alloc(Context& context, AllocOptions options) {
  options.asked = asked_of(context, options);
  check(context, options);
  const InterruptGuard guard;
  bpf::AllocTracer tracer(options.asked, model::possible_nodes(context.source));
  std::optional<Child> child;
  if (!context.command.empty()) {
    child.emplace(context.command, context.json);
    tracer.follow(static_cast<unsigned>(child->pid()));
  } else if (options.pid) {
    tracer.follow(*options.pid);
  }

  tracer.attach();
  const auto begin = Clock::now();
  if (child)
    child->go();
  wait_for_end(child ? &*child : nullptr, options.duration);
  const auto took = Clock::now() - begin;
  tracer.detach();

  const auto elapsed = std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
  const reader::Kallsyms symbols =
      options.asked.by_stack ? reader::Kallsyms::load(context.source) : reader::Kallsyms();
  const model::AllocTrace trace = model::name_alloc_trace(
      tracer.read(), options.asked, static_cast<std::uint64_t>(elapsed), symbols);
  if (!options.folded.empty())
    write_file(options.folded, model::folded(trace));
  if (child)
    tell_ending(context, *child);
  if (context.json)
    return context.print_json(view::alloc_trace_document(trace));
  context.print(view::alloc_trace(
      context.screen, trace, static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)), options.limit));
}

void add_alloc(CLI::App& trace, Context& context) {
  const auto options = std::make_shared<AllocOptions>();
  CLI::App* command = trace.add_subcommand(
      "alloc", "what the allocators are asked for, counted in the kernel; -- CMD runs and "
               "follows a command");
  command
      ->add_option("--duration", options->duration,
                   "seconds to trace; else until the command ends, or Ctrl-C")
      ->check(CLI::Range(0.001, 86400.0))
      ->type_name("S");
  command
      ->add_option("--by", options->by,
                   "who allocates pages, by any of: process, gfp, stack (in the kernel)")
      ->delimiter(',')
      ->check(CLI::IsMember({"process", "gfp", "stack"}))
      ->type_name("LIST");
  command
      ->add_option("--only", options->only, "of pages and objects (kmalloc, slab, vmalloc, percpu)")
      ->delimiter(',')
      ->check(CLI::IsMember({"pages", "objects"}))
      ->type_name("LIST");
  command->add_flag("--latency", options->asked.latency, "time each page allocation");
  command->add_flag("--outstanding", options->asked.outstanding,
                    "blocks that are not freed in that time, by who allocated them");
  command->add_option("--pid", options->pid, "only this process, and children that it makes")
      ->type_name("PID");
  command->add_option("--comm", options->asked.comm, "only tasks whose name begins so")
      ->check(check_comm)
      ->type_name("NAME");
  command->add_option("--node", options->asked.node, "only pages of this node")->type_name("NID");
  command->add_option("--order", options->asked.order, "only blocks of this order")
      ->type_name("ORDER");
  command
      ->add_option("--folded", options->folded, "with --by stack: write stacks for a flame graph")
      ->type_name("FILE");
  command->add_option("--limit", options->limit, "rows of long tables; 0: all")
      ->capture_default_str();
  command->callback([options, &context] { trace_alloc(context, *options); });
}

} // namespace

void add_trace(CLI::App& app, Context& context) {
  CLI::App* trace = app.add_subcommand("trace", "watch the kernel at work (libbpf)");
  add_alloc(*trace, context);
  add_trace_events(*trace, context);
  trace->callback([trace] {
    if (trace->get_subcommands().empty())
      throw UsageError("trace what? See mmscope trace -h.");
  });
}

} // namespace mmscope::cli
