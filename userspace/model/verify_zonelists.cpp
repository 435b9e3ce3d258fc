// SPDX-License-Identifier: GPL-2.0
// The zonelists against the order that the kernel logged when it built them, and
// against the rules by which it builds them: mm/page_alloc.c build_zonelists(),
// find_next_best_node(), build_zonerefs_node().
#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/core.h>

#include "model/joins.hpp"
#include "model/verify_checks.hpp"
#include "reader/proc_kmsg.hpp"
#include "reader/proc_text.hpp"

namespace mmscope::model {
namespace {

constexpr const char* log_path = "/dev/kmsg";
constexpr const char* rules_name = "zonelist rules";

using Nids = std::vector<std::uint64_t>;

std::string zone_text(std::uint64_t nid, std::uint64_t zone_idx, std::string_view name) {
  return fmt::format(" {}:{}({})", nid, name, zone_idx);
}

// Nodes by first appearance.
Nids node_order(const std::vector<Zoneref>& list) {
  Nids order;
  for (const Zoneref& entry : list) {
    if (std::count(order.begin(), order.end(), entry.fields.zone_nid) == 0)
      order.push_back(entry.fields.zone_nid);
  }
  return order;
}

// build_zonerefs_node(): the node's populated zones, highest first.
std::string zones_of_node(const Published& published, std::uint64_t nid) {
  std::map<std::uint64_t, std::string> by_index;
  for (const PublishedZone& zone : published.zones) {
    if (zone.nid == nid && zone.populated)
      by_index[zone.zone_idx] = zone_text(nid, zone.zone_idx, zone.name);
  }
  std::string text;
  for (auto zone = by_index.rbegin(); zone != by_index.rend(); ++zone)
    text += zone->second;
  return text;
}

class RuleChecker {
public:
  explicit RuleChecker(const Published& published) : published_(published) {
    for (const PublishedNode& node : published.nodes)
      online_.push_back(node.nid);
  }

  std::vector<Figure> check() {
    for (const PublishedNode& node : published_.nodes) {
      list_.set_node(node.nid);
      check_fallback(node);
      check_nofallback(node);
    }
    return std::move(list_).take();
  }

private:
  void check_fallback(const PublishedNode& node) {
    const std::vector<Zoneref> list = entries(node, "fallback");
    const Nids order = node_order(list);

    // Every populated zone once, node by node; nodes that are missing come last.
    std::string expected;
    for (const std::uint64_t nid : order)
      expected += zones_of_node(published_, nid);
    for (const std::uint64_t nid : online_) {
      if (std::count(order.begin(), order.end(), nid) == 0)
        expected += zones_of_node(published_, nid);
    }
    add_zones(node, "fallback zones", zones_text(list), expected);
    add(node, "fallback order by distance", "zone_nid", order, by_distance(node, order));
    check_entries(node, "fallback", list);
  }

  void check_nofallback(const PublishedNode& node) {
    const std::vector<Zoneref> list = entries(node, "nofallback");
    add_zones(node, "nofallback zones", zones_text(list), zones_of_node(published_, node.nid));
    check_entries(node, "nofallback", list);
  }

  void check_entries(const PublishedNode& node, const char* name,
                     const std::vector<Zoneref>& list) {
    Nids places;
    Nids counted(list.size());
    Nids distances;
    Nids expected;
    std::iota(counted.begin(), counted.end(), 0);
    for (const Zoneref& entry : list) {
      places.push_back(entry.fields.pos);
      distances.push_back(entry.fields.distance);
      expected.push_back(distance(node, entry.fields.zone_nid));
    }
    add(node, fmt::format("{} places", name), "pos", places, counted);
    add(node, fmt::format("{} distances", name), "distance", distances, expected);
  }

  // The order itself where the distances allow it, otherwise what they ask for.
  // The local node comes first. Any other costs its distance, one more if its
  // number is lower, and one more if it has CPUs; which CPUs the kernel knew when
  // it built the list cannot be seen any more (at boot: none), hence the one of
  // play. Among equals the less loaded node wins: both orders are right.
  Nids by_distance(const PublishedNode& node, const Nids& order) const {
    const auto cost = [&](std::uint64_t nid) {
      return nid == node.nid ? 0 : distance(node, nid) + (nid < node.nid ? 1 : 0);
    };
    const auto much_further = [&](std::uint64_t a, std::uint64_t b) {
      return b == node.nid || cost(a) > cost(b) + 1;
    };
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::size_t j = i + 1; j < order.size(); ++j) {
        if (!much_further(order[i], order[j]))
          continue;
        Nids sorted = order;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [&](std::uint64_t a, std::uint64_t b) { return cost(a) < cost(b); });
        return sorted;
      }
    }
    return order;
  }

  [[nodiscard]] std::uint64_t distance(const PublishedNode& node, std::uint64_t nid) const {
    const auto found = std::find(online_.begin(), online_.end(), nid);
    const auto column = static_cast<std::size_t>(found - online_.begin());
    return column < node.distance.size() ? node.distance[column] : 0;
  }

  std::vector<Zoneref> entries(const PublishedNode& node, const char* list) const {
    return zonelist_of(published_.system.zonelists, node.nid, list);
  }

  static std::string zones_text(const std::vector<Zoneref>& list) {
    std::string text;
    for (const Zoneref& entry : list)
      text += zone_text(entry.fields.zone_nid, entry.fields.zone_idx, entry.fields.zone);
    return text;
  }

  void add_zones(const PublishedNode& node, std::string_view what, const std::string& ours,
                 const std::string& theirs) {
    add(node, what, "zone", std::string(reader::trim(ours)), std::string(reader::trim(theirs)));
  }

  void add(const PublishedNode& node, std::string_view what, const char* field, Value ours,
           Value theirs) {
    list_.add(fmt::format("node {} {}", node.nid, what), field, std::move(ours), std::move(theirs));
  }

  const Published& published_;
  Nids online_;
  FigureList list_{rules_name};
};

// The log names every node with memory; on 6.1 also the local one without.
std::vector<Figure> compare_log(const Reading& reading, const Published& published) {
  const reader::FallbackOrders orders = reader::parse_fallback_orders(reading.texts.at(log_path));
  FigureList list(log_path);
  for (const PublishedNode& node : published.nodes) {
    list.set_node(node.nid);
    const std::string what = fmt::format("node {} fallback order", node.nid);
    const auto logged = orders.by_node.find(node.nid);
    if (logged == orders.by_node.end()) {
      list.skip(what, "zone_nid",
                orders.begins_at_boot ? "the kernel did not log it"
                                      : "the kernel log has rolled over since boot");
      continue;
    }
    Nids theirs;
    for (const std::uint64_t nid : logged->second) {
      if (published.has_populated_zone(nid))
        theirs.push_back(nid);
    }
    list.add(what, "zone_nid",
             node_order(zonelist_of(published.system.zonelists, node.nid, "fallback")), theirs);
  }
  return std::move(list).take();
}

} // namespace

Check check_fallback_log() {
  return {log_path, need_zonelists | need_nodes | need_zones,
          [](const reader::Source& source) {
            return Reading{{{log_path, reader::read_kernel_log(source)}}, {}};
          },
          compare_log};
}

Check check_zonelists() {
  return {rules_name, need_zonelists | need_nodes | need_zones,
          [](const reader::Source&) { return Reading(); },
          [](const Reading&, const Published& published) { return RuleChecker(published).check(); },
          true};
}

} // namespace mmscope::model
