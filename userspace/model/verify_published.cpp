// SPDX-License-Identifier: GPL-2.0
#include "model/verify_published.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "model/own_pages.hpp"

namespace mmscope::model {
namespace {

template <class Row> Numbers numbers_of(const Row& row) {
  Numbers numbers;
  for (const auto& [key, value] : to_object(row)) {
    if (const auto* counted = std::get_if<std::uint64_t>(&value))
      numbers[key] = static_cast<std::int64_t>(*counted);
    else if (const auto* is_signed = std::get_if<std::int64_t>(&value))
      numbers[key] = *is_signed;
  }
  return numbers;
}

PublishedNode to_published(const Node& row) {
  return {row.fields.nid, numbers_of(row), row.list("distance"), row.text("cpus")};
}

PublishedZone to_published(const Zone& row) {
  return {row.fields.nid,  row.fields.zone_idx,       row.fields.name, row.fields.populated == 1,
          numbers_of(row), row.list("lowmem_reserve")};
}

std::optional<std::int64_t> plus(std::optional<std::int64_t> sum, const Numbers& numbers,
                                 std::string_view key) {
  const auto found = numbers.find(key);
  if (found == numbers.end())
    return sum;
  return sum.value_or(0) + found->second;
}

#define MMS_KEY(type, key, unit, since, source, meaning) #key,

bool counts_events(std::string_view key) {
  const auto is_event = [&](const wire::FieldInfo& field) {
    return key == field.key && std::string_view(field.unit) == "events";
  };
  return std::any_of(std::begin(wire::fields_of_node), std::end(wire::fields_of_node), is_event);
}

} // namespace

std::optional<Value> value_of(const Numbers& numbers, std::string_view key) {
  const auto found = numbers.find(key);
  return found == numbers.end() ? std::nullopt : std::optional<Value>(found->second);
}

std::optional<Value> to_value(std::optional<std::int64_t> number) {
  std::optional<Value> value;
  if (number)
    value = *number;
  return value;
}

std::optional<Value> to_value(std::optional<std::uint64_t> number) {
  return to_value(number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt);
}

std::string PublishedZone::label() const { return fmt::format("zone {}:{}", nid, name); }

std::int64_t PublishedZone::batch() const {
  return plus(std::nullopt, numbers, "pageset_batch_pages").value_or(0);
}

const PublishedNode* Published::node(std::uint64_t nid) const {
  const auto found =
      std::find_if(nodes.begin(), nodes.end(), [&](const auto& node) { return node.nid == nid; });
  return found == nodes.end() ? nullptr : &*found;
}

const PublishedZone* Published::zone(std::uint64_t nid, std::string_view name) const {
  const auto found = std::find_if(zones.begin(), zones.end(), [&](const auto& zone) {
    return zone.nid == nid && zone.name == name;
  });
  return found == zones.end() ? nullptr : &*found;
}

bool Published::has_populated_zone(std::uint64_t nid) const {
  return std::any_of(zones.begin(), zones.end(),
                     [&](const auto& zone) { return zone.nid == nid && zone.populated; });
}

std::optional<std::int64_t> Published::sum_zones(std::string_view key,
                                                 std::optional<std::uint64_t> nid) const {
  std::optional<std::int64_t> sum;
  for (const PublishedZone& zone : zones) {
    if (!nid || zone.nid == *nid)
      sum = plus(sum, zone.numbers, key);
  }
  return sum;
}

std::optional<std::int64_t> Published::sum_nodes(std::string_view key) const {
  std::optional<std::int64_t> sum;
  for (const PublishedNode& node : nodes)
    sum = plus(sum, node.numbers, key);
  return sum;
}

std::int64_t Published::batches(std::optional<std::uint64_t> nid) const {
  return sum_zones("pageset_batch_pages", nid).value_or(0);
}

Published load_published(const reader::Source& source, unsigned needs) {
  Published published;
  System& system = published.system;
  system.info = load_info(source);
  published.page_size = static_cast<std::int64_t>(system.info.header.page_size);
  if (needs & need_nodes)
    system.nodes = load_nodes(source);
  if (needs & need_zones)
    system.zones = load_zones(source);
  if (needs & need_zonelists)
    system.zonelists = load_zonelists(source);
  if (needs & need_free_areas)
    system.free_areas = load_free_areas(source);
  if (needs & need_pcps)
    system.pcps = load_pcps(source);
  if (needs & need_model)
    system.memory_model = load_memory_model(source);
  if (needs & need_pages)
    system.pages = load_pages(source);
  if (needs & need_translations)
    for (const OwnPage& page : own_pages())
      published.translations.push_back(request_own_translation(source, page.addr));
  for (const Node& row : system.nodes.rows)
    published.nodes.push_back(to_published(row));
  for (const Zone& row : system.zones.rows)
    published.zones.push_back(to_published(row));
  return published;
}

const std::vector<std::string>& zone_stat_keys() {
  static const std::vector<std::string> keys = {MMS_ZONE_STATS(MMS_KEY)};
  return keys;
}

const std::vector<std::string>& node_stat_keys() {
  static const std::vector<std::string> keys = {MMS_NODE_STATS(MMS_KEY)};
  return keys;
}

const std::vector<std::string>& numa_stat_keys() {
  static const std::vector<std::string> keys = {MMS_NUMA_STATS(MMS_KEY)};
  return keys;
}

#undef MMS_KEY

Rule rule_of_counter(std::string_view key, std::int64_t batches) {
  if (key == "nr_free_pages" || key == "nr_free_cma")
    return {Rule::Kind::pages, batches, "a refill of a per-CPU list takes a batch"};
  return {counts_events(key) ? Rule::Kind::events : Rule::Kind::pages, 0, ""};
}

} // namespace mmscope::model
