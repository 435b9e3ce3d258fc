// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/slab.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

std::string not_shown(const Screen& screen, const model::SlabJoin& join) {
  return note(screen, fmt::format("Not held against the census: {}", join.missing->because));
}

// Left less right, with its sign.
Cell difference(const std::optional<std::uint64_t>& left, std::uint64_t right) {
  if (!left)
    return {absent_mark, Role::dim};
  const auto pages = static_cast<std::int64_t>(*left) - static_cast<std::int64_t>(right);
  return pages == 0 ? Cell("0", Role::dim) : Cell(fmt::format("{:+}", pages));
}

} // namespace

std::string slab_pages(const Screen& screen, const model::SlabJoin& join) {
  if (join.missing)
    return not_shown(screen, join);
  Table table({{"node"},
               {"caches"},
               {"census"},
               {"caches - census"},
               {"nr_slab_*", Align::right, 1},
               {"nr_slab_* - census", Align::right, 1},
               {"compound", Align::right, 2}});
  for (const model::SlabSum& sum : join.sums)
    table.add({sum.nid ? fmt::format("{}", *sum.nid) : "all",
               number(sum.cache_pages),
               {number(std::optional(sum.census_pages)), Role::accent},
               difference(sum.cache_pages, sum.census_pages),
               number(std::optional(sum.counter_pages)),
               difference(sum.counter_pages, sum.census_pages),
               number(std::optional(sum.compound_pages))});
  return screen.style.paint(Role::title, "Slab pages, by node") + "\n" +
         table.render(screen.style, screen.width) +
         note(screen,
              "Census and caches are read one after the other: slabs come and go in between, and "
              "a slab made while memory was short has fewer pages than its cache says. The "
              "counter nr_slab_* also has kmalloc() of more than two pages: these are compound "
              "pages, not slabs, and are in no cache.");
}

std::string slab_pages_of_order(const Screen& screen, const model::SlabJoin& join,
                                const model::SlabCache& cache) {
  if (join.missing)
    return not_shown(screen, join);
  Table table({{"node"}, {"this cache"}, {"all caches"}, {"census"}});
  for (const model::SlabPages& row : join.rows) {
    if (row.order != cache.order)
      continue;
    model::SlabCache::Figure own;
    for (const model::SlabNode& node : cache.nodes)
      if (node.nid == row.nid)
        own = node.slabs;
    if (!own && row.cache_slabs)
      own = 0;
    table.add({fmt::format("{}", row.nid), number(own), number(row.cache_slabs),
               number(std::optional(row.census_slabs))});
  }
  return screen.style.paint(Role::title,
                            fmt::format("Slabs of order {}, by node", cache.order.value_or(0))) +
         "\n" + table.render(screen.style, screen.width) +
         note(screen, "A page does not tell of which cache it is: the census counts those of all.");
}

} // namespace mmscope::view
