// SPDX-License-Identifier: GPL-2.0
// What bucket.h of the programs makes of a time, undone.
#ifndef MMSCOPE_BPF_BUCKETS_HPP
#define MMSCOPE_BPF_BUCKETS_HPP

#include <cstdint>
#include <limits>

#include "bpf/counts.h"

namespace mmscope::bpf {

// The shortest time of a bucket.
[[nodiscard]] constexpr std::uint64_t low_of(unsigned bucket) {
  if (bucket < MMS_LATENCY_SUB)
    return bucket;
  const unsigned log = bucket / MMS_LATENCY_SUB + MMS_LATENCY_SUB_BITS - 1;
  return static_cast<std::uint64_t>(MMS_LATENCY_SUB + bucket % MMS_LATENCY_SUB)
         << (log - MMS_LATENCY_SUB_BITS);
}

// Where it ends; the last one has no end.
[[nodiscard]] constexpr std::uint64_t end_of(unsigned bucket) {
  return bucket + 1 == unsigned{MMS_LATENCY_BUCKETS} ? std::numeric_limits<std::uint64_t>::max()
                                                     : low_of(bucket + 1);
}

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_BUCKETS_HPP
