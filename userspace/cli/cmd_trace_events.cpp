// SPDX-License-Identifier: GPL-2.0
// mmscope trace reclaim, fault and migrate: the same options, other programs.
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <unistd.h>

#include "bpf/event_tracer.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/watch.hpp"
#include "view/event_trace.hpp"

namespace mmscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct EventOptions {
  bpf::EventAsked asked;
  std::optional<double> duration; // seconds
  std::optional<unsigned> pid;
  std::size_t limit = 15;
};

struct EventCommand {
  const char* name;
  const char* help;
  bpf::EventKind kind;
  const std::vector<std::string>& (*vmstat)();
  void (*show)(Context&, const bpf::EventCounts&, model::EventTrace, std::size_t limit);
};

view::EventScreen screen_of(const Context& context, std::size_t limit) {
  return {context.screen, static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)), limit};
}

void show_reclaim(Context& context, const bpf::EventCounts& counts, model::EventTrace rest,
                  std::size_t limit) {
  const auto trace = model::name_reclaim_trace(counts, std::move(rest));
  if (context.json)
    return context.print_json(view::reclaim_trace_document(trace));
  context.print(view::reclaim_trace(screen_of(context, limit), trace));
}

void show_fault(Context& context, const bpf::EventCounts& counts, model::EventTrace rest,
                std::size_t limit) {
  const auto trace = model::name_fault_trace(counts, std::move(rest));
  if (context.json)
    return context.print_json(view::fault_trace_document(trace));
  context.print(view::fault_trace(screen_of(context, limit), trace));
}

void show_migrate(Context& context, const bpf::EventCounts& counts, model::EventTrace rest,
                  std::size_t limit) {
  const auto trace = model::name_migrate_trace(counts, std::move(rest));
  if (context.json)
    return context.print_json(view::migrate_trace_document(trace));
  context.print(view::migrate_trace(screen_of(context, limit), trace));
}

void trace_events(Context& context, const EventCommand& what, EventOptions options) {
  check_watchable(context, options.pid);
  options.asked.followed = options.pid.has_value() || !context.command.empty();
  const InterruptGuard guard;
  bpf::EventTracer tracer(what.kind, options.asked, model::possible_nodes(context.source));
  std::optional<Child> child;
  if (!context.command.empty()) {
    child.emplace(context.command, context.json);
    tracer.follow(static_cast<unsigned>(child->pid()));
  } else if (options.pid) {
    tracer.follow(*options.pid);
  }

  tracer.attach();
  // Within what is traced, so that no more can be counted there than here.
  const model::Vmstat before = model::read_vmstat(context.source, what.vmstat());
  const auto begin = Clock::now();
  if (child)
    child->go();
  wait_for_end(child ? &*child : nullptr, options.duration);
  const auto took = Clock::now() - begin;
  const model::Vmstat after = model::read_vmstat(context.source, what.vmstat());
  tracer.detach();

  const auto elapsed = std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
  const bpf::EventCounts counts = tracer.read();
  if (child)
    tell_ending(context, *child);
  what.show(context, counts,
            model::event_trace(counts, static_cast<std::uint64_t>(elapsed),
                               model::changes(before, after)),
            options.limit);
}

void add_command(CLI::App& trace, Context& context, const EventCommand& what) {
  const auto options = std::make_shared<EventOptions>();
  CLI::App* command = trace.add_subcommand(what.name, what.help);
  command
      ->add_option("--duration", options->duration,
                   "seconds to trace; else until the command ends, or Ctrl-C")
      ->check(CLI::Range(0.001, 86400.0))
      ->type_name("S");
  command->add_option("--pid", options->pid, "only this process, and children that it makes")
      ->type_name("PID");
  command->add_option("--comm", options->asked.comm, "only tasks whose name begins so")
      ->check(check_comm)
      ->type_name("NAME");
  command->add_option("--limit", options->limit, "rows of long tables; 0: all")
      ->capture_default_str();
  command->callback([options, &context, what] { trace_events(context, what, *options); });
}

} // namespace

void add_trace_events(CLI::App& trace, Context& context) {
  add_command(trace, context,
              {"reclaim",
               "kswapd, direct reclaim, watermarks, compaction and OOM, counted and timed in the "
               "kernel; -- CMD runs and follows a command",
               bpf::EventKind::reclaim, model::reclaim_vmstat, show_reclaim});
  add_command(trace, context,
              {"fault",
               "page faults by kind, mapping and process, counted and timed in the kernel; -- CMD "
               "runs and follows a command",
               bpf::EventKind::fault, model::fault_vmstat, show_fault});
  add_command(trace, context,
              {"migrate",
               "pages that go from one node to another, or are moved within one, counted and "
               "timed in the kernel; -- CMD runs and follows a command",
               bpf::EventKind::migrate, model::migrate_vmstat, show_migrate});
}

} // namespace mmscope::cli
