// SPDX-License-Identifier: GPL-2.0
#include "model/fault_trace.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

namespace mmscope::model {
namespace {

// The first touch of an address that no page is mapped at.
std::string first_touch(unsigned flags) {
  if ((flags & MMS_FAULT_HUGETLB) != 0)
    return "hugetlb";
  if ((flags & MMS_FAULT_SPECIAL) != 0)
    return "special";
  if ((flags & (MMS_FAULT_FILE | MMS_FAULT_SHMEM)) == 0)
    return "anon";
  // Written at once, a private mapping gets a copy and never sees the file's page.
  if ((flags & MMS_FAULT_WRITE) != 0 && (flags & MMS_FAULT_SHARED) == 0)
    return "file-cow";
  return (flags & MMS_FAULT_SHMEM) != 0 ? "shmem" : "file";
}

std::string kind_of(int entry, unsigned flags) {
  switch (entry) {
  case MMS_ENTRY_NONE:
    return first_touch(flags);
  case MMS_ENTRY_READ_ONLY:
    if ((flags & (MMS_FAULT_RETRY | MMS_FAULT_ERROR)) != 0)
      return "read-only";
    if ((flags & MMS_FAULT_MOVED) != 0)
      return "cow";
    return (flags & MMS_FAULT_SHARED) != 0 ? "mkwrite" : "reuse";
  case MMS_ENTRY_SWAP:
    return "swap";
  case MMS_ENTRY_PROTNONE:
    return "numa";
  case MMS_ENTRY_SPECIAL:
    return "special";
  default:
    return "present";
  }
}

std::string outcome_of(unsigned flags) {
  if ((flags & MMS_FAULT_ERROR) != 0)
    return "failed";
  if ((flags & MMS_FAULT_RETRY) != 0)
    return "retry";
  return (flags & MMS_FAULT_MAJOR) != 0 ? "major" : "minor";
}

std::string access_of(unsigned flags) {
  if ((flags & MMS_FAULT_WRITE) != 0)
    return "write";
  return (flags & MMS_FAULT_EXEC) != 0 ? "exec" : "read";
}

std::string asker_of(unsigned flags) {
  if ((flags & MMS_FAULT_GUP) != 0)
    return "gup";
  return (flags & MMS_FAULT_USER) != 0 ? "user" : "kernel";
}

std::string mapping_of(const mms_event_key& key) {
  switch (key.place) {
  case MMS_PLACE_HEAP:
    return "[heap]";
  case MMS_PLACE_STACK:
    return "[stack]";
  case MMS_PLACE_SPECIAL:
    return "[special]";
  case MMS_PLACE_FILE: {
    std::string name(key.name, ::strnlen(key.name, sizeof(key.name)));
    // It may have been longer.
    if (name.size() + 1 == sizeof(key.name))
      name += "...";
    return name;
  }
  default:
    return "[anon]";
  }
}

// What its mappings had, and how long that took.
std::vector<FaultProcess> join_processes(const bpf::EventCounts& counts,
                                         const std::vector<FaultMapping>& mappings) {
  std::map<std::pair<std::string, std::uint64_t>, FaultProcess> joined;
  for (const FaultMapping& one : mappings) {
    FaultProcess& process = joined[{one.comm, one.pid}];
    process.comm = one.comm;
    process.pid = one.pid;
    (one.outcome == "minor"   ? process.minor
     : one.outcome == "major" ? process.major
                              : process.others) += one.sums.count;
    process.sums.add(mms_event_sum{one.sums.count, one.sums.total_ns, one.sums.max_ns, 0, 0});
  }
  for (const bpf::ProcessTime& time : counts.times)
    if (const auto found = joined.find({comm_of(time.key.comm), time.key.tgid});
        found != joined.end())
      found->second.sums.times.add(time.high_ns, time.count);
  std::vector<FaultProcess> processes;
  processes.reserve(joined.size());
  for (auto& [key, process] : joined)
    processes.push_back(std::move(process));
  std::stable_sort(processes.begin(), processes.end(),
                   [](const FaultProcess& a, const FaultProcess& b) {
                     return a.sums.total_ns > b.sums.total_ns;
                   });
  return processes;
}

} // namespace

const std::vector<std::string>& fault_vmstat() {
  static const std::vector<std::string> prefixes = {"pgfault",    "pgmajfault", "pswpin",
                                                    "thp_fault_", "numa_hint_", "pgreuse",
                                                    "swap_ra",    "thp_zero_"};
  return prefixes;
}

FaultTrace name_fault_trace(const bpf::EventCounts& counts, EventTrace rest) {
  FaultTrace trace{std::move(rest), 0, 0, {}, {}, {}};
  std::map<FaultSort, EventSums> kinds;
  for (const bpf::SortCount& count : counts.sorts) {
    const unsigned flags = count.sort.flags;
    if (count.sort.what == MMS_EXCEPTION_USER)
      trace.exceptions_user += count.sum.count;
    else if (count.sort.what == MMS_EXCEPTION_KERNEL)
      trace.exceptions_kernel += count.sum.count;
    else
      kinds[{kind_of(count.sort.code, flags), outcome_of(flags), access_of(flags),
             (flags & MMS_FAULT_HUGE) != 0 ? "huge" : "page", asker_of(flags)}]
          .add(count);
  }
  for (auto& [sort, sums] : kinds)
    trace.kinds.push_back({sort, sums});
  std::stable_sort(
      trace.kinds.begin(), trace.kinds.end(),
      [](const FaultKind& a, const FaultKind& b) { return a.sums.count > b.sums.count; });

  using Key = std::tuple<std::string, std::string, std::string, std::string, std::uint64_t>;
  std::map<Key, EventSums> mappings;
  for (const bpf::ProcessCount& count : counts.processes) {
    const mms_event_key& key = count.key;
    if (key.sort.what == MMS_FAULT)
      mappings[{mapping_of(key), kind_of(key.sort.code, key.sort.flags), outcome_of(key.sort.flags),
                comm_of(key.comm), key.tgid}]
          .add(count.sum);
  }
  for (auto& [key, sums] : mappings) {
    const auto& [mapping, kind, outcome, comm, pid] = key;
    trace.mappings.push_back({mapping, kind, outcome, comm, pid, sums});
  }
  std::stable_sort(trace.mappings.begin(), trace.mappings.end(),
                   [](const FaultMapping& a, const FaultMapping& b) {
                     return a.sums.total_ns > b.sums.total_ns;
                   });
  trace.processes = join_processes(counts, trace.mappings);
  return trace;
}

std::uint64_t faults_of(const FaultTrace& trace, const std::string& outcome) {
  std::uint64_t sum = 0;
  for (const FaultKind& kind : trace.kinds)
    sum += kind.sort.outcome == outcome ? kind.sums.count : 0;
  return sum;
}

Object to_object(const FaultKind& kind) {
  Object object = {{"kind", kind.sort.kind},         {"outcome", kind.sort.outcome},
                   {"access", kind.sort.access},     {"size", kind.sort.size},
                   {"asked_by", kind.sort.asked_by}, {"count", kind.sums.count}};
  add_times(object, kind.sums);
  return object;
}

Object to_object(const FaultMapping& mapping) {
  return {{"mapping", mapping.mapping},
          {"kind", mapping.kind},
          {"outcome", mapping.outcome},
          {"comm", mapping.comm},
          {"pid", mapping.pid},
          {"count", mapping.sums.count},
          {"total_ns", mapping.sums.total_ns},
          {"max_ns", mapping.sums.max_ns}};
}

Object to_object(const FaultProcess& process) {
  Object object = {{"comm", process.comm},
                   {"pid", process.pid},
                   {"minor", process.minor},
                   {"major", process.major},
                   {"others", process.others}};
  add_process_times(object, process.sums);
  return object;
}

} // namespace mmscope::model
