// SPDX-License-Identifier: GPL-2.0
// Events that no program saw, because it was already running.
#ifndef MMSCOPE_BPF_MISSES_HPP
#define MMSCOPE_BPF_MISSES_HPP

#include <cstdint>
#include <string>
#include <vector>

struct bpf_link;
struct bpf_object;

namespace mmscope::bpf {

// A program that could not run because it was already running on that CPU.
struct MissCount {
  std::string program;
  std::uint64_t count;
};

// Those of all programs of a skeleton that are not 0.
[[nodiscard]] std::vector<MissCount> misses_of(const bpf_object* object);

// Calls that a link of many functions did not see, for want of room for what is to run
// when they return: bpf_link_info.kprobe_multi.missed since 6.7; else 0.
[[nodiscard]] std::uint64_t missed_by(const bpf_link& link);

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_MISSES_HPP
