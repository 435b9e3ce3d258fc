// SPDX-License-Identifier: GPL-2.0
// The files of /sys/devices/system/node/nodeN other than meminfo against nodes
// and zones.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "model/verify_checks.hpp"
#include "reader/error.hpp"
#include "reader/proc_node.hpp"

namespace mmscope::model {
namespace {

// numastat has names of its own (node_read_numastat()).
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> numastat_items = {{
    {"numa_hit", "numa_hit"},
    {"numa_miss", "numa_miss"},
    {"numa_foreign", "numa_foreign"},
    {"interleave_hit", "numa_interleave"},
    {"local_node", "numa_local"},
    {"other_node", "numa_other"},
}};

// Calls compare(node, text, path) for each node that has the file.
template <class Compare>
std::vector<Figure> for_each_file(const Reading& reading, const Published& published,
                                  const std::string& file, Compare compare) {
  FigureList list("");
  for (const PublishedNode& node : published.nodes) {
    const std::string path = node_file_path(node.nid, file);
    const auto found = reading.texts.find(path);
    if (found == reading.texts.end())
      continue; // check_node_states() says that the node is not there
    list.set_source(path);
    list.set_node(node.nid);
    compare(list, node, found->second, path);
  }
  return std::move(list).take();
}

std::vector<Figure> compare_numastat(const Reading& reading, const Published& published) {
  return for_each_file(reading, published, "numastat",
                       [](FigureList& list, const PublishedNode& node, const std::string& text,
                          const std::string& path) {
                         for (const auto& [name, value] : reader::parse_counters(text, path)) {
                           std::string key = name; // an item that nobody knows: no row has it
                           for (const auto& [item, wire_key] : numastat_items) {
                             if (item == name)
                               key = wire_key;
                           }
                           list.add(fmt::format("node {} {}", node.nid, name), key,
                                    value_of(node.numbers, key), value, rule_of_counter(key, 0));
                         }
                       });
}

// Zone counters are summed over the node's zones; NUMA events and the node's own
// counters stand in its row.
std::vector<Figure> compare_vmstat(const Reading& reading, const Published& published) {
  return for_each_file(reading, published, "vmstat",
                       [&](FigureList& list, const PublishedNode& node, const std::string& text,
                           const std::string& path) {
                         const reader::NamedNumbers printed = reader::parse_counters(text, path);
                         for (const auto& [name, value] : printed) {
                           std::optional<Value> ours = value_of(node.numbers, name);
                           if (!ours)
                             ours = to_value(published.sum_zones(name, node.nid));
                           // A node without zones has no rows to sum over; the kernel's sum is 0 as
                           // well.
                           const auto& zone_keys = zone_stat_keys();
                           if (!ours && std::count(zone_keys.begin(), zone_keys.end(), name) != 0 &&
                               published.sum_zones(name))
                             ours = std::int64_t{0};
                           list.add(fmt::format("node {} {}", node.nid, name), name, ours, value,
                                    rule_of_counter(name, published.batches(node.nid)));
                         }
                         for (const auto* keys : {&node_stat_keys(), &numa_stat_keys()}) {
                           for (const std::string& key : *keys) {
                             if (node.numbers.count(key) != 0 && !reader::find_number(printed, key))
                               list.add(fmt::format("node {} {}", node.nid, key), key,
                                        value_of(node.numbers, key), std::nullopt);
                           }
                         }
                       });
}

std::vector<Figure> compare_distance(const Reading& reading, const Published& published) {
  return for_each_file(reading, published, "distance",
                       [](FigureList& list, const PublishedNode& node, const std::string& text,
                          const std::string& path) {
                         list.add(fmt::format("node {} distance", node.nid), "distance",
                                  node.distance, reader::parse_number_row(text, path));
                       });
}

std::vector<Figure> compare_cpulist(const Reading& reading, const Published& published) {
  return for_each_file(
      reading, published, "cpulist",
      [](FigureList& list, const PublishedNode& node, const std::string& text, const std::string&) {
        list.add(fmt::format("node {} cpus", node.nid), "cpus", node.cpus,
                 std::string(reader::trim(text)));
      });
}

} // namespace

std::string node_file_path(std::uint64_t nid, const std::string& file) {
  return fmt::format("{}/node{}/{}", reader::node_dir, nid, file);
}

std::string node_files_name(const std::string& file) {
  return fmt::format("{}/node*/{}", reader::node_dir, file);
}

Reading read_node_files(const reader::Source& source, const std::string& file) {
  const std::vector<std::uint64_t> nids = reader::list_node_dirs(source);
  if (nids.empty())
    throw reader::Error(
        reader::Error::Kind::not_there,
        fmt::format("{}: no nodes (a kernel without CONFIG_NUMA?)", reader::node_dir));
  Reading reading;
  for (const std::uint64_t nid : nids)
    reading.texts.emplace(node_file_path(nid, file), source.read(node_file_path(nid, file)));
  return reading;
}

Check check_node_numastat() {
  return {node_files_name("numastat"), need_nodes,
          [](const reader::Source& source) { return read_node_files(source, "numastat"); },
          compare_numastat};
}

Check check_node_vmstat() {
  return {node_files_name("vmstat"), need_nodes | need_zones,
          [](const reader::Source& source) { return read_node_files(source, "vmstat"); },
          compare_vmstat};
}

Check check_node_distance() {
  return {node_files_name("distance"), need_nodes,
          [](const reader::Source& source) { return read_node_files(source, "distance"); },
          compare_distance};
}

Check check_node_cpulist() {
  return {node_files_name("cpulist"), need_nodes,
          [](const reader::Source& source) { return read_node_files(source, "cpulist"); },
          compare_cpulist};
}

} // namespace mmscope::model
