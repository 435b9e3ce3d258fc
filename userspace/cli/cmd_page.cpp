// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/objects.hpp"
#include "model/translation.hpp"
#include "reader/error.hpp"
#include "view/json.hpp"
#include "view/objects.hpp"

namespace mmscope::cli {
namespace {

void print_infos(Context& context, const model::PageInfos& pages,
                 std::string (*show)(const view::Screen&, const model::PageInfos&)) {
  if (context.json)
    return context.print_json({view::json_head(pages.header), model::to_objects(pages.rows), {}});
  context.print(show(context.screen, pages));
}

struct PageOptions {
  std::string pfn;
  std::string pid;
  std::string addr;
};

// The page that an address is mapped to; the module walks the page tables.
model::PageInfos page_at(const Context& context, const PageOptions& options) {
  const model::Translation translation =
      model::request_translation(context.source, options.addr, options.pid);
  if (translation.pages.empty())
    throw reader::Error(reader::Error::Kind::failed,
                        fmt::format("{} has no page: its state is \"{}\". See mmscope translate.",
                                    options.addr, translation.row.fields.state));
  return {translation.header, translation.pages};
}

void show_page(Context& context, const PageOptions& options) {
  if (options.pfn.empty() == options.addr.empty())
    throw UsageError("page show wants a PFN, or -a ADDR with -p PID for a process. See mmscope "
                     "page show -h.");
  print_infos(context,
              options.pfn.empty()
                  ? page_at(context, options)
                  : model::request_pages(context.source, "page", "pfn=" + options.pfn),
              view::page_show);
}

void add_show(CLI::App& page, Context& context) {
  const auto options = std::make_shared<PageOptions>();
  CLI::App* command = page.add_subcommand("show", "one page with all its flags");
  command->add_option("PFN", options->pfn, "page frame number, hexadecimal after 0x")
      ->type_name("");
  command->add_option("-a,--addr", options->addr, "or the page that this address is mapped to")
      ->type_name("ADDR");
  command->add_option("-p,--pid", options->pid, "whose address; without it, the kernel's")
      ->type_name("PID");
  command->callback([options, &context] { show_page(context, *options); });
}

struct FindOptions {
  std::string page_class;
  std::string nid;
  std::string zone;
  std::string order;
  std::string migratetype;
  std::string from;
  std::string limit = "20";
};

void add_find(CLI::App& page, Context& context) {
  const auto options = std::make_shared<FindOptions>();
  CLI::App* command = page.add_subcommand("find", "pages of a class, zone, order or migratetype");
  command->add_option("--class", options->page_class, "as in page census");
  command->add_option("--node", options->nid, "node number");
  command->add_option("--zone", options->zone, "zone name");
  command->add_option("--order", options->order, "blocks of 2^order pages; 0: single pages");
  command->add_option("--migratetype", options->migratetype, "of the pageblock they lie in");
  command->add_option("--from", options->from, "first pfn to look at");
  command->add_option("--limit", options->limit, "rows at most, 1 to 10000")->capture_default_str();
  command->callback([options, &context] {
    std::string request;
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty())
        request += fmt::format("{}{}={}", request.empty() ? "" : " ", key, value);
    };
    add("class", options->page_class);
    add("nid", options->nid);
    add("zone", options->zone);
    add("order", options->order);
    add("migratetype", options->migratetype);
    add("from", options->from);
    add("limit", options->limit);
    print_infos(context, model::request_pages(context.source, "page_find", request),
                view::page_find);
  });
}

} // namespace

void page_census(Context& context, const Args& args) {
  model::Pages pages = model::load_pages(context.source);
  const Selection selection = parse_selection(args, zones_in(pages.rows));
  keep_selected(pages.rows, selection);
  keep_selected(pages.orders, selection);
  keep_selected(pages.counts, selection);
  keep_selected(pages.flags, selection);
  if (context.json)
    return context.print_json({view::json_head(pages.header),
                               model::to_objects(pages.rows),
                               {{"page_orders", model::to_objects(pages.orders)},
                                {"page_counts", model::to_objects(pages.counts)},
                                {"page_flags", model::to_objects(pages.flags)},
                                {"page_nodes", model::to_objects(pages.nodes)}}});
  context.print(view::page_census(context.screen, pages, context.verbose || !args.empty()));
}

void add_page(CLI::App& page, Context& context) {
  add_show(page, context);
  add_find(page, context);
}

} // namespace mmscope::cli
