// SPDX-License-Identifier: GPL-2.0
// Fields of records that tell times as add_percentiles() does: see latency_buckets.hpp.
#ifndef MMSCOPE_MODEL_TIME_RECORDS_HPP
#define MMSCOPE_MODEL_TIME_RECORDS_HPP

#include <algorithm>
#include <array>

#include "wire/schema.hpp"

namespace mmscope::model {

// A record that has the fields of both.
template <std::size_t nr_first, std::size_t nr_second>
constexpr std::array<wire::FieldInfo, nr_first + nr_second>
joined(const std::array<wire::FieldInfo, nr_first>& first,
       const std::array<wire::FieldInfo, nr_second>& second) {
  std::array<wire::FieldInfo, nr_first + nr_second> all{};
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), all.begin()));
  return all;
}

// One field, one line, as in fields.h.
/* clang-format off */
inline constexpr std::array percentile_fields = {
    wire::FieldInfo{"u64", "p50_ns", "ns", "6.1", "ktime_get_ns()", "Time that half of them did not exceed; buckets are at most 12.5 % wide, and this is the end of one."},
    wire::FieldInfo{"u64", "p90_ns", "ns", "6.1", "ktime_get_ns()", "Time that 90 % did not exceed."},
    wire::FieldInfo{"u64", "p99_ns", "ns", "6.1", "ktime_get_ns()", "Time that 99 % did not exceed."},
    wire::FieldInfo{"u64", "p999_ns", "ns", "6.1", "ktime_get_ns()", "Time that 99.9 % did not exceed."},
};

inline constexpr std::array histogram_fields = {
    wire::FieldInfo{"list", "bucket_end_ns", "ns", "6.1", "ktime_get_ns()", "The histogram: where each bucket ends that has any; its events took less than that. The one from 30 s on has no end: 18446744073709551615."},
    wire::FieldInfo{"list", "bucket_events", "events", "6.1", "ktime_get_ns()", "How many events each of these buckets has."},
};

// The slowest is known exactly, or by its bucket.
inline constexpr auto exact_time_fields = joined(joined(percentile_fields, std::array{
    wire::FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "Time of the slowest, exactly."},
}), histogram_fields);
inline constexpr auto bucket_time_fields = joined(joined(percentile_fields, std::array{
    wire::FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "End of the bucket of the slowest one."},
}), histogram_fields);
/* clang-format on */

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_TIME_RECORDS_HPP
