// SPDX-License-Identifier: GPL-2.0
// Reading maps whole. Values of per-CPU maps come as one for each possible CPU.
#ifndef MMSCOPE_BPF_MAPS_HPP
#define MMSCOPE_BPF_MAPS_HPP

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "bpf/libbpf.hpp"

namespace mmscope::bpf {

[[nodiscard]] inline std::size_t possible_cpus() {
  static const int cpus = check(libbpf_num_possible_cpus(), "count the CPUs");
  return static_cast<std::size_t>(cpus);
}

// The kernel pads each CPU's value to 8 bytes.
template <class Value> struct alignas(8) PerCpu { Value value; };

// Of one key, the sum over all CPUs.
[[nodiscard]] inline std::uint64_t sum_of(const std::vector<PerCpu<std::uint64_t>>& cpus) {
  std::uint64_t sum = 0;
  for (const auto& cpu : cpus)
    sum += cpu.value;
  return sum;
}

// The sums over all CPUs of a per-CPU array of counters, by index.
[[nodiscard]] inline std::vector<std::uint64_t> sums_of(const bpf_map* map) {
  const std::uint32_t entries = bpf_map__max_entries(map);
  std::vector<std::uint64_t> sums(entries);
  std::vector<std::uint64_t> cpus(possible_cpus());
  for (std::uint32_t index = 0; index < entries; ++index) {
    check(bpf_map_lookup_elem(bpf_map__fd(map), &index, cpus.data()),
          std::string("read the map ") + bpf_map__name(map));
    for (const std::uint64_t one : cpus)
      sums[index] += one;
  }
  return sums;
}

// visit(key, values): each entry of a hash, with one value for each CPU or, of
// maps that are not per CPU, with one. What goes meanwhile is left out.
template <class Key, class Value, class Visit>
void for_each_entry(const bpf_map* map, bool per_cpu, Visit&& visit) {
  const int fd = bpf_map__fd(map);
  std::vector<PerCpu<Value>> values(per_cpu ? possible_cpus() : 1);
  Key key{};
  Key next{};
  const Key* at = nullptr;
  while (bpf_map_get_next_key(fd, at, &next) == 0) {
    key = next;
    at = &key;
    if (bpf_map_lookup_elem(fd, &key, values.data()) == 0)
      visit(key, values);
  }
}

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_MAPS_HPP
