// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "model/verify.hpp"
#include "view/verify.hpp"

namespace mmscope::cli {

void add_verify(CLI::App& app, Context& context) {
  const auto options = std::make_shared<model::VerifyOptions>();
  CLI::App* command =
      app.add_subcommand("verify", "every published figure beside the one of /proc and /sys");
  command
      ->add_option("--attempts", options->attempts,
                   "readings before a figure that moves counts as wrong")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command
      ->add_option("--drift", options->recorded_drift_pages,
                   "with --root: pages that a moving figure may lie apart, as its files were "
                   "recorded one after the other")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--bpf", options->bpf,
                    "hold nodes and zones against a BPF program that reads them too");
  command->callback([options, &context] {
    if (options->bpf && !context.source.is_live())
      throw UsageError("--bpf reads the live kernel: --root does not go with it.");
    const model::VerifyResult result = model::verify(context.source, *options);
    if (!result.passed())
      context.exit_code = exit_failed;
    if (context.json)
      return context.print_json(view::verify_document(result));
    context.print(view::verify_text(context.screen, result, context.verbose));
  });
}

} // namespace mmscope::cli
