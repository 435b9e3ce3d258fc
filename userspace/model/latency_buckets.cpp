// SPDX-License-Identifier: GPL-2.0
#include "model/latency_buckets.hpp"

namespace mmscope::model {

void add_percentiles(Object& object, const LatencyBuckets& times, std::uint64_t max_ns) {
  object.emplace_back("p50_ns", times.percentile(500, max_ns));
  object.emplace_back("p90_ns", times.percentile(900, max_ns));
  object.emplace_back("p99_ns", times.percentile(990, max_ns));
  object.emplace_back("p999_ns", times.percentile(999, max_ns));
  object.emplace_back("max_ns", max_ns);
}

} // namespace mmscope::model
