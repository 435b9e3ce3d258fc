// SPDX-License-Identifier: GPL-2.0
#include "model/latency_buckets.hpp"

#include <utility>
#include <vector>

namespace mmscope::model {

void add_percentiles(Object& object, const LatencyBuckets& times, std::uint64_t max_ns) {
  object.emplace_back("p50_ns", times.percentile(500, max_ns));
  object.emplace_back("p90_ns", times.percentile(900, max_ns));
  object.emplace_back("p99_ns", times.percentile(990, max_ns));
  object.emplace_back("p999_ns", times.percentile(999, max_ns));
  object.emplace_back("max_ns", max_ns);
  std::vector<std::uint64_t> ends;
  std::vector<std::uint64_t> counts;
  for (const auto& [high_ns, count] : times.by_end()) {
    ends.push_back(high_ns);
    counts.push_back(count);
  }
  object.emplace_back("bucket_end_ns", std::move(ends));
  object.emplace_back("bucket_events", std::move(counts));
}

} // namespace mmscope::model
