// SPDX-License-Identifier: GPL-2.0
// The module against itself: sums over zones against the node, and the figures
// that the kernel works out from others (mm/page_alloc.c, mm/show_mem.c) worked
// out again.
#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "model/verify_checks.hpp"

namespace mmscope::model {
namespace {

constexpr const char* sums_check = "sums (self-check)";

std::int64_t number(const Numbers& numbers, std::string_view key) {
  const auto found = numbers.find(key);
  return found == numbers.end() ? 0 : found->second;
}

// calculate_totalreserve_pages(): the largest reserve that applies to the zone or
// a higher one, and the high watermark as it is without a boost.
std::int64_t total_reserve(const Published& published, std::uint64_t nid) {
  std::int64_t total = 0;
  for (const PublishedZone& zone : published.zones) {
    if (zone.nid != nid)
      continue;
    std::uint64_t reserve = 0;
    for (std::size_t idx = zone.zone_idx; idx < zone.lowmem_reserve.size(); ++idx)
      reserve = std::max(reserve, zone.lowmem_reserve[idx]);
    const std::int64_t high =
        number(zone.numbers, "wmark_high_pages") - number(zone.numbers, "watermark_boost_pages");
    total +=
        std::min(static_cast<std::int64_t>(reserve) + high, number(zone.numbers, "managed_pages"));
  }
  return total;
}

// The terms of si_mem_available().
struct Available {
  std::int64_t free = 0;
  std::int64_t reserve = 0;
  std::int64_t pagecache = 0;
  std::int64_t reclaimable = 0;
  std::int64_t wmark_low = 0;

  [[nodiscard]] std::int64_t pages() const {
    const std::int64_t cache = pagecache - std::min(pagecache / 2, wmark_low);
    const std::int64_t slab = reclaimable - std::min(reclaimable / 2, wmark_low);
    return std::max<std::int64_t>(free - reserve + cache + slab, 0);
  }
};

Available& operator+=(Available& sum, const Available& term) {
  sum.free += term.free;
  sum.reserve += term.reserve;
  sum.pagecache += term.pagecache;
  sum.reclaimable += term.reclaimable;
  sum.wmark_low += term.wmark_low;
  return sum;
}

Available terms_of(const Published& published, const PublishedNode& node) {
  const Numbers& numbers = node.numbers;
  return {number(numbers, "nr_free_pages"), number(numbers, "totalreserve_pages"),
          number(numbers, "nr_active_file") + number(numbers, "nr_inactive_file"),
          number(numbers, "nr_slab_reclaimable") + number(numbers, "nr_kernel_misc_reclaimable"),
          published.sum_zones("wmark_low_pages", node.nid).value_or(0)};
}

void compare_sum(FigureList& list, const Published& zones, const PublishedNode& node,
                 const std::string& field, std::string_view zone_field, Rule rule) {
  const std::optional<std::int64_t> sum = zones.sum_zones(zone_field, node.nid);
  list.add(fmt::format("node {} {} = sum over zones", node.nid, field), field,
           value_of(node.numbers, field), to_value(std::optional(sum.value_or(0))), rule);
}

void compare_node(FigureList& list, const Published& published, const Published& zones,
                  const PublishedNode& node) {
  compare_sum(list, zones, node, "node_present_pages", "present_pages", {});
  compare_sum(list, zones, node, "managed_pages", "managed_pages", {});
  compare_sum(list, zones, node, "nr_free_pages", "nr_free_pages",
              rule_of_counter("nr_free_pages", published.batches(node.nid)));
  for (const std::string& key : numa_stat_keys()) {
    if (node.numbers.count(key) != 0)
      compare_sum(list, zones, node, key, key, rule_of_counter(key, 0));
  }
  list.add(fmt::format("node {} totalreserve_pages, worked out", node.nid), "totalreserve_pages",
           value_of(node.numbers, "totalreserve_pages"), total_reserve(published, node.nid));
  list.add(fmt::format("node {} mem_available_pages, worked out", node.nid), "mem_available_pages",
           value_of(node.numbers, "mem_available_pages"), terms_of(published, node).pages());
}

std::vector<Figure> compare_sums(const Reading& reading, const Published& published) {
  FigureList list(sums_check);
  Available all;
  for (const PublishedNode& node : published.nodes) {
    list.set_node(node.nid);
    compare_node(list, published, *reading.own, node);
  }
  // Against the nodes read around info: min(x / 2, low) does not add up over
  // nodes, so the terms are summed and not the nodes' own estimates.
  for (const PublishedNode& node : reading.own->nodes)
    all += terms_of(*reading.own, node);
  list.set_node({});
  const auto ours = present(published.system.info.row.fields.mem_available_pages);
  list.add("mem_available_pages of all nodes, worked out", "mem_available_pages", to_value(ours),
           all.pages(), rule_of_counter("nr_free_pages", published.batches()));
  return std::move(list).take();
}

} // namespace

Check check_sums() {
  return {sums_check, need_nodes | need_zones,
          [](const reader::Source& source) {
            return Reading{{}, load_published(source, need_nodes | need_zones)};
          },
          compare_sums, true};
}

} // namespace mmscope::model
