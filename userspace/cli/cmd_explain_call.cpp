// SPDX-License-Identifier: GPL-2.0
// mmscope explain munmap|mmap|... -- CMD
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "bpf/step_tracer.hpp"
#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/write_file.hpp"
#include "model/alloc_trace.hpp"
#include "model/chrome_trace.hpp"
#include "model/explain.hpp"
#include "reader/error.hpp"
#include "view/explain.hpp"

namespace mmscope::cli {
namespace {

struct Options {
  std::size_t limit = 3;
  std::string output; // file for a trace viewer
};

std::vector<bpf::StepProbe> probes_of(const model::VisibleSteps& visible,
                                      const model::ExplainSpec& spec) {
  std::vector<bpf::StepProbe> probes;
  for (std::size_t i = 0; i < visible.steps.size(); ++i) {
    const model::VisibleStep& step = visible.steps[i];
    std::uint64_t cookie = i;
    if (step.spec == &spec.steps.front())
      cookie |= MMS_STEP_ROOT;
    if (step.function.starts_with("__x64_sys_"))
      cookie |= MMS_STEP_SYSCALL;
    if (step.spec->args == model::StepArgs::zones)
      cookie |= MMS_STEP_FREELIST;
    probes.push_back({step.function, cookie});
  }
  return probes;
}

void explain_call(Context& context, const model::ExplainSpec& spec, const Options& options) {
  if (context.command.empty())
    throw UsageError(fmt::format("explain {} runs a command and watches it: mmscope explain {} -- "
                                 "CMD",
                                 spec.name, spec.name));
  if (!context.source.is_live())
    throw UsageError("explain watches the live kernel: --root does not go with it.");
  check_command(context.command);
  const auto symbols = reader::Kallsyms::load(context.source);
  model::VisibleSteps visible = model::visible_steps(spec, symbols);
  if (visible.steps.empty() || visible.steps.front().spec != &spec.steps.front())
    throw reader::Error(
        symbols.empty() ? reader::Error::Kind::permission : reader::Error::Kind::not_there,
        fmt::format("{}() cannot be seen on this kernel{}", spec.steps.front().functions.front(),
                    symbols.empty() ? ": /proc/kallsyms hides it; run as root" : ""));

  const InterruptGuard guard;
  bpf::StepTracer tracer(probes_of(visible, spec), model::possible_nodes(context.source));
  Child child(context.command, context.json);
  tracer.follow(static_cast<unsigned>(child.pid()));
  tracer.attach();
  child.go();
  while (!child.wait(std::chrono::milliseconds(0)) && !InterruptGuard::interrupted())
    tracer.poll(20);
  tracer.detach();

  for (const std::string& function : tracer.unseen())
    for (const model::VisibleStep& step : visible.steps)
      if (step.function == function)
        visible.unseen.push_back(fmt::format("{} ({})", step.spec->what, function));
  model::Explanation explanation =
      model::explain(spec, visible, tracer.events(),
                     {tracer.layout(), tracer.zone_names(), tracer.migratetype_names()});
  explanation.lost = tracer.lost();
  if (!options.output.empty())
    write_file(
        options.output,
        model::chrome_trace(explanation, fmt::format("{}", fmt::join(context.command, " "))));
  if (child.status() != 0) {
    context.warn(fmt::format("{} {}", context.command.front(), child.ending()));
    if (child.status())
      context.exit_code = exit_failed;
  }
  if (context.json)
    return context.print_json(view::explanation_document(explanation));
  context.print(view::explanation(context.screen, explanation, options.limit));
}

} // namespace

void add_explain_calls(CLI::App& explain, Context& context) {
  const auto options = std::make_shared<Options>();
  for (const model::ExplainSpec& spec : model::explain_specs()) {
    CLI::App* command = explain.add_subcommand(spec.name, fmt::format("{}: -- CMD", spec.help));
    command->add_option("--limit", options->limit, "calls that are drawn; 0: all")
        ->capture_default_str();
    command
        ->add_option("-o,--output", options->output,
                     "write the timelines for chrome://tracing and Perfetto")
        ->type_name("FILE");
    command->callback([&spec, options, &context] { explain_call(context, spec, *options); });
  }
}

} // namespace mmscope::cli
