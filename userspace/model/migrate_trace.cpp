// SPDX-License-Identifier: GPL-2.0
#include "model/migrate_trace.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

namespace mmscope::model {
namespace {

std::string reason_of(const bpf::EventCounts& counts, unsigned flags) {
  return flags == MMS_NO_REASON ? "" : name_of(counts.migrate_reasons, flags);
}

// "EAGAIN"
std::string result_of(int code) {
  if (code == 0)
    return "moved";
  const char* name = ::strerrorname_np(-code);
  return name != nullptr ? name : std::to_string(code);
}

// Pages and calls come as events of two kinds, with the same reason.
template <class Row> void add_call(Row& row, unsigned what, const mms_event_sum& sum) {
  row.pages_moved += sum.pages;
  row.pages_failed += sum.more;
  if (what == MMS_MIGRATE_CALL)
    row.sums.add(sum);
}

} // namespace

const std::vector<std::string>& migrate_vmstat() {
  static const std::vector<std::string> prefixes = {"pgmigrate_",  "thp_migration_",
                                                    "numa_pages_", "pgdemote_",
                                                    "pgpromote_",  "compact_migrate_scanned"};
  return prefixes;
}

MigrateTrace name_migrate_trace(const bpf::EventCounts& counts, EventTrace rest) {
  MigrateTrace trace{std::move(rest), {}, {}, {}};
  using Pair = std::tuple<std::uint64_t, std::uint64_t, std::string, std::string>;
  std::map<Pair, EventSums> pairs;
  std::map<std::pair<std::string, std::string>, MigrateCall> calls;
  for (const bpf::SortCount& count : counts.sorts) {
    const mms_event_sort& sort = count.sort;
    const std::string reason = reason_of(counts, sort.flags);
    if (sort.what == MMS_MIGRATE_FOLIO) {
      pairs[{static_cast<std::uint64_t>(sort.nid), static_cast<std::uint64_t>(sort.other), reason,
             result_of(sort.code)}]
          .add(count);
      continue;
    }
    MigrateCall& call = calls[{reason, name_of(counts.migrate_modes, sort.code)}];
    add_call(call, sort.what, count.sum);
    if (count.high_ns != 0)
      call.sums.times.add(count.high_ns, count.sum.count);
  }
  for (auto& [key, sums] : pairs) {
    const auto& [from, to, reason, result] = key;
    trace.pairs.push_back({from, to, reason, result, sums});
  }
  for (auto& [key, call] : calls) {
    call.reason = key.first;
    call.mode = key.second;
    trace.calls.push_back(std::move(call));
  }

  std::map<std::tuple<std::string, std::uint64_t, std::string>, MigrateProcess> processes;
  for (const bpf::ProcessCount& count : counts.processes) {
    const mms_event_sort& sort = count.key.sort;
    if (sort.what != MMS_MIGRATE_FOLIO)
      add_call(processes[{comm_of(count.key.comm), count.key.tgid, reason_of(counts, sort.flags)}],
               sort.what, count.sum);
  }
  for (const bpf::ProcessTime& time : counts.times)
    if (const auto found = processes.find(
            {comm_of(time.key.comm), time.key.tgid, reason_of(counts, time.key.flags)});
        time.key.what == MMS_MIGRATE_CALL && found != processes.end())
      found->second.sums.times.add(time.high_ns, time.count);
  for (auto& [key, process] : processes) {
    std::tie(process.comm, process.pid, process.reason) = key;
    trace.processes.push_back(std::move(process));
  }
  std::stable_sort(trace.processes.begin(), trace.processes.end(),
                   [](const MigrateProcess& a, const MigrateProcess& b) {
                     return a.sums.total_ns > b.sums.total_ns;
                   });
  return trace;
}

Object to_object(const MigratePair& pair) {
  Object object = {{"from_nid", pair.from_nid}, {"to_nid", pair.to_nid},
                   {"reason", pair.reason},     {"result", pair.result},
                   {"folios", pair.sums.count}, {"pages", pair.sums.pages}};
  add_times(object, pair.sums);
  return object;
}

Object to_object(const MigrateCall& call) {
  Object object = {{"reason", call.reason},
                   {"mode", call.mode},
                   {"calls", call.sums.count},
                   {"pages_moved", call.pages_moved},
                   {"pages_failed", call.pages_failed}};
  add_times(object, call.sums);
  return object;
}

Object to_object(const MigrateProcess& process) {
  Object object = {{"comm", process.comm},
                   {"pid", process.pid},
                   {"reason", process.reason},
                   {"calls", process.sums.count},
                   {"pages_moved", process.pages_moved},
                   {"pages_failed", process.pages_failed}};
  add_process_times(object, process.sums);
  return object;
}

} // namespace mmscope::model
