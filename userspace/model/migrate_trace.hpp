// SPDX-License-Identifier: GPL-2.0
// What `mmscope trace migrate` saw: pages that went from one node to another.
#ifndef MMSCOPE_MODEL_MIGRATE_TRACE_HPP
#define MMSCOPE_MODEL_MIGRATE_TRACE_HPP

#include <string>
#include <vector>

#include "model/event_rows.hpp"

namespace mmscope::model {

// A migrate_pair record: folios between two nodes, or within one.
struct MigratePair {
  std::uint64_t from_nid;
  std::uint64_t to_nid;
  std::string reason; // "" where no call of migrate_pages() was seen to begin
  std::string result; // moved, or the errno
  EventSums sums;     // of folios; pages: their pages
};

// A migrate_call record: calls of migrate_pages().
struct MigrateCall {
  std::string reason;
  std::string mode;
  std::uint64_t pages_moved = 0; // by the kernel's own account
  std::uint64_t pages_failed = 0;
  EventSums sums;
};

// A migrate_process record: what a process moved, be it its own memory or not.
struct MigrateProcess {
  std::string comm;
  std::uint64_t pid;
  std::string reason;
  std::uint64_t pages_moved = 0;
  std::uint64_t pages_failed = 0;
  EventSums sums; // of calls
};

struct MigrateTrace : EventTrace {
  std::vector<MigratePair> pairs;
  std::vector<MigrateCall> calls;
  std::vector<MigrateProcess> processes; // most time first
};

[[nodiscard]] const std::vector<std::string>& migrate_vmstat();

[[nodiscard]] MigrateTrace name_migrate_trace(const bpf::EventCounts& counts, EventTrace rest);

[[nodiscard]] Object to_object(const MigratePair& pair);
[[nodiscard]] Object to_object(const MigrateCall& call);
[[nodiscard]] Object to_object(const MigrateProcess& process);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_MIGRATE_TRACE_HPP
