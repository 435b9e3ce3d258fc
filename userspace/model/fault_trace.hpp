// SPDX-License-Identifier: GPL-2.0
// What `mmscope trace fault` saw: page faults by kind, mapping and process.
#ifndef MMSCOPE_MODEL_FAULT_TRACE_HPP
#define MMSCOPE_MODEL_FAULT_TRACE_HPP

#include <compare>
#include <string>
#include <vector>

#include "model/event_rows.hpp"

namespace mmscope::model {

struct FaultSort {
  std::string kind;     // anon, file, shmem, file-cow, cow, reuse, mkwrite, swap, numa, ...
  std::string outcome;  // minor, major, retry, failed
  std::string access;   // read, write, exec
  std::string size;     // page, huge
  std::string asked_by; // user, kernel, gup

  // clang-tidy 14 takes it for a pointer: NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(const FaultSort&) const = default;
};

// A fault_kind record.
struct FaultKind {
  FaultSort sort;
  EventSums sums;
};

// A fault_mapping record.
struct FaultMapping {
  std::string mapping; // "[heap]", or the last part of the file's name
  std::string kind;
  std::string outcome;
  std::string comm;
  std::uint64_t pid;
  EventSums sums;
};

// A fault_process record.
struct FaultProcess {
  std::string comm;
  std::uint64_t pid;
  std::uint64_t minor = 0;
  std::uint64_t major = 0;
  std::uint64_t others = 0; // to be tried again, or failed
  EventSums sums;
};

struct FaultTrace : EventTrace {
  std::uint64_t exceptions_user = 0;
  std::uint64_t exceptions_kernel = 0;
  std::vector<FaultKind> kinds;        // most first
  std::vector<FaultMapping> mappings;  // most time first
  std::vector<FaultProcess> processes; // the same
};

[[nodiscard]] const std::vector<std::string>& fault_vmstat();

[[nodiscard]] FaultTrace name_fault_trace(const bpf::EventCounts& counts, EventTrace rest);

// All faults with that outcome.
[[nodiscard]] std::uint64_t faults_of(const FaultTrace& trace, const std::string& outcome);

[[nodiscard]] Object to_object(const FaultKind& kind);
[[nodiscard]] Object to_object(const FaultMapping& mapping);
[[nodiscard]] Object to_object(const FaultProcess& process);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_FAULT_TRACE_HPP
