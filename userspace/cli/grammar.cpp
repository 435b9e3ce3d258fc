// SPDX-License-Identifier: GPL-2.0
#include "cli/grammar.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/core.h>

#include "cli/commands.hpp"
#include "cli/objects.hpp"
#include "cli/suggest.hpp"
#include "wire/schema.hpp"
#include "wire/version.h"

namespace mmscope::cli {
namespace {

struct CommandSpec {
  const char* name;
  const char* help;
  void (*run)(Context&, const Args&);
  std::vector<const char*> args = {};
  bool args_required = false;
};

struct ObjectSpec {
  const char* name;
  const char* help;
  std::vector<CommandSpec> commands; // without a name: the object is the command
};

const std::vector<ObjectSpec>& objects() {
  static const std::vector<ObjectSpec> table = {
      {"node",
       "NUMA nodes (struct pglist_data)",
       {{"list", "a line for each node", node_list},
        {"show", "every figure of one node", node_show, {"NID"}, true}}},
      {"zone",
       "zones of each node (struct zone)",
       {{"list", "a line for each zone, with its watermarks", zone_list},
        {"show", "every figure of the zones asked for", zone_show, {"NID", "ZONE"}}}},
      {"zonelist",
       "where each node's allocations go, in order (struct zonelist)",
       {{"list", "each node's order as a line", zonelist_list},
        {"show", "one node's lists, entry by entry", zonelist_show, {"NID"}, true}}},
      {"buddy",
       "free blocks of the buddy allocator (struct free_area)",
       {{"list", "free blocks by zone and order", buddy_list},
        {"show", "the same by migratetype", buddy_show, {"NID", "ZONE"}},
        {"frag",
         "how much is too fragmented to use, by order, and which pageblocks are mixed",
         buddy_frag,
         {"NID", "ZONE"}}}},
      {"pcp",
       "per-CPU page lists (struct per_cpu_pages)",
       {{"list", "a line for each zone and CPU", pcp_list},
        {"show", "with the blocks on each list", pcp_show, {"NID", "ZONE"}}}},
      {"model",
       "the memory model: pfns, sections, page->flags",
       {{"list", "memory sections and holes as pfn ranges", model_list},
        {"show", "every figure, and the ranges", model_show}}},
      {"page",
       "every page, by what it is used for (struct page)",
       {{"census", "pages by class, node, zone and migratetype", page_census, {"NID", "ZONE"}}}},
      {"info", "the module, its kernel and what was found there", {{"", "", info_show}}},
      {"explain",
       "what a word means and where the kernel has it",
       {{"field",
         "a field, such as zone.nr_free_pages; all without a name",
         explain_field,
         {"NAME"}},
        {"record", "a record with all its fields, such as zone", explain_record, {"NAME"}}}},
      {"report", "all of it on a screen and a half", {{"", "", report}}},
  };
  return table;
}

struct Options {
  bool json = false;
  bool pretty = false;
  bool wide = false;
  bool verbose = false;
  bool color = false;
  bool no_color = false;
  std::string root;
};

// The deepest command that the words led to.
const CLI::App& chosen(const CLI::App& app) {
  const auto below = app.get_subcommands();
  return below.empty() ? app : chosen(*below.front());
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
    for (const CLI::Option* option : at->get_options())
      for (const std::string& name : option->get_lnames())
        names.push_back("--" + name);
  return names;
}

// "mmscope zone show", as typed.
std::string path_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : path_of(*app.get_parent()) + " " + app.get_name();
}

bool runs_a_command(const CLI::App& at) {
  const std::string object = at.get_parent()->get_name();
  return object == "trace" || (object == "vma" && at.get_name() == "watch") ||
         (object == "explain" && at.get_name() != "field" && at.get_name() != "record");
}

[[noreturn]] void unknown_word(const CLI::App& at, const std::string& word) {
  const std::string help = fmt::format(" See {} -h.", path_of(at));
  if (!word.empty() && word.front() == '-')
    throw UsageError(fmt::format("there is no option {}.{}{}", word,
                                 did_you_mean(word, option_names(at)), help));
  const std::vector<std::string> names = command_names(at);
  if (names.empty())
    throw UsageError(
        fmt::format("\"{}\" is one argument too many for {}.{}", word, path_of(at), help));
  throw UsageError(fmt::format("there is no {} {}.{}{}",
                               at.get_parent() == nullptr ? "object" : at.get_name() + " command",
                               word, did_you_mean(word, names), help));
}

// The words make no sense to a grammar of some objects: another one may know.
struct NotUnderstood {};

// CLI11 spends as much on each command as the kernel on a whole file of ours, so
// that only the objects that the words could name are made. Whatever these do not
// understand, and help, is for the grammar of all: only that one complains.
class Grammar {
public:
  // Of the objects among the words; of all where there are none.
  Grammar(const Terminal& terminal, Context& context, const std::vector<std::string>& words)
      : terminal_(terminal), context_(context), words_(words),
        app_("See, from outside and inside, what the kernel's memory management does.", "mmscope") {
    add_options();
    for (const ObjectSpec& object : objects())
      if (wanted(object.name))
        add_object(object);
    if (wanted("page"))
      add_page(*app_.get_subcommand("page"), context_);
    if (wanted("explain"))
      add_explain_calls(*app_.get_subcommand("explain"), context_);
    add("map", add_map);
    add("slab", add_slab);
    add("vma", add_vma);
    add("vmalloc", add_vmalloc);
    add("translate", add_translate);
    add("bench", add_bench);
    add("run", add_run);
    add("trace", add_trace);
    add("verify", add_verify);
    add("doctor", add_doctor);
    complete(app_, "", "Objects");
    app_.footer(
        "An object alone means its first command, if that needs no argument: mmscope zone. Start\n"
        "with mmscope report; if something is missing, mmscope doctor names the command that mends "
        "it.");
    // Runs before any command's callback, and after all options are parsed.
    app_.parse_complete_callback([this] { set_up(); });
  }

  void parse(std::vector<std::string> args) {
    std::reverse(args.begin(), args.end()); // as CLI11 wants them
    try {
      app_.parse(std::move(args));
    } catch (const CLI::CallForHelp&) {
      if (!words_.empty())
        throw NotUnderstood();
      context_.print(app_.help());
    } catch (const CLI::CallForVersion& version) {
      context_.print(fmt::format("{}\n", version.what()));
    } catch (const CLI::ParseError& error) {
      if (!words_.empty())
        throw NotUnderstood();
      const CLI::App& at = chosen(app_);
      throw UsageError(fmt::format("{}. See {} -h.", error.what(), path_of(at)));
    }
  }

private:
  [[nodiscard]] bool wanted(std::string_view object) const {
    return words_.empty() || std::find(words_.begin(), words_.end(), object) != words_.end();
  }

  void add(std::string_view object, void (*add_to)(CLI::App&, Context&)) {
    if (wanted(object))
      add_to(app_, context_);
  }

  void add_options() {
    app_.add_flag("-j,--json", options_.json, "JSON, exact, for programs");
    app_.add_flag("-p,--pretty", options_.pretty, "JSON, indented");
    app_.add_flag("-w,--wide", options_.wide, "every column and row, however wide");
    app_.add_flag("-v,--verbose", options_.verbose,
                  "more: see page census, bench run, run show, verify");
    app_.add_flag("--color", options_.color, "colour although the output is no terminal");
    app_.add_flag("--no-color", options_.no_color, "no colour (as does NO_COLOR)");
    app_.add_option("--root", options_.root, "read a recorded tree, not the live system")
        ->type_name("DIR");
    app_.set_version_flag("--version",
                          fmt::format("mmscope {} (wire {})", MMS_VERSION, MMS_WIRE_VERSION),
                          "print the version");
  }

  void add_object(const ObjectSpec& object) {
    CLI::App* app = app_.add_subcommand(object.name, object.help);
    for (const CommandSpec& command : object.commands) {
      const bool is_object = *command.name == '\0';
      add_command(is_object ? *app : *app->add_subcommand(command.name, command.help), command);
      if (&command == &object.commands.front() && !is_object)
        app->callback([this, app, run = command.run] {
          if (app->get_subcommands().empty())
            run(context_, {});
        });
    }
  }

  void add_command(CLI::App& app, const CommandSpec& command) {
    std::vector<const CLI::Option*> args;
    for (const char* name : command.args)
      args.push_back(app.add_option(name)->required(command.args_required)->type_name(""));
    app.callback([this, args, run = command.run] {
      Args words;
      for (const CLI::Option* arg : args)
        words.insert(words.end(), arg->results().begin(), arg->results().end());
      run(context_, words);
    });
  }

  // Options anywhere, and words that CLI11 does not know kept, to be answered
  // with a suggestion.
  static void complete(CLI::App& app, const char* group, const char* below_group) {
    app.allow_extras();
    app.fallthrough();
    app.require_subcommand(0, 1);
    app.group(group);
    app.get_formatter()->column_width(26);
    if (app.get_parent() != nullptr)
      app.footer("-j, --root DIR and the other options of mmscope -h work here too.");
    for (CLI::App* below : app.get_subcommands([](CLI::App*) { return true; }))
      complete(*below, below_group, "Commands");
  }

  void set_up() {
    const CLI::App& at = chosen(app_);
    const std::vector<std::string> unknown = app_.remaining(true);
    if (!words_.empty() && (!unknown.empty() || at.get_parent() == nullptr))
      throw NotUnderstood();
    if (!unknown.empty())
      unknown_word(at, unknown.front());
    if (at.get_parent() == nullptr)
      throw UsageError("which object? See mmscope -h.");
    if (at.get_name() == "explain")
      throw UsageError("explain what? A field, a record or a call: see mmscope explain -h.");

    if (!context_.command.empty() && !runs_a_command(at))
      throw UsageError(
          fmt::format("{} runs no command: leave out what stands after \"--\".", path_of(at)));

    context_.json = options_.json || options_.pretty;
    context_.pretty = options_.pretty;
    context_.wide = options_.wide;
    context_.runs_dir = terminal_.runs_dir;
    context_.verbose = options_.verbose;
    if (!options_.root.empty())
      context_.source = reader::Source::recorded(options_.root);
    view::ColourHints hints = terminal_.hints;
    hints.no_colour_option = options_.no_color;
    if (options_.color)
      hints.clicolor_force = "--color";
    context_.screen.style = view::Style(colours_for(hints));
    context_.screen.width = options_.wide ? 0 : terminal_.width;
    context_.screen.height = terminal_.height;
  }

  const Terminal& terminal_;
  Context& context_;
  const std::vector<std::string>& words_;
  Options options_;
  CLI::App app_;
};

} // namespace

void parse_and_run(const std::vector<std::string>& args, const Terminal& terminal,
                   Context& context) {
  // What stands after "--" is not ours to understand.
  const auto end = std::find(args.begin(), args.end(), "--");
  const std::vector<std::string> words(args.begin(), end);
  if (end != args.end()) {
    context.command.assign(end + 1, args.end());
    if (context.command.empty())
      throw UsageError("there is no command after \"--\".");
  }
  try {
    return Grammar(terminal, context, words).parse(words);
  } catch (const NotUnderstood&) {
    // Nothing has been run or printed so far.
  }
  const std::vector<std::string> any;
  Grammar(terminal, context, any).parse(words);
}

} // namespace mmscope::cli
