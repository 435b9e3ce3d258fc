// SPDX-License-Identifier: GPL-2.0
#include "view/slab.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "model/schema.hpp"
#include "view/heat.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::SlabCache;

std::string size(const SlabCache::Figure& figure) { return figure ? bytes(*figure) : absent_mark; }

// Flags that are set, in words.
std::string flags(const SlabCache& cache) {
  struct Flag {
    SlabCache::Figure SlabCache::*member;
    const char* word;
  };
  static constexpr std::array table = {
      Flag{&SlabCache::hwcache_align, "hwcache"}, Flag{&SlabCache::reclaim_account, "reclaim"},
      Flag{&SlabCache::cache_dma, "dma"},         Flag{&SlabCache::destroy_by_rcu, "rcu"},
      Flag{&SlabCache::sanity_checks, "checks"},  Flag{&SlabCache::red_zone, "redzone"},
      Flag{&SlabCache::poison, "poison"},         Flag{&SlabCache::store_user, "user"},
      Flag{&SlabCache::trace, "trace"},
  };
  std::string text;
  for (const Flag& flag : table) {
    if ((cache.*flag.member).value_or(0) != 0)
      text += (text.empty() ? "" : " ") + std::string(flag.word);
  }
  return text;
}

Cell percent_cell(const SlabCache::Figure& part, const SlabCache::Figure& whole) {
  if (!part || !whole || *whole == 0)
    return {absent_mark, Role::dim};
  const double share = static_cast<double>(*part) / static_cast<double>(*whole);
  return {fmt::format("{:.0f}%", 100 * share), *part == 0 ? Role::dim : Role::plain};
}

Cell count_cell(const SlabCache::Figure& count) {
  return {number(count), count.value_or(0) == 0 ? Role::dim : Role::plain};
}

std::uint64_t memory_of(const std::vector<SlabCache>& caches) {
  std::uint64_t sum = 0;
  for (const SlabCache& cache : caches)
    sum += cache.memory_bytes().value_or(0);
  return sum;
}

std::string nodes_table(const Screen& screen, const SlabCache& cache) {
  Table table({{"node"},
               {"memory"},
               {"objects"},
               {"of"},
               {"in use", Align::right, 1},
               {"slabs"},
               {"partial"},
               {"cpu slabs"}});
  for (const model::SlabNode& node : cache.nodes) {
    const SlabCache::Figure slab = cache.slab_bytes();
    table.add({{number(SlabCache::Figure(node.nid)), Role::accent},
               slab ? bytes(node.slabs * *slab) : absent_mark,
               count_cell(node.objects),
               count_cell(node.total_objects),
               percent_cell(node.objects, node.total_objects),
               count_cell(node.slabs),
               count_cell(node.partial),
               count_cell(node.cpu_slabs)});
  }
  return table.render(screen.style, screen.width);
}

std::string hardening_table(const Screen& screen, const std::vector<model::Hardening>& hardening) {
  Table table({{"", Align::left}, {"", Align::left}, {"", Align::left, 0, true}});
  std::vector<std::string> reasons; // each told once
  for (const model::Hardening& item : hardening) {
    const bool known = item.state != "unknown";
    const Role role = !known ? Role::warning : item.state == "on" ? Role::good : Role::dim;
    table.add({"  " + item.name, {item.state, role}, {item.meaning, Role::dim}});
    if (!known && std::find(reasons.begin(), reasons.end(), item.source) == reasons.end())
      reasons.push_back(item.source);
  }
  std::string text = table.render(screen.style, screen.width);
  if (!reasons.empty())
    text +=
        screen.style.paint(Role::dim, fmt::format("Unknown: {}.", fmt::join(reasons, "; "))) + "\n";
  return text;
}

std::string title(const SlabCache& cache) {
  std::string text = fmt::format("Slab cache {}", cache.name);
  if (!cache.aliases.empty())
    text += fmt::format(", merged with {} other{}", cache.aliases.size(),
                        cache.aliases.size() == 1 ? "" : "s");
  return text;
}

} // namespace

std::string slab_list(const Screen& screen, const model::Slabs& all,
                      const std::vector<SlabCache>& shown) {
  Table table({{"cache", Align::left},
               {"memory"},
               {"objects"},
               {"in use", Align::right, 1},
               {"size"},
               {"slot", Align::right, 4},
               {"per slab", Align::right, 3},
               {"order", Align::right, 2},
               {"slabs", Align::right, 1},
               {"partial", Align::right, 5},
               {"waste", Align::right, 2},
               {"merged", Align::right, 6},
               {"flags", Align::left, 7}});
  std::uint64_t largest = 0;
  for (const SlabCache& cache : shown)
    largest = std::max(largest, cache.memory_bytes().value_or(0));
  for (const SlabCache& cache : shown) {
    const SlabCache::Figure memory = cache.memory_bytes();
    const std::uint64_t part = memory.value_or(0);
    table.add({{cache.name, Role::accent},
               {size(memory), part == 0 ? Role::dim : heat_cell(1, part, largest).role},
               count_cell(cache.objects),
               percent_cell(cache.objects, cache.total_objects),
               number(cache.object_size),
               number(cache.slab_size),
               number(cache.objs_per_slab),
               number(cache.order),
               count_cell(cache.slabs),
               count_cell(cache.partial),
               percent_cell(cache.waste_bytes(), memory),
               count_cell(std::uint64_t{cache.aliases.size()}),
               {flags(cache), Role::dim}});
  }
  std::string text = table.render(screen.style, screen.width);
  std::string sum = fmt::format("{} caches in {}", all.caches.size(), bytes(memory_of(all.caches)));
  if (shown.size() != all.caches.size())
    sum += fmt::format("; {} of them shown, in {}", shown.size(), bytes(memory_of(shown)));
  return text + screen.style.paint(Role::dim, sum + ".") + "\n";
}

std::string slab_show(const Screen& screen, const SlabCache& cache,
                      const std::vector<model::Hardening>& hardening) {
  static const RecordLayout layout = {
      {{"Cache", {"name", "id", "aliases", "ctor"}},
       {"Memory", {"memory_bytes", "waste_bytes"}},
       {"One object", {"object_*", "slab_size", "align", "usersize"}},
       {"One slab", {"slab_bytes", "order", "objs_per_slab", "slab_waste_bytes"}},
       {"All slabs", {"objects", "total_objects", "slabs", "partial", "objects_partial"}},
       {"Kept by CPUs and nodes", {"cpu_*", "slabs_cpu_partial", "min_partial"}},
       {"Flags (1 is set)",
        {"hwcache_align", "reclaim_account", "cache_dma", "destroy_by_rcu", "trace"}}},
      "Debugging (1 is on)"};
  return render_record(screen, title(cache), model::to_object(cache), *model::find_record("slab"),
                       layout, cache.page_size) +
         "\n" + screen.style.paint(Role::title, "By node") + "\n" + nodes_table(screen, cache) +
         "\n" + screen.style.paint(Role::title, "Hardening of all caches") + "\n" +
         hardening_table(screen, hardening);
}

Document slab_document(const model::Slabs& all, const std::vector<SlabCache>& shown,
                       const std::vector<model::Hardening>& hardening,
                       const std::optional<model::SlabJoin>& join) {
  Document document;
  document.head = json_head("slab");
  if (!all.kernel.empty())
    document.head.emplace_back("kernel", all.kernel);
  document.head.emplace_back("page_size", all.page_size);
  std::vector<model::Object> nodes;
  for (const SlabCache& cache : shown) {
    document.rows.push_back(model::to_object(cache));
    for (const model::SlabNode& node : cache.nodes)
      nodes.push_back(model::to_object(cache, node));
  }
  document.more.emplace_back("slab_nodes", std::move(nodes));
  if (!hardening.empty()) {
    std::vector<model::Object>& objects =
        document.more.emplace_back("hardening", std::vector<model::Object>()).second;
    for (const model::Hardening& item : hardening)
      objects.push_back(model::to_object(item));
  }
  if (join && join->missing) {
    document.more.push_back({"missing", {model::to_object(*join->missing)}});
  } else if (join) {
    std::vector<model::Object> pages;
    for (const model::SlabPages& row : join->rows)
      pages.push_back(model::to_object(row));
    std::vector<model::Object> sums;
    for (const model::SlabSum& sum : join->sums)
      sums.push_back(model::to_object(sum));
    document.more.emplace_back("slab_pages", std::move(pages));
    document.more.emplace_back("slab_sums", std::move(sums));
  }
  return document;
}

} // namespace mmscope::view
