// SPDX-License-Identifier: GPL-2.0
// What rows of `mmscope trace reclaim`, `fault` and `migrate` have in common.
#ifndef MMSCOPE_MODEL_EVENT_ROWS_HPP
#define MMSCOPE_MODEL_EVENT_ROWS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bpf/event_tracer.hpp"
#include "model/alloc_trace.hpp"
#include "model/latency_buckets.hpp"
#include "model/value.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// Events that are one row: how many, how long, how much memory.
struct EventSums {
  std::uint64_t count = 0;
  std::uint64_t total_ns = 0;
  std::uint64_t max_ns = 0;
  std::uint64_t pages = 0;
  std::uint64_t more = 0;
  LatencyBuckets times;

  void add(const mms_event_sum& sum);
  void add(const bpf::SortCount& count);

  [[nodiscard]] std::uint64_t percentile(unsigned per_mille) const {
    return times.percentile(per_mille, max_ns);
  }
};

// total_ns and max_ns, and where their buckets are known p50_ns, p90_ns, p99_ns, p999_ns
// and the histogram; nothing of a moment.
void add_times(Object& object, const EventSums& sums);

// The same of a process, after how many of its events the percentiles are of: all, where
// neither times nor processes were too many to be counted.
void add_process_times(Object& object, const EventSums& sums);

// A vmstat_change record.
struct VmstatChange {
  std::string name;
  std::uint64_t count;
};

// Counters of /proc/vmstat by name: those that begin with one of these.
using Vmstat = std::map<std::string, std::uint64_t>;
[[nodiscard]] Vmstat read_vmstat(const reader::Source& source,
                                 const std::vector<std::string>& prefixes);

// What grew in between.
[[nodiscard]] std::vector<VmstatChange> changes(const Vmstat& before, const Vmstat& after);

// All but the rows.
struct EventTrace {
  std::uint64_t elapsed_ns = 0;
  std::uint64_t ended_only = 0; // began before it was watched
  std::uint64_t unfinished = 0; // had not ended when that was over
  std::vector<VmstatChange> vmstat;
  std::vector<TracedLoss> losses;
  std::vector<std::string> unseen;
};
[[nodiscard]] EventTrace event_trace(const bpf::EventCounts& counts, std::uint64_t elapsed_ns,
                                     std::vector<VmstatChange> vmstat);

// The name of a number; "7" where the kernel's enum has none.
[[nodiscard]] std::string name_of(const std::vector<std::string>& names, std::int64_t number);

[[nodiscard]] std::string comm_of(const char (&comm)[MMS_COMM_LEN]);

[[nodiscard]] Object to_object(const VmstatChange& change);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_EVENT_ROWS_HPP
