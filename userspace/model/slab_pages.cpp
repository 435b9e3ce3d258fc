// SPDX-License-Identifier: GPL-2.0
#include "model/slab_pages.hpp"

#include <algorithm>
#include <map>

namespace mmscope::model {
namespace {

using SlabFigure = SlabCache::Figure;

// From /proc/slabinfo alone nothing is known of nodes.
bool nodes_are_told(const Slabs& slabs) {
  return std::all_of(slabs.caches.begin(), slabs.caches.end(), [](const SlabCache& cache) {
    return !cache.id.empty() || cache.slabs.value_or(0) == 0;
  });
}

void add(SlabFigure& sum, std::uint64_t more) { sum = sum.value_or(0) + more; }

std::vector<SlabPages> by_order(const Slabs& slabs, const Pages& census, bool nodes_told) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, SlabPages> rows;
  const auto row = [&](std::uint64_t nid, std::uint64_t order) -> SlabPages& {
    SlabPages& found = rows[{nid, order}];
    found.nid = nid;
    found.order = order;
    if (nodes_told)
      add(found.cache_slabs, 0);
    return found;
  };
  for (const PageOrder& counted : census.orders)
    if (counted.text("class") == "slab")
      row(counted.fields.nid, counted.fields.order).census_slabs += counted.fields.blocks;
  for (const SlabCache& cache : slabs.caches)
    for (const SlabNode& node : cache.nodes)
      if (cache.order && node.slabs != 0)
        add(row(node.nid, *cache.order).cache_slabs, node.slabs);
  std::vector<SlabPages> list;
  for (const auto& [key, pages] : rows)
    list.push_back(pages);
  return list;
}

std::uint64_t pages_of(const Pages& census, std::uint64_t nid, const char* page_class) {
  std::uint64_t pages = 0;
  for (const PageRow& row : census.rows)
    if (row.fields.nid == nid && row.text("class") == page_class)
      pages += row.fields.pages;
  return pages;
}

std::uint64_t cache_pages_on(const Slabs& slabs, std::uint64_t nid) {
  std::uint64_t pages = 0;
  for (const SlabCache& cache : slabs.caches)
    for (const SlabNode& node : cache.nodes)
      if (node.nid == nid)
        pages += node.slabs * cache.slab_bytes().value_or(0) / slabs.page_size;
  return pages;
}

SlabSum sum_of_all(const Slabs& slabs, const std::vector<SlabSum>& nodes) {
  SlabSum all;
  for (const SlabSum& node : nodes) {
    all.census_pages += node.census_pages;
    all.counter_pages += node.counter_pages;
    all.compound_pages += node.compound_pages;
  }
  for (const SlabCache& cache : slabs.caches)
    add(all.cache_pages, cache.memory_bytes().value_or(0) / slabs.page_size);
  return all;
}

} // namespace

SlabJoin join_slabs(const Slabs& slabs, const Pages& census, const Nodes& nodes) {
  const bool nodes_told = nodes_are_told(slabs);
  SlabJoin join;
  join.rows = by_order(slabs, census, nodes_told);
  for (const Node& node : nodes.rows) {
    const std::uint64_t nid = node.fields.nid;
    SlabSum sum;
    sum.nid = nid;
    sum.census_pages = pages_of(census, nid, "slab");
    sum.compound_pages = pages_of(census, nid, "compound");
    sum.counter_pages = present(node.fields.nr_slab_reclaimable).value_or(0) +
                        present(node.fields.nr_slab_unreclaimable).value_or(0);
    if (nodes_told)
      sum.cache_pages = cache_pages_on(slabs, nid);
    join.sums.push_back(sum);
  }
  join.sums.push_back(sum_of_all(slabs, join.sums));
  return join;
}

SlabJoin load_slab_join(const reader::Source& source, const Slabs& slabs) {
  try {
    const Pages census = load_pages(source);
    Slabs now = slabs;
    reload_slab_counts(source, now);
    return join_slabs(now, census, load_nodes(source));
  } catch (const reader::Error& error) {
    SlabJoin join;
    join.missing = missing_file(source, "slab pages of the census", "pages", error);
    return join;
  }
}

Object to_object(const SlabPages& pages) {
  Object object = {{"nid", pages.nid},
                   {"order", pages.order},
                   {"census_slabs", pages.census_slabs},
                   {"census_pages", pages.census_slabs << pages.order}};
  if (pages.cache_slabs) {
    object.emplace_back("cache_slabs", *pages.cache_slabs);
    object.emplace_back("cache_pages", *pages.cache_slabs << pages.order);
  }
  return object;
}

Object to_object(const SlabSum& sum) {
  Object object;
  if (sum.nid)
    object.emplace_back("nid", *sum.nid);
  object.emplace_back("census_pages", sum.census_pages);
  if (sum.cache_pages)
    object.emplace_back("cache_pages", *sum.cache_pages);
  object.emplace_back("counter_pages", sum.counter_pages);
  object.emplace_back("compound_pages", sum.compound_pages);
  return object;
}

} // namespace mmscope::model
