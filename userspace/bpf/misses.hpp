// SPDX-License-Identifier: GPL-2.0
// Events that no program saw, because it was already running.
#ifndef MMSCOPE_BPF_MISSES_HPP
#define MMSCOPE_BPF_MISSES_HPP

#include <cstdint>
#include <string>
#include <vector>

struct bpf_object;

namespace mmscope::bpf {

// A program that could not run because it was already running on that CPU.
struct MissCount {
  std::string program;
  std::uint64_t count;
};

// Those of all programs of a skeleton that are not 0.
[[nodiscard]] std::vector<MissCount> misses_of(const bpf_object* object);

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_MISSES_HPP
