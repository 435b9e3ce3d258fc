// SPDX-License-Identifier: GPL-2.0
// The module's nodes and zones against a BPF program that reads node_data[] itself.
#include <fmt/core.h>

#include "bpf/node_reader.hpp"
#include "model/alloc_trace.hpp"
#include "model/verify_checks.hpp"

namespace mmscope::model {
namespace {

constexpr const char* source_name = "node_data[] (BPF)";

// Loaded once: verify reads again what moves.
const bpf::NodeReader& node_reader() {
  static const bpf::NodeReader reader;
  return reader;
}

Reading read_nodes(const reader::Source& source) {
  Reading reading;
  const bpf::NodeReader& reader = node_reader();
  const unsigned nodes = possible_nodes(source);
  for (unsigned nid = 0; nid < nodes; ++nid) {
    const mms_node_seen seen = reader.read(nid);
    if (seen.there != 0)
      reading.nodes.emplace(nid, seen);
  }
  reading.zone_names = reader.zone_names();
  return reading;
}

std::optional<Value> ours(const Numbers& numbers, const char* key) {
  const auto found = numbers.find(key);
  return found == numbers.end() ? std::nullopt : std::optional<Value>(found->second);
}

std::optional<Value> theirs(std::uint64_t number) { return static_cast<std::int64_t>(number); }

void compare_zone(FigureList& list, const PublishedZone& zone, const mms_zone_seen& seen) {
  const auto add = [&](const char* key, std::uint64_t number, Rule rule = {}) {
    list.add(fmt::format("{} {}", zone.label(), key), key, ours(zone.numbers, key), theirs(number),
             rule);
  };
  add("zone_start_pfn", seen.zone_start_pfn);
  add("spanned_pages", seen.spanned_pages);
  add("present_pages", seen.present_pages);
  add("managed_pages", seen.managed_pages);
  add("watermark_boost_pages", seen.watermark_boost);
  constexpr std::array marks = {"wmark_min_pages", "wmark_low_pages", "wmark_high_pages",
                                "wmark_promo_pages"};
  for (std::size_t i = 0; i < marks.size(); ++i)
    add(marks.at(i), seen.watermark[i] + seen.watermark_boost);
  add("nr_free_pages", seen.free_pages, Rule{.kind = Rule::Kind::pages});
}

std::vector<Figure> compare_bpf(const Reading& reading, const Published& published) {
  FigureList list(source_name);
  for (const PublishedNode& node : published.nodes) {
    const auto found = reading.nodes.find(static_cast<unsigned>(node.nid));
    list.set_node(node.nid);
    const std::string label = fmt::format("node {}", node.nid);
    if (found == reading.nodes.end()) {
      list.add(label + " is there", "nid", std::string("yes"), std::string("no"));
      continue;
    }
    const mms_node_seen& seen = found->second;
    const auto add = [&](const char* key, std::uint64_t number) {
      list.add(fmt::format("{} {}", label, key), key, ours(node.numbers, key), theirs(number));
    };
    add("nr_zones", seen.nr_zones);
    add("node_start_pfn", seen.node_start_pfn);
    add("node_spanned_pages", seen.node_spanned_pages);
    add("node_present_pages", seen.node_present_pages);
  }
  for (const PublishedZone& zone : published.zones) {
    const auto found = reading.nodes.find(static_cast<unsigned>(zone.nid));
    list.set_node(zone.nid);
    if (found != reading.nodes.end() && zone.zone_idx < reading.zone_names.size())
      compare_zone(list, zone, found->second.zones[zone.zone_idx]);
  }
  return std::move(list).take();
}

} // namespace

Check check_bpf_nodes() { return {source_name, need_nodes | need_zones, read_nodes, compare_bpf}; }

} // namespace mmscope::model
