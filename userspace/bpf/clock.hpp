// SPDX-License-Identifier: GPL-2.0
// The clock of what the kernel tells: bpf_ktime_get_ns(), and perf events that ask for it.
#ifndef MMSCOPE_BPF_CLOCK_HPP
#define MMSCOPE_BPF_CLOCK_HPP

#include <cstdint>
#include <ctime>

namespace mmscope::bpf {

[[nodiscard]] inline std::uint64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(now.tv_nsec);
}

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_CLOCK_HPP
