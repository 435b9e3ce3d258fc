// SPDX-License-Identifier: GPL-2.0
#include "bpf/event_tracer.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <string_view>

#include "bpf/buckets.hpp"
#include "bpf/event_programs.hpp"
#include "bpf/fault.skel.h"
#include "bpf/kernel_btf.hpp"
#include "bpf/maps.hpp"
#include "bpf/migrate.skel.h"
#include "bpf/reclaim.skel.h"

namespace mmscope::bpf {
namespace {

// What event_count.h loses, of all that can be lost.
struct LossText {
  mms_loss loss;
  const char* name;
  const char* meaning;
};
constexpr std::array<LossText, 5> event_losses = {{
    {MMS_LOSS_GROUPS_FULL, "processes_full",
     "events for whose process and mapping there was no room; they are in the table of all"},
    {MMS_LOSS_TIMES_FULL, "times_full",
     "events that are not in the percentiles by process, for want of room"},
    {MMS_LOSS_RANGE, "sorts_full", "events for whose sort there was no room"},
    {MMS_LOSS_STARTS_FULL, "starts_full", "events whose beginning could not be kept"},
    {MMS_LOSS_FOLLOWED_FULL, "followed_full", "children that could not be followed"},
}};

std::unique_ptr<EventPrograms> open(EventKind kind) {
  switch (kind) {
  case EventKind::fault:
    return std::make_unique<EventProgramsOf<fault>>();
  case EventKind::migrate:
    return std::make_unique<EventProgramsOf<migrate>>();
  default:
    return std::make_unique<EventProgramsOf<reclaim>>();
  }
}

// "tracepoint mm_vmscan_throttled" of the section "tp_btf/mm_vmscan_throttled".
struct Target {
  bool is_tracepoint;
  std::string name;

  [[nodiscard]] std::string text() const {
    return is_tracepoint ? "tracepoint " + name : "function " + name + "()";
  }
};

Target target_of(const bpf_program* program) {
  const std::string_view section = bpf_program__section_name(program);
  const std::size_t slash = section.find('/');
  return {section.starts_with("tp_btf"), std::string(section.substr(slash + 1))};
}

mms_event_sum total(const std::vector<PerCpu<mms_event_sum>>& cpus) {
  mms_event_sum sum{};
  for (const auto& cpu : cpus) {
    sum.count += cpu.value.count;
    sum.ns += cpu.value.ns;
    sum.max_ns = std::max(sum.max_ns, cpu.value.max_ns);
    sum.pages += cpu.value.pages;
    sum.more += cpu.value.more;
  }
  return sum;
}

} // namespace

struct EventTracer::State {
  KernelBtf kernel = KernelBtf::load();
  std::unique_ptr<EventPrograms> programs;
  std::vector<LinkPtr> links;
};

EventTracer::EventTracer(EventKind kind, const EventAsked& asked, unsigned nodes)
    : state_(std::make_unique<State>()) {
  const KernelBtf& kernel = state_->kernel;
  state_->programs = open(kind);
  EventPrograms& programs = *state_->programs;
  programs.layout() = kernel.layout(nodes);
  mms_asked& told = programs.asked();
  told.followed = asked.followed;
  told.comm_len = static_cast<unsigned>(std::min<std::size_t>(asked.comm.size(), MMS_COMM_LEN - 1));
  asked.comm.copy(told.comm, told.comm_len);

  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, programs.object()) {
    const Target target = target_of(program);
    const bool there = target.is_tracepoint ? kernel.has_tracepoint(target.name)
                                            : kernel.has_function(target.name);
    const bool follows = target.name == "sched_process_fork" || target.name == "sched_process_free";
    const bool wanted = asked.followed || !follows;
    check(bpf_program__set_autoload(program, wanted && there), "choose programs");
    if (wanted && !there &&
        std::find(unseen_.begin(), unseen_.end(), target.text()) == unseen_.end())
      unseen_.push_back(target.text());
  }
  programs.load();
}

EventTracer::~EventTracer() = default;

void EventTracer::follow(unsigned tgid) {
  const std::uint32_t yes = 1;
  check(bpf_map_update_elem(bpf_map__fd(state_->programs->map("followed")), &tgid, &yes, BPF_ANY),
        fmt::format("follow process {}", tgid));
}

void EventTracer::attach() {
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, state_->programs->object()) {
    if (!bpf_program__autoload(program))
      continue;
    state_->links.emplace_back(
        check(bpf_program__attach(program), "attach to " + target_of(program).text()));
  }
  state_->programs->count(true);
}

void EventTracer::detach() {
  state_->programs->count(false);
  state_->links.clear();
}

EventCounts EventTracer::read() const {
  const EventPrograms& programs = *state_->programs;
  EventCounts counts;
  counts.unseen = unseen_;
  counts.zone_names = state_->kernel.zone_names();
  counts.migrate_reasons = state_->kernel.enum_names("migrate_reason", "MR_");
  counts.migrate_modes = state_->kernel.enum_names("migrate_mode", "MIGRATE_");
  counts.compact_results = state_->kernel.enum_names("compact_result", "COMPACT_");
  counts.throttle_reasons = state_->kernel.enum_names("vmscan_throttle_state", "VMSCAN_THROTTLE_");
  for_each_entry<mms_event_sort, mms_event_sum>(
      programs.map("sorts"), true, [&](const mms_event_sort& sort, const auto& cpus) {
        const bool timed = sort.bucket != MMS_NO_BUCKET;
        counts.sorts.push_back(
            {sort, timed ? low_of(sort.bucket) : 0, timed ? end_of(sort.bucket) : 0, total(cpus)});
      });
  for_each_entry<mms_event_key, mms_event_sum>(programs.map("groups"), true,
                                               [&](const mms_event_key& key, const auto& cpus) {
                                                 counts.processes.push_back({key, total(cpus)});
                                               });
  for_each_entry<mms_process_time, std::uint64_t>(
      programs.map("process_times"), true, [&](const mms_process_time& key, const auto& cpus) {
        counts.times.push_back({key, end_of(key.bucket), sum_of(cpus)});
      });
  const int starts = bpf_map__fd(programs.map("starts"));
  std::uint64_t key = 0;
  for (const std::uint64_t* at = nullptr; bpf_map_get_next_key(starts, at, &key) == 0; at = &key)
    ++counts.unfinished;
  counts.ended_only = sums_of(programs.map("unpaired")).at(MMS_ENDED_ONLY);

  const std::vector<std::uint64_t> losses = sums_of(programs.map("losses"));
  for (const LossText& one : event_losses)
    if (losses.at(one.loss) != 0)
      counts.losses.push_back({one.name, losses.at(one.loss), one.meaning});
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, programs.object()) {
    const int fd = bpf_program__fd(program);
    if (fd < 0)
      continue;
    bpf_prog_info info{};
    std::uint32_t size = sizeof(info);
    check(bpf_obj_get_info_by_fd(fd, &info, &size), "ask what missed a program");
    if (info.recursion_misses != 0)
      counts.losses.push_back({std::string("missed_") + bpf_program__name(program),
                               info.recursion_misses,
                               "events that came while that program was already running on the "
                               "CPU"});
  }
  return counts;
}

} // namespace mmscope::bpf
