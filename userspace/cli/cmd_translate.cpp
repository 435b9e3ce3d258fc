// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "model/translation.hpp"
#include "view/json.hpp"
#include "view/translation.hpp"

namespace mmscope::cli {
namespace {

struct Asked {
  std::string addr;
  std::string pid;
};

void translate(Context& context, const Asked& asked) {
  const model::Translation translation =
      model::request_translation(context.source, asked.addr, asked.pid);
  if (context.json)
    return context.print_json({view::json_head(translation.header),
                               model::to_objects(translation.levels),
                               {{"translations", {model::to_object(translation.row)}},
                                {"page_infos", model::to_objects(translation.pages)}}});
  context.print(view::translation(context.screen, translation));
}

} // namespace

void add_translate(CLI::App& app, Context& context) {
  const auto asked = std::make_shared<Asked>();
  CLI::App* command =
      app.add_subcommand("translate", "from an address to its page, table by table");
  command->add_option("ADDR", asked->addr, "address, hexadecimal after 0x")
      ->required()
      ->type_name("");
  command->add_option("--pid", asked->pid, "whose address; without it, the kernel's")
      ->type_name("PID");
  command->callback([asked, &context] { translate(context, *asked); });
}

} // namespace mmscope::cli
