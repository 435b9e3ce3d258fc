// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <fnmatch.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/suggest.hpp"
#include "model/slab.hpp"
#include "view/slab.hpp"

namespace mmscope::cli {
namespace {

using model::SlabCache;
using model::SlabOrder;

struct ListOptions {
  std::string pattern; // empty: all
  std::string sort = "memory";
  std::size_t limit = 0; // 0: no limit
};

const std::map<std::string, SlabOrder>& orders() {
  static const std::map<std::string, SlabOrder> table = {{"memory", SlabOrder::memory},
                                                         {"name", SlabOrder::name},
                                                         {"objects", SlabOrder::objects},
                                                         {"slabs", SlabOrder::slabs},
                                                         {"waste", SlabOrder::waste}};
  return table;
}

bool matches(const SlabCache& cache, const std::string& pattern) {
  const auto fits = [&](const std::string& name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
  };
  return pattern.empty() || fits(cache.name) ||
         std::any_of(cache.aliases.begin(), cache.aliases.end(), fits);
}

std::vector<std::string> names_of(const model::Slabs& slabs) {
  std::vector<std::string> names;
  for (const SlabCache& cache : slabs.caches) {
    names.push_back(cache.name);
    names.insert(names.end(), cache.aliases.begin(), cache.aliases.end());
  }
  return names;
}

void list_caches(Context& context, const ListOptions& options) {
  const model::Slabs slabs = model::load_slabs(context.source);
  std::vector<SlabCache> shown;
  for (const SlabCache& cache : slabs.caches) {
    if (matches(cache, options.pattern))
      shown.push_back(cache);
  }
  if (shown.empty())
    throw UsageError(fmt::format("there is no slab cache {}.{}", options.pattern,
                                 did_you_mean(options.pattern, names_of(slabs))));
  model::sort_caches(shown, orders().at(options.sort));
  if (options.limit != 0 && shown.size() > options.limit)
    shown.resize(options.limit);
  // About all caches: of no use beside some of them, and it takes a census.
  std::optional<model::SlabJoin> join;
  if (options.pattern.empty())
    join = model::load_slab_join(context.source, slabs);
  if (context.json)
    return context.print_json(view::slab_document(slabs, shown, {}, join));
  context.print(view::slab_list(context.screen, slabs, shown));
  if (join)
    context.print("\n" + view::slab_pages(context.screen, *join));
}

void show_cache(Context& context, const std::string& name) {
  const model::Slabs slabs = model::load_slabs(context.source);
  const SlabCache* cache = model::find_cache(slabs, name);
  if (cache == nullptr)
    throw UsageError(
        fmt::format("there is no slab cache {}.{}", name, did_you_mean(name, names_of(slabs))));
  const std::vector<model::Hardening> hardening = model::load_hardening(context.source);
  const model::SlabJoin join = model::load_slab_join(context.source, slabs);
  if (context.json)
    return context.print_json(view::slab_document(slabs, {*cache}, hardening, join));
  context.print(view::slab_show(context.screen, *cache, hardening) + "\n" +
                view::slab_pages_of_order(context.screen, join, *cache));
}

} // namespace

void add_slab(CLI::App& app, Context& context) {
  CLI::App* slab =
      app.add_subcommand("slab", "slab caches (struct kmem_cache); works without the module");
  slab->callback([slab, &context] {
    if (slab->get_subcommands().empty())
      list_caches(context, {});
  });

  const auto options = std::make_shared<ListOptions>();
  CLI::App* list = slab->add_subcommand("list", "a line for each cache, the largest first");
  list->add_option("PATTERN", options->pattern, "names to show, such as 'kmalloc-*'")
      ->type_name("");
  list->add_option("--sort", options->sort, "what the order goes by, the most of it first")
      ->check(CLI::IsMember({"memory", "name", "objects", "slabs", "waste"}))
      ->capture_default_str();
  list->add_option("--limit", options->limit, "show no more than so many")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  list->callback([options, &context] { list_caches(context, *options); });

  const auto name = std::make_shared<std::string>();
  CLI::App* show = slab->add_subcommand("show", "every figure of one cache, node by node");
  show->add_option("NAME", *name, "a cache or an alias of one")->required()->type_name("");
  show->callback([name, &context] { show_cache(context, *name); });
}

} // namespace mmscope::cli
