// SPDX-License-Identifier: GPL-2.0
// What `mmscope trace reclaim` saw, with the kernel's names in place of numbers.
#ifndef MMSCOPE_MODEL_RECLAIM_TRACE_HPP
#define MMSCOPE_MODEL_RECLAIM_TRACE_HPP

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "model/event_rows.hpp"

namespace mmscope::model {

// What an event is and where it happened.
struct ReclaimSort {
  std::string event; // the tracepoint or function, without mm_vmscan_ and mm_compaction_
  std::optional<std::uint64_t> nid;
  std::string zone; // empty: no zone belongs to it
  std::optional<std::uint64_t> order;
  std::string detail;

  // clang-tidy 14 takes it for a pointer: NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(const ReclaimSort&) const = default;
};

// A reclaim_event record.
struct ReclaimEvent {
  ReclaimSort sort;
  bool has_pages = false;   // sums.pages: reclaimed
  bool has_scanned = false; // sums.more
  EventSums sums;
};

// A reclaim_process record.
struct ReclaimProcess {
  std::string event;
  std::string comm;
  std::uint64_t pid;
  bool has_pages = false;
  EventSums sums;
};

struct ReclaimTrace : EventTrace {
  std::vector<ReclaimEvent> events;      // as reclaim goes: kswapd, direct, compaction, OOM
  std::vector<ReclaimProcess> processes; // longest first
};

[[nodiscard]] const std::vector<std::string>& reclaim_vmstat();

[[nodiscard]] ReclaimTrace name_reclaim_trace(const bpf::EventCounts& counts, EventTrace rest);

// All events of that name.
[[nodiscard]] EventSums sums_of(const ReclaimTrace& trace, const std::string& event);

[[nodiscard]] Object to_object(const ReclaimEvent& event);
[[nodiscard]] Object to_object(const ReclaimProcess& process);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_RECLAIM_TRACE_HPP
