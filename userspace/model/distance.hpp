// SPDX-License-Identifier: GPL-2.0
// What the firmware says of how far memory is: SLIT for each pair of nodes, HMAT
// for each node with memory, from where it is nearest.
#ifndef MMSCOPE_MODEL_DISTANCE_HPP
#define MMSCOPE_MODEL_DISTANCE_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "model/value.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

struct Hmat {
  std::uint64_t mem_node = 0;
  std::vector<std::uint64_t> initiators; // the nodes that are nearest to it
  std::optional<std::uint64_t> read_latency_ns;
  std::optional<std::uint64_t> write_latency_ns;
  std::optional<std::uint64_t> read_mb_per_s;
  std::optional<std::uint64_t> write_mb_per_s;
};

struct Distances {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> slit; // by CPU and memory node
  std::vector<Hmat> hmat; // none where the kernel publishes none
};

// Throws Error where the module's files cannot be read, or those of the kernel
// hold no numbers.
[[nodiscard]] Distances load_distances(const reader::Source& source);

// "node_distance" records, and "hmat" records.
[[nodiscard]] std::vector<Object> slit_objects(const Distances& distances);
[[nodiscard]] Object to_object(const Hmat& hmat);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_DISTANCE_HPP
