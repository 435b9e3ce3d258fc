// SPDX-License-Identifier: GPL-2.0
// What `mmscope trace heap` saw of one run of a command, with names.
#ifndef MMSCOPE_MODEL_HEAP_TRACE_HPP
#define MMSCOPE_MODEL_HEAP_TRACE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf/heap_tracer.hpp"
#include "model/alloc_trace.hpp"
#include "model/latency_buckets.hpp"
#include "model/value.hpp"

namespace mmscope::model {

// How a kind of call is shown, and called in JSON.
struct HeapCallName {
  std::string key;   // "madvise_dontneed"
  std::string words; // "madvise DONTNEED"
};
[[nodiscard]] HeapCallName heap_call_name(unsigned call);

[[nodiscard]] constexpr bool is_fault(unsigned call) {
  return call >= MMS_HEAP_FAULT_MINOR_ANON && call <= MMS_HEAP_FAULT_KERNEL;
}

// A trace_heap_call record: all calls of one kind.
struct HeapCalls {
  unsigned call; // enum mms_heap_call
  mms_heap_count sums;
  LatencyBuckets times; // not of single processes
};

// A trace_heap_process record.
struct HeapOfProcess {
  std::uint64_t pid;
  std::uint64_t parent;
  std::string comm; // empty: not known
  bool ended;
  bool has_library;
  std::uint64_t peak_anon_bytes;
  std::uint64_t peak_mapped_bytes;
  std::vector<HeapCalls> calls;
};

struct HeapTrace {
  std::uint64_t elapsed_ns = 0;
  std::vector<HeapCalls> totals;        // those that are not 0
  std::vector<HeapOfProcess> processes; // by pid
  std::vector<TracedLoss> losses;       // those that are not 0
  std::vector<std::string> unseen;      // what this kernel does not let be seen
};

[[nodiscard]] HeapTrace name_heap_trace(const bpf::HeapCounts& counts, std::uint64_t elapsed_ns,
                                        std::uint64_t page_size);

// Calls, faults and time of some kinds together.
[[nodiscard]] mms_heap_count sum_of_calls(const std::vector<HeapCalls>& calls);
[[nodiscard]] mms_heap_count sum_of_faults(const std::vector<HeapCalls>& calls);

// Of the process that had most.
[[nodiscard]] std::uint64_t peak_anon_bytes(const HeapTrace& trace);
[[nodiscard]] std::uint64_t peak_mapped_bytes(const HeapTrace& trace);

[[nodiscard]] std::uint64_t processes_with_library(const HeapTrace& trace);

[[nodiscard]] Object to_object(const HeapCalls& calls);
[[nodiscard]] Object to_object(const HeapOfProcess& process);
[[nodiscard]] Object to_object(const HeapOfProcess& process, const HeapCalls& calls);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_HEAP_TRACE_HPP
