// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fmt/core.h>
#include <memory>
#include <optional>
#include <unistd.h>

#include "bpf/alloc_tracer.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_output.hpp"
#include "cli/watch.hpp"
#include "cli/write_file.hpp"
#include "model/alloc_interval.hpp"
#include "model/alloc_trace.hpp"
#include "model/user_symbols.hpp"
#include "reader/proc_kallsyms.hpp"
#include "view/alloc_trace.hpp"
#include "view/json.hpp"

namespace mmscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct AllocOptions {
  bpf::AllocAsked asked;
  std::vector<std::string> by;
  std::vector<std::string> only;
  std::optional<double> duration; // seconds
  std::optional<double> interval; // the same
  std::optional<unsigned> pid;
  std::string folded; // file
  std::size_t limit = 15;
};

// What was said twice or cannot go together.
void check(const Context& context, const AllocOptions& options) {
  check_watchable(context, options.pid);
  if (!options.folded.empty() && !options.asked.by_stack && !options.asked.by_ustack)
    throw UsageError("--folded writes stacks: it wants --by stack, --by ustack, or both.");
}

bpf::AllocAsked asked_of(const Context& context, const AllocOptions& options) {
  bpf::AllocAsked asked = options.asked;
  const auto has = [](const std::vector<std::string>& words, const char* word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  asked.by_process = has(options.by, "process");
  asked.by_gfp = has(options.by, "gfp");
  asked.by_node = has(options.by, "node");
  asked.by_zone = has(options.by, "zone");
  asked.by_order = has(options.by, "order");
  asked.by_migratetype = has(options.by, "migratetype");
  asked.by_ustack = has(options.by, "ustack");
  asked.by_stack = has(options.by, "stack") || (asked.outstanding && !asked.by_ustack);
  asked.pages = options.only.empty() || has(options.only, "pages");
  asked.objects = options.only.empty() || has(options.only, "objects");
  asked.followed = options.pid.has_value() || !context.command.empty();
  return asked;
}

std::uint64_t ns_of(Clock::duration duration) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count());
}

// What is counted from attach() on, and how it is shown while that goes on.
class Watch {
public:
  Watch(Context& context, const AllocOptions& options, bpf::AllocTracer& tracer,
        model::UserSymbols& user_symbols)
      : context_(context), options_(options), tracer_(tracer), user_symbols_(user_symbols),
        live_(context.json, context.screen.height), begin_(Clock::now()), last_(begin_) {}

  // Until it is over: an interval after the other, where that was asked for.
  void run(Child* child) {
    const auto end = options_.duration ? begin_ + seconds(*options_.duration) : forever;
    auto next = options_.interval ? begin_ + seconds(*options_.interval) : forever;
    while (!is_over_by(child, std::min(next, end), [this] { take_mappings(); }) &&
           Clock::now() < end) {
      if (!show_interval())
        break;
      next = std::max(next, Clock::now()) + seconds(*options_.interval);
    }
    over_ = Clock::now();
  }

  // After detach(): the last interval, and all of it.
  void finish() {
    if (options_.interval && over_ > last_)
      show_interval();
    live_.clear();
    const model::AllocTrace trace = name(read(), over_ - begin_);
    if (!options_.folded.empty())
      write_file(options_.folded, model::folded(trace));
    // Who reads intervals as JSON adds them up; a sum among them would be one more.
    if (!context_.json)
      context_.print(text_of(trace));
    else if (!options_.interval)
      context_.print_json(view::alloc_trace_document(trace));
  }

private:
  static constexpr Clock::time_point forever = Clock::time_point::max();

  static Clock::duration seconds(double count) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
  }

  // False: nobody reads it any more.
  bool show_interval() {
    const auto now = std::min(Clock::now(), over_);
    bpf::AllocCounts counts = read();
    model::AllocTrace trace = name(model::between(before_, counts), now - last_);
    trace.at_ns = ns_of(now - begin_);
    before_ = std::move(counts);
    last_ = now;
    return live_.show(context_.json
                          ? view::render_json(view::alloc_trace_document(trace), context_.pretty)
                          : text_of(trace) + "\n");
  }

  void take_mappings() {
    for (const bpf::MappingEvent& event : tracer_.take_mappings())
      user_symbols_.maps().add(event);
  }

  bpf::AllocCounts read() {
    bpf::AllocCounts counts = tracer_.read();
    take_mappings();
    counts.mappings_lost += user_symbols_.maps().lost();
    return counts;
  }

  model::AllocTrace name(const bpf::AllocCounts& counts, Clock::duration took) {
    // Only now: programs have names as well, once they are loaded.
    if (options_.asked.by_stack && symbols_.empty())
      symbols_ = reader::Kallsyms::load(context_.source);
    return model::name_alloc_trace(counts, options_.asked, ns_of(took), symbols_, user_symbols_);
  }

  [[nodiscard]] std::string text_of(const model::AllocTrace& trace) const {
    return view::alloc_trace(context_.screen, trace,
                             static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)), options_.limit);
  }

  Context& context_;
  const AllocOptions& options_;
  bpf::AllocTracer& tracer_;
  model::UserSymbols& user_symbols_;
  LiveOutput live_;
  reader::Kallsyms symbols_;
  bpf::AllocCounts before_; // of the interval that goes
  Clock::time_point begin_;
  Clock::time_point last_; // when that was read
  Clock::time_point over_ = forever;
};

void trace_alloc(Context& context, AllocOptions options) {
  options.asked = asked_of(context, options);
  check(context, options);
  const InterruptGuard guard;
  bpf::AllocTracer tracer(options.asked, model::possible_nodes(context.source));
  std::optional<Child> child;
  if (!context.command.empty()) {
    child.emplace(context.command, context.json || options.interval);
    tracer.follow(static_cast<unsigned>(child->pid()));
  } else if (options.pid) {
    tracer.follow(*options.pid);
  }

  // Before it counts: reading maps allocates memory as well.
  model::UserSymbols user_symbols;
  if (options.asked.by_ustack) {
    if (child)
      user_symbols.maps().watch(context.source, static_cast<unsigned>(child->pid()));
    else if (options.pid)
      user_symbols.maps().watch(context.source, *options.pid);
    else
      user_symbols.maps().watch_all(context.source);
  }

  tracer.attach();
  Watch watch(context, options, tracer, user_symbols);
  if (child)
    child->go();
  watch.run(child ? &*child : nullptr);
  tracer.detach();
  watch.finish();
  if (child)
    tell_ending(context, *child);
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
      ->add_option("--interval", options->interval,
                   "show what was counted every S seconds: on a terminal in one place, with -j a "
                   "document each")
      ->check(CLI::Range(0.05, 86400.0))
      ->type_name("S");
  command
      ->add_option(
          "--by", options->by,
          "who allocates pages, by any of: process, gfp, stack (in the kernel), ustack (in "
          "user space), node, zone, order, migratetype")
      ->delimiter(',')
      ->check(CLI::IsMember(
          {"process", "gfp", "stack", "ustack", "node", "zone", "order", "migratetype"}))
      ->type_name("LIST");
  command
      ->add_option("--only", options->only, "of pages and objects (kmalloc, slab, vmalloc, percpu)")
      ->delimiter(',')
      ->check(CLI::IsMember({"pages", "objects"}))
      ->type_name("LIST");
  command->add_flag("--latency", options->asked.latency,
                    "time each page allocation; with --by also by group");
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
      ->add_option("--folded", options->folded,
                   "with --by stack or ustack: write stacks for a flame graph")
      ->type_name("FILE");
  command
      ->add_option("--room", options->asked.room,
                   "groups and stacks that are told apart; what has no room is counted as lost")
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str()
      ->type_name("N");
  command->add_option("--limit", options->limit, "rows of long tables; 0: all")
      ->capture_default_str();
  command->callback([options, &context] { trace_alloc(context, *options); });
}

} // namespace

void add_trace(CLI::App& app, Context& context) {
  CLI::App* trace = app.add_subcommand("trace", "watch the kernel at work (libbpf)");
  add_alloc(*trace, context);
  add_trace_heap(*trace, context);
  add_trace_events(*trace, context);
  trace->callback([trace] {
    if (trace->get_subcommands().empty())
      throw UsageError("trace what? See mmscope trace -h.");
  });
}

} // namespace mmscope::cli
