// SPDX-License-Identifier: GPL-2.0
// Times as bpf/bucket.h sorts them, joined again.
#ifndef MMSCOPE_MODEL_LATENCY_BUCKETS_HPP
#define MMSCOPE_MODEL_LATENCY_BUCKETS_HPP

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>

#include "bpf/buckets.hpp"
#include "model/value.hpp"

namespace mmscope::model {

class LatencyBuckets {
  static constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();
  static constexpr std::uint64_t last_low_ns = bpf::low_of(unsigned{MMS_LATENCY_BUCKETS} - 1);

public:
  // high_ns: the end of the bucket, which none of them reached; of the last one, which
  // has no end, the highest number.
  void add(std::uint64_t high_ns, std::uint64_t count) {
    counts_[high_ns] += count;
    count_ += count;
  }

  [[nodiscard]] bool empty() const { return counts_.empty(); }
  [[nodiscard]] std::uint64_t count() const { return count_; }

  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& by_end() const { return counts_; }

  // The time that `per_mille` of a thousand did not exceed, as exact as a bucket is
  // wide, and not above `max_ns`, the slowest, where that is known. Without it, times in
  // the bucket without an end are said to be where that begins. 0 of none.
  [[nodiscard]] std::uint64_t percentile(unsigned per_mille, std::uint64_t max_ns = no_end) const {
    const std::uint64_t wanted = (count_ * per_mille + 999) / 1000;
    std::uint64_t seen = 0;
    for (const auto& [high_ns, count] : counts_) {
      seen += count;
      if (seen >= wanted)
        return std::min(high_ns == no_end && max_ns == no_end ? last_low_ns : high_ns - 1, max_ns);
    }
    return 0;
  }

private:
  std::map<std::uint64_t, std::uint64_t> counts_; // by high_ns
  std::uint64_t count_ = 0;
};

// p50_ns, p90_ns, p99_ns, p999_ns, max_ns, and the histogram that they are from:
// bucket_end_ns and bucket_events.
void add_percentiles(Object& object, const LatencyBuckets& times, std::uint64_t max_ns);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_LATENCY_BUCKETS_HPP
