// SPDX-License-Identifier: GPL-2.0
// What bucket.h of the programs makes of a time, undone.
#ifndef MMSCOPE_BPF_BUCKETS_HPP
#define MMSCOPE_BPF_BUCKETS_HPP

#include <cstdint>

#include "bpf/counts.h"

namespace mmscope::bpf {

// The shortest time of a bucket; it ends where the next one begins.
[[nodiscard]] constexpr std::uint64_t low_of(unsigned bucket) {
  if (bucket < MMS_LATENCY_SUB)
    return bucket;
  const unsigned log = bucket / MMS_LATENCY_SUB + MMS_LATENCY_SUB_BITS - 1;
  return static_cast<std::uint64_t>(MMS_LATENCY_SUB + bucket % MMS_LATENCY_SUB)
         << (log - MMS_LATENCY_SUB_BITS);
}

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_BUCKETS_HPP
