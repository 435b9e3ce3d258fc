// SPDX-License-Identifier: GPL-2.0
#include "model/distance.hpp"

#include <fmt/core.h>

#include "model/system.hpp"
#include "reader/kernel_file.hpp"
#include "reader/proc_node.hpp"
#include "wire/codec.hpp"

namespace mmscope::model {
namespace {

std::optional<std::uint64_t> number_in(const reader::Source& source, const std::string& path) {
  const auto text = reader::read_if_there(source, path);
  if (!text)
    return std::nullopt;
  const std::vector<std::uint64_t> row = reader::parse_number_row(*text, path);
  // Kernels print 0 where the table of the firmware leaves a figure out.
  return row.empty() || row.front() == 0 ? std::nullopt : std::optional(row.front());
}

// drivers/base/node.c: access0 is the class of the nearest initiators.
std::optional<Hmat> hmat_of(const reader::Source& source, std::uint64_t nid) {
  const std::string dir = fmt::format("{}/node{}/access0/initiators", reader::node_dir, nid);
  Hmat hmat{nid, {}, {}, {}, {}, {}};
  for (const std::string& name : source.list(dir)) {
    std::uint64_t initiator = 0;
    if (name.rfind("node", 0) == 0 &&
        wire::parse_integer(std::string_view(name).substr(4), initiator))
      hmat.initiators.push_back(initiator);
  }
  hmat.read_latency_ns = number_in(source, dir + "/read_latency");
  hmat.write_latency_ns = number_in(source, dir + "/write_latency");
  hmat.read_mb_per_s = number_in(source, dir + "/read_bandwidth");
  hmat.write_mb_per_s = number_in(source, dir + "/write_bandwidth");
  if (!hmat.read_latency_ns && !hmat.write_latency_ns && !hmat.read_mb_per_s &&
      !hmat.write_mb_per_s)
    return std::nullopt;
  return hmat;
}

} // namespace

Distances load_distances(const reader::Source& source) {
  Distances distances;
  const std::vector<std::uint64_t> online = load_info(source).row.list("nodes_online");
  for (const Node& node : load_nodes(source).rows) {
    const std::vector<std::uint64_t> row = node.list("distance");
    for (std::size_t i = 0; i < row.size() && i < online.size(); ++i)
      distances.slit[{node.fields.nid, online[i]}] = row[i];
    if (auto hmat = hmat_of(source, node.fields.nid))
      distances.hmat.push_back(*std::move(hmat));
  }
  return distances;
}

std::vector<Object> slit_objects(const Distances& distances) {
  std::vector<Object> objects;
  for (const auto& [nodes, distance] : distances.slit)
    objects.push_back(
        {{"cpu_node", nodes.first}, {"mem_node", nodes.second}, {"distance", distance}});
  return objects;
}

Object to_object(const Hmat& hmat) {
  Object object = {{"mem_node", hmat.mem_node}, {"initiators", hmat.initiators}};
  const auto add = [&](const char* key, const std::optional<std::uint64_t>& value) {
    if (value)
      object.emplace_back(key, *value);
  };
  add("read_latency_ns", hmat.read_latency_ns);
  add("write_latency_ns", hmat.write_latency_ns);
  add("read_mb_per_s", hmat.read_mb_per_s);
  add("write_mb_per_s", hmat.write_mb_per_s);
  return object;
}

} // namespace mmscope::model
