// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "model/doctor.hpp"
#include "view/doctor.hpp"

namespace mmscope::cli {
namespace {

int exit_code_of(model::Health verdict) {
  switch (verdict) {
  case model::Health::denied:
    return exit_permission;
  case model::Health::missing:
    return exit_not_there;
  default:
    return exit_ok;
  }
}

} // namespace

void add_doctor(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("doctor", "what is missing, and the command that mends it");
  command->callback([&context] {
    const std::vector<model::Finding> findings = model::examine(context.source);
    context.exit_code = exit_code_of(model::verdict_of(findings));
    if (context.json)
      return context.print_json(view::doctor_document(findings));
    context.print(view::doctor_text(context.screen, findings));
  });
}

} // namespace mmscope::cli
