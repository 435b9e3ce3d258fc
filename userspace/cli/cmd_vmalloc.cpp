// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "model/vmalloc.hpp"
#include "reader/kernel_config.hpp"
#include "view/vmalloc.hpp"
#include "view/vmalloc_runs.hpp"

namespace mmscope::cli {
namespace {

// vmallocinfo counts pages, and no file beside it says how large they are: on
// x86-64 there is one size.
constexpr std::uint64_t page_size = 4096;

void list_areas(Context& context, bool each) {
  const std::vector<model::VmallocArea> areas = model::load_vmalloc_areas(context.source);
  const std::vector<model::VmallocCaller> callers = model::by_caller(areas);
  if (!context.json)
    return context.print(each ? view::vmalloc_areas(context.screen, areas, page_size)
                              : view::vmalloc_callers(context.screen, callers, page_size));
  const std::string kernel = reader::kernel_release(context.source);
  context.print_json(each ? view::vmalloc_document("vmalloc_area", kernel, areas, page_size)
                          : view::vmalloc_document("vmalloc", kernel, callers, page_size));
}

void list_runs(Context& context, bool each) {
  const model::VmallocRuns runs = model::load_vmalloc_runs(context.source);
  if (context.json)
    return context.print_json(view::vmalloc_runs_document(runs, each));
  context.print(view::vmalloc_runs(context.screen, runs, each));
}

} // namespace

void add_vmalloc(CLI::App& app, Context& context) {
  CLI::App* vmalloc = app.add_subcommand(
      "vmalloc", "the vmalloc space (struct vm_struct); works without the module");
  vmalloc->callback([vmalloc, &context] {
    if (vmalloc->get_subcommands().empty())
      list_areas(context, false);
  });
  const auto each = std::make_shared<bool>(false);
  CLI::App* list = vmalloc->add_subcommand(
      "list", "a line for each function that made areas, the largest first");
  list->add_flag("--areas", *each, "a line for each area, in the order of the file");
  const auto runs = std::make_shared<bool>(false);
  list->add_flag("--runs", *runs,
                 "into how many physically contiguous runs they fall, out of the page tables; "
                 "this wants the module");
  list->callback([each, runs, &context] {
    if (*runs)
      list_runs(context, *each);
    else
      list_areas(context, *each);
  });
}

} // namespace mmscope::cli
