// SPDX-License-Identifier: GPL-2.0
// Events of reclaim, of page faults or of migration, counted in the kernel by
// reclaim.bpf.c, fault.bpf.c and migrate.bpf.c.
#ifndef MMSCOPE_BPF_EVENT_TRACER_HPP
#define MMSCOPE_BPF_EVENT_TRACER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bpf/events.h"

namespace mmscope::bpf {

enum class EventKind { reclaim, fault, migrate };

struct EventAsked {
  bool followed = false; // only tasks that follow() named, and their children
  std::string comm;      // only tasks whose name begins with it
};

// Of one sort, those that took from low_ns to below high_ns; both 0: no time.
struct SortCount {
  mms_event_sort sort;
  std::uint64_t low_ns;
  std::uint64_t high_ns;
  mms_event_sum sum;
};

struct ProcessCount {
  mms_event_key key;
  mms_event_sum sum;
};

// Events of a process that took about as long.
struct ProcessTime {
  mms_process_time key;
  std::uint64_t high_ns; // the end of the bucket that they are in
  std::uint64_t count;
};

struct EventLoss {
  std::string name;
  std::uint64_t count;
  std::string meaning;
};

struct EventCounts {
  std::vector<SortCount> sorts;
  std::vector<ProcessCount> processes;
  std::vector<ProcessTime> times;
  std::uint64_t ended_only = 0; // began before it was watched
  std::uint64_t unfinished = 0; // had not ended when that was over
  std::vector<EventLoss> losses;
  std::vector<std::string> unseen; // what this kernel does not let be seen
  // By number, as the kernel's own enums have them.
  std::vector<std::string> zone_names;
  std::vector<std::string> migrate_reasons;
  std::vector<std::string> migrate_modes;
  std::vector<std::string> compact_results;
  std::vector<std::string> throttle_reasons;
};

class EventTracer {
public:
  // Opens and loads; nothing is counted yet. Throws reader::Error.
  EventTracer(EventKind kind, const EventAsked& asked, unsigned nodes);
  ~EventTracer();
  EventTracer(const EventTracer&) = delete;
  EventTracer& operator=(const EventTracer&) = delete;

  // A thread group, and from attach() on its children.
  void follow(unsigned tgid);

  void attach();
  void detach();

  // After detach().
  [[nodiscard]] EventCounts read() const;

private:
  struct State;

  std::unique_ptr<State> state_;
  std::vector<std::string> unseen_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_EVENT_TRACER_HPP
