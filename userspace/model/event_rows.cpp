// SPDX-License-Identifier: GPL-2.0
#include "model/event_rows.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/core.h>
#include <sstream>

namespace mmscope::model {

void EventSums::add(const mms_event_sum& sum) {
  count += sum.count;
  total_ns += sum.ns;
  max_ns = std::max<std::uint64_t>(max_ns, sum.max_ns);
  pages += sum.pages;
  more += sum.more;
}

void EventSums::add(const bpf::SortCount& one) {
  add(one.sum);
  if (one.high_ns != 0)
    times.add(one.high_ns, one.sum.count);
}

void add_times(Object& object, const EventSums& sums) {
  if (sums.max_ns == 0)
    return;
  object.emplace_back("total_ns", sums.total_ns);
  if (sums.times.empty())
    object.emplace_back("max_ns", sums.max_ns);
  else
    add_percentiles(object, sums.times, sums.max_ns);
}

void add_process_times(Object& object, const EventSums& sums) {
  if (!sums.times.empty())
    object.emplace_back("timed", sums.times.count());
  add_times(object, sums);
}

Vmstat read_vmstat(const reader::Source& source, const std::vector<std::string>& prefixes) {
  std::istringstream lines(source.read("/proc/vmstat"));
  Vmstat found;
  std::string name;
  std::uint64_t value = 0;
  while (lines >> name >> value)
    if (std::any_of(prefixes.begin(), prefixes.end(),
                    [&](const std::string& prefix) { return name.starts_with(prefix); }))
      found[name] = value;
  return found;
}

std::vector<VmstatChange> changes(const Vmstat& before, const Vmstat& after) {
  std::vector<VmstatChange> grown;
  for (const auto& [name, value] : after)
    if (const auto old = before.find(name); old != before.end() && value > old->second)
      grown.push_back({name, value - old->second});
  return grown;
}

EventTrace event_trace(const bpf::EventCounts& counts, std::uint64_t elapsed_ns,
                       std::vector<VmstatChange> vmstat) {
  EventTrace trace;
  trace.elapsed_ns = elapsed_ns;
  trace.ended_only = counts.ended_only;
  trace.unfinished = counts.unfinished;
  trace.vmstat = std::move(vmstat);
  for (const bpf::EventLoss& loss : counts.losses)
    trace.losses.push_back({loss.name, loss.count, loss.meaning});
  trace.unseen = counts.unseen;
  return trace;
}

std::string name_of(const std::vector<std::string>& names, std::int64_t number) {
  const auto index = static_cast<std::size_t>(number);
  return number >= 0 && index < names.size() && !names[index].empty() ? names[index]
                                                                      : fmt::format("{}", number);
}

std::string comm_of(const char (&comm)[MMS_COMM_LEN]) {
  return std::string(comm, ::strnlen(comm, sizeof(comm)));
}

Object to_object(const VmstatChange& change) {
  return {{"name", change.name}, {"count", change.count}};
}

} // namespace mmscope::model
