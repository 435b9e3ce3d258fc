// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/write_file.hpp"
#include "model/map.hpp"
#include "reader/error.hpp"
#include "view/json.hpp"
#include "view/map.hpp"

namespace mmscope::cli {
namespace {

using reader::Error;

constexpr std::uint32_t default_png_width = 1100;

struct MapOptions {
  std::string file;
  std::string before;
  std::string after;
  std::string output;
  std::uint32_t png_width = default_png_width;
};

reader::Map map_of(const Context& context, const MapOptions& options) {
  return options.file.empty() ? model::load_map(context.source)
                              : model::load_map_file(options.file);
}

model::Object head_of(const reader::Map& map, std::string kind) {
  model::Object head = view::json_head(std::move(kind));
  head.emplace_back("kernel", map.kernel);
  head.emplace_back("page_size", map.page_size);
  head.emplace_back("pageblock_pages", map.pageblock_pages);
  head.emplace_back("ktime_ns", map.ktime_ns);
  return head;
}

// One row for each pageblock and class that has pages in it.
std::vector<model::Object> block_rows(const reader::Map& map) {
  std::vector<model::Object> rows;
  for (const reader::MapBlock& block : map.blocks) {
    for (std::size_t i = 0; i < map.classes.size(); ++i) {
      if (block.pages[i] == 0)
        continue;
      model::Object row = {{"pfn", block.pfn},
                           {"nid", std::uint64_t{block.nid}},
                           {"zone", map.zone(block)},
                           {"migratetype", map.migratetype(block)}};
      if (block.free_order)
        row.emplace_back("free_order", std::uint64_t{*block.free_order});
      row.emplace_back("class", map.classes[i]);
      row.emplace_back("pages", std::uint64_t{block.pages[i]});
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// One row for each pageblock and use of which there are more or fewer pages.
std::vector<model::Object> change_rows(const std::vector<model::Change>& changes) {
  std::vector<model::Object> rows;
  for (const model::Change& change : changes) {
    model::Object place = {{"pfn", change.pfn},
                           {"nid", std::uint64_t{change.nid}},
                           {"zone", change.zone},
                           {"migratetype_before", change.before_migratetype},
                           {"migratetype_after", change.after_migratetype}};
    bool any = false;
    for (const model::UseInfo& info : model::use_infos()) {
      const std::int64_t pages = change.pages[static_cast<std::size_t>(info.use)];
      if (pages == 0)
        continue;
      model::Object row = place;
      row.emplace_back("use", std::string(info.name));
      row.emplace_back("pages", pages);
      rows.push_back(std::move(row));
      any = true;
    }
    if (!any)
      rows.push_back(std::move(place));
  }
  return rows;
}

void show_map(Context& context, const MapOptions& options) {
  const reader::Map read = map_of(context, options);
  if (context.json)
    return context.print_json({head_of(read, "map"), block_rows(read), {}});
  context.print(view::map_show(context.screen, read));
}

void add_show(CLI::App& map, Context& context) {
  const auto options = std::make_shared<MapOptions>();
  CLI::App* command = map.add_subcommand("show", "the map on the terminal");
  command->add_option("--file", options->file, "a saved map, not the live one");
  command->callback([options, &context] { show_map(context, *options); });
}

void add_save(CLI::App& map, Context& context) {
  const auto options = std::make_shared<MapOptions>();
  CLI::App* command = map.add_subcommand("save", "keep the map, for diff and for later");
  command->add_option("FILE", options->output, "where to")->required()->type_name("");
  command->callback([options, &context] {
    const std::string bytes = context.source.read_debugfs("map.bin");
    (void)reader::parse_map(bytes, "map.bin"); // nothing broken is kept
    write_file(options->output, bytes);
  });
}

void add_png(CLI::App& map, Context& context) {
  const auto options = std::make_shared<MapOptions>();
  CLI::App* command = map.add_subcommand("png", "the map as a picture");
  command->add_option("-o,--output", options->output, "where to")->required();
  command->add_option("--file", options->file, "a saved map, not the live one");
  command->add_option("--width", options->png_width, "pixels")
      ->check(CLI::Range(400, 16384))
      ->capture_default_str();
  command->callback([options, &context] {
    write_file(options->output, view::map_png(map_of(context, *options), options->png_width));
  });
}

void add_diff(CLI::App& map, Context& context) {
  const auto options = std::make_shared<MapOptions>();
  CLI::App* command = map.add_subcommand("diff", "what changed between two saved maps");
  command->add_option("BEFORE", options->before, "a saved map")->required()->type_name("");
  command->add_option("AFTER", options->after, "a later one; the live map without it")
      ->type_name("");
  command->add_option("-o,--output", options->output, "as a picture, too");
  command->add_option("--width", options->png_width, "pixels of that picture")
      ->check(CLI::Range(400, 16384))
      ->capture_default_str();
  command->callback([options, &context] {
    const reader::Map before = model::load_map_file(options->before);
    const reader::Map after = options->after.empty() ? model::load_map(context.source)
                                                     : model::load_map_file(options->after);
    if (!options->output.empty())
      write_file(options->output, view::map_diff_png(before, after, options->png_width));
    if (context.json)
      return context.print_json(
          {head_of(after, "map_diff"), change_rows(model::changes(before, after)), {}});
    context.print(view::map_diff(context.screen, before, after));
  });
}

} // namespace

void add_map(CLI::App& app, Context& context) {
  CLI::App* map = app.add_subcommand("map", "physical memory, pageblock by pageblock");
  add_show(*map, context);
  add_save(*map, context);
  add_png(*map, context);
  add_diff(*map, context);
  map->callback([map, &context] {
    if (map->get_subcommands().empty())
      show_map(context, {});
  });
}

} // namespace mmscope::cli
