// SPDX-License-Identifier: GPL-2.0
// The node masks of /sys/devices/system/node and the CPU mask against nodes and
// info.
#include <array>

#include <fmt/core.h>

#include "model/verify_checks.hpp"
#include "reader/error.hpp"
#include "reader/proc_node.hpp"

namespace mmscope::model {
namespace {

constexpr const char* cpus_path = "/sys/devices/system/cpu/online";
constexpr const char* possible_cpus_path = "/sys/devices/system/cpu/possible";

// Masks that have the name of a flag in the node's row.
constexpr std::array flag_masks = {"online", "has_cpu", "has_memory", "has_normal_memory",
                                   "has_generic_initiator"};

std::string mask_path(const std::string& name) {
  return fmt::format("{}/{}", reader::node_dir, name);
}

std::vector<std::uint64_t> nodes_with(const Published& published, std::string_view flag) {
  std::vector<std::uint64_t> nids;
  for (const PublishedNode& node : published.nodes) {
    const auto found = node.numbers.find(flag);
    if (found != node.numbers.end() && found->second != 0)
      nids.push_back(node.nid);
  }
  return nids;
}

// True where any row has the flag: a kernel before 5.10 had no generic initiators.
bool published_anywhere(const Published& published, std::string_view flag) {
  for (const PublishedNode& node : published.nodes) {
    if (node.numbers.count(flag) != 0)
      return true;
  }
  return false;
}

// nr_node_ids and nr_cpu_ids: one more than the highest possible number.
void compare_nr_ids(FigureList& list, const Reading& reading, const std::string& path,
                    const char* field, std::optional<std::uint64_t> ours) {
  const auto found = reading.texts.find(path);
  if (found == reading.texts.end())
    return;
  const std::vector<std::uint64_t> possible = reader::parse_id_list(found->second, path);
  list.set_source(path);
  list.add(fmt::format("highest of {} + 1", path.substr(path.rfind('/') + 1)), field,
           to_value(ours), static_cast<std::int64_t>(possible.empty() ? 0 : possible.back() + 1));
}

std::vector<Figure> compare_states(const Reading& reading, const Published& published) {
  FigureList list("");
  const auto add = [&](const std::string& path, const char* field, std::optional<Value> ours) {
    const auto found = reading.texts.find(path);
    if (found == reading.texts.end())
      return;
    list.set_source(path);
    list.add(path == cpus_path ? "online CPUs" : fmt::format("nodes {}", field), field,
             std::move(ours), reader::parse_id_list(found->second, path));
  };
  for (const char* flag : flag_masks) {
    std::optional<Value> ours;
    if (published_anywhere(published, flag))
      ours = nodes_with(published, flag);
    add(mask_path(flag), flag, std::move(ours));
  }
  const InfoRow& info = published.system.info.row;
  add(mask_path("possible"), "nodes_possible", info.list("nodes_possible"));
  add(mask_path("online"), "nodes_online", info.list("nodes_online"));
  compare_nr_ids(list, reading, mask_path("possible"), "nr_node_ids",
                 present(info.fields.nr_node_ids));
  compare_nr_ids(list, reading, possible_cpus_path, "nr_cpu_ids", present(info.fields.nr_cpu_ids));
  std::optional<Value> our_cpus;
  if (!info.text("cpus_online").empty())
    our_cpus = reader::parse_id_list(info.text("cpus_online") + "\n", "mmscope/info: cpus_online");
  add(cpus_path, "cpus_online", std::move(our_cpus));
  return std::move(list).take();
}

Reading read_states(const reader::Source& source) {
  Reading reading{{{mask_path("online"), source.read(mask_path("online"))}}, {}};
  std::vector<std::string> paths = {mask_path("possible"), cpus_path, possible_cpus_path};
  for (const char* flag : flag_masks)
    paths.push_back(mask_path(flag));
  for (const std::string& path : paths) {
    if (auto text = source.try_read(path))
      reading.texts.emplace(path, std::move(*text));
  }
  return reading;
}

} // namespace

Check check_node_states() {
  return {fmt::format("{}/{{online,possible,has_*}}", reader::node_dir), need_nodes, read_states,
          compare_states};
}

} // namespace mmscope::model
