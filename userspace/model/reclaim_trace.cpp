// SPDX-License-Identifier: GPL-2.0
#include "model/reclaim_trace.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <map>
#include <tuple>

namespace mmscope::model {
namespace {

enum Has : unsigned { order = 1, pages = 2, scanned = 4 };

struct EventInfo {
  const char* name;
  unsigned has; // of enum Has
};
constexpr std::array<EventInfo, MMS_RECLAIM_EVENTS> infos = {{
    {"kswapd_wake", order},
    {"kswapd_sleep", 0},
    {"balance_pgdat", order},
    {"wakeup_kswapd", order},
    {"watermark", 0},
    {"watermark_crossed", 0},
    {"direct_reclaim", order | pages},
    {"memcg_reclaim", pages},
    {"memcg_softlimit_reclaim", order | pages},
    {"node_reclaim", order | pages},
    {"throttled", 0},
    {"lru_shrink_inactive", pages | scanned},
    {"compaction", scanned},
    {"try_to_compact_pages", order},
    {"kcompactd_wake", order},
    {"kcompactd_sleep", 0},
    {"wakeup_kcompactd", order},
    {"out_of_memory", 0},
    {"mark_victim", 0},
}};

constexpr std::array<const char*, MMS_MARKS> marks = {"below min", "below low", "below high",
                                                      "above high"};
constexpr std::array<const char*, MMS_RECLAIMERS> reclaimers = {"kswapd", "direct", "memcg",
                                                                "other"};

std::string detail_of(const bpf::EventCounts& counts, const mms_event_sort& sort) {
  switch (sort.what) {
  case MMS_ZONE_MARK:
    return marks.at(static_cast<unsigned>(sort.code));
  case MMS_ZONE_CROSSED:
    return fmt::format("{} to {}", marks.at(static_cast<unsigned>(sort.code)),
                       marks.at(sort.flags));
  case MMS_THROTTLED:
    return name_of(counts.throttle_reasons, sort.code);
  case MMS_SHRINK_INACTIVE:
    return fmt::format("{}, {}", reclaimers.at(static_cast<unsigned>(sort.code)),
                       sort.flags != 0 ? "file" : "anon");
  case MMS_COMPACTION:
    return fmt::format("{}: {}", name_of(counts.migrate_modes, sort.flags),
                       name_of(counts.compact_results, sort.code));
  case MMS_OUT_OF_MEMORY:
    return sort.code != 0 ? "memory cgroup" : "machine";
  default:
    return "";
  }
}

ReclaimSort named(const bpf::EventCounts& counts, const mms_event_sort& sort) {
  const EventInfo& info = infos.at(sort.what);
  ReclaimSort result{info.name, std::nullopt, "", std::nullopt, detail_of(counts, sort)};
  if (sort.nid >= 0)
    result.nid = static_cast<std::uint64_t>(sort.nid);
  if (sort.other >= 0)
    result.zone = name_of(counts.zone_names, sort.other);
  // All of a memory cgroup's or /proc/sys/vm/compact_memory's say -1.
  if ((info.has & order) != 0 && sort.code >= 0)
    result.order = static_cast<std::uint64_t>(sort.code);
  return result;
}

} // namespace

const std::vector<std::string>& reclaim_vmstat() {
  static const std::vector<std::string> prefixes = {
      "pgscan_", "pgsteal_", "allocstall_", "compact_",  "oom_kill",     "pageoutrun",
      "kswapd_", "pswpin",   "pswpout",     "pgrotated", "zone_reclaim", "drop_"};
  return prefixes;
}

ReclaimTrace name_reclaim_trace(const bpf::EventCounts& counts, EventTrace rest) {
  ReclaimTrace trace{std::move(rest), {}, {}};
  std::map<std::pair<unsigned, ReclaimSort>, EventSums> sorts;
  for (const bpf::SortCount& count : counts.sorts)
    sorts[{count.sort.what, named(counts, count.sort)}].add(count);
  for (auto& [key, sums] : sorts) {
    const unsigned has = infos.at(key.first).has;
    trace.events.push_back({key.second, (has & pages) != 0, (has & scanned) != 0, sums});
  }
  std::map<std::tuple<unsigned, std::string, std::uint64_t>, EventSums> processes;
  for (const bpf::ProcessCount& count : counts.processes)
    processes[{count.key.sort.what, comm_of(count.key.comm), count.key.tgid}].add(count.sum);
  for (const bpf::ProcessTime& time : counts.times)
    if (const auto found = processes.find({time.key.what, comm_of(time.key.comm), time.key.tgid});
        found != processes.end())
      found->second.times.add(time.high_ns, time.count);
  for (auto& [key, sums] : processes) {
    const auto& [what, comm, pid] = key;
    trace.processes.push_back(
        {infos.at(what).name, comm, pid, (infos.at(what).has & pages) != 0, sums});
  }
  std::stable_sort(trace.processes.begin(), trace.processes.end(),
                   [](const ReclaimProcess& a, const ReclaimProcess& b) {
                     return a.sums.total_ns > b.sums.total_ns;
                   });
  return trace;
}

EventSums sums_of(const ReclaimTrace& trace, const std::string& event) {
  EventSums all;
  for (const ReclaimEvent& one : trace.events)
    if (one.sort.event == event)
      all.add(mms_event_sum{one.sums.count, one.sums.total_ns, one.sums.max_ns, one.sums.pages,
                            one.sums.more});
  return all;
}

Object to_object(const ReclaimEvent& event) {
  Object object = {{"event", event.sort.event}};
  if (event.sort.nid)
    object.emplace_back("nid", *event.sort.nid);
  if (!event.sort.zone.empty())
    object.emplace_back("zone", event.sort.zone);
  if (event.sort.order)
    object.emplace_back("order", *event.sort.order);
  if (!event.sort.detail.empty())
    object.emplace_back("detail", event.sort.detail);
  object.emplace_back("count", event.sums.count);
  if (event.has_scanned)
    object.emplace_back("scanned_pages", event.sums.more);
  if (event.has_pages)
    object.emplace_back("reclaimed_pages", event.sums.pages);
  add_times(object, event.sums);
  return object;
}

Object to_object(const ReclaimProcess& process) {
  Object object = {{"event", process.event},
                   {"comm", process.comm},
                   {"pid", process.pid},
                   {"count", process.sums.count}};
  if (process.has_pages)
    object.emplace_back("reclaimed_pages", process.sums.pages);
  add_process_times(object, process.sums);
  return object;
}

} // namespace mmscope::model
