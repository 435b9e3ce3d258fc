// SPDX-License-Identifier: GPL-2.0
#include "bpf/step_tracer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/core.h>
#include <iterator>
#include <numeric>

#include "bpf/explain.skel.h"
#include "bpf/kernel_btf.hpp"
#include "bpf/libbpf.hpp"
#include "bpf/maps.hpp"
#include "bpf/misses.hpp"
#include "reader/ftrace_functions.hpp"

namespace mmscope::bpf {
namespace {

// More than anybody reads; 200 MB.
constexpr std::size_t most_events = 2000000;

} // namespace

struct StepTracer::State {
  KernelBtf kernel = KernelBtf::load();
  SkeletonPtr<explain> skeleton;
  RingPtr ring;
  std::vector<LinkPtr> links;
  std::vector<StepEvent> events;
  std::uint64_t too_many = 0;
  std::uint64_t missed = 0; // told when a link ends
  bool at_once = false;     // one link can be of many functions

  static int take(void* context, void* data, std::size_t size) {
    auto& state = *static_cast<State*>(context);
    if (state.events.size() >= most_events) {
      ++state.too_many;
      return 0;
    }
    StepEvent event{};
    std::memcpy(&event.step, data, sizeof(event.step));
    if (size >= sizeof(mms_zones_step)) {
      event.zones.resize(event.step.nr_zones);
      std::memcpy(event.zones.data(), static_cast<char*>(data) + sizeof(mms_step),
                  event.zones.size() * sizeof(mms_zone_look));
    }
    state.events.push_back(std::move(event));
    return 0;
  }
};

StepTracer::StepTracer(const std::vector<StepProbe>& probes, unsigned nodes)
    : state_(std::make_unique<State>()), probes_(probes) {
  state_->skeleton.reset(check(explain::open(), "open the programs of explain"));
  explain& skeleton = *state_->skeleton;
  skeleton.rodata->layout = state_->kernel.layout(nodes);
  skeleton.rodata->asked.followed = 1;
  skeleton.rodata->asked.thread_only = 1;
  for (bpf_program* program : {skeleton.progs.step_enter, skeleton.progs.step_exit})
    bpf_program__set_autoattach(program, false);
  // In kernel/trace/fprobe.c.
  state_->at_once = state_->kernel.has_function("register_fprobe_ips");
  for (bpf_program* program : {skeleton.progs.steps_enter, skeleton.progs.steps_exit}) {
    bpf_program__set_autoattach(program, false);
    check(bpf_program__set_autoload(program, state_->at_once), "choose programs");
  }
  check(explain::load(&skeleton), "load the programs of explain");
  state_->ring.reset(
      check(ring_buffer__new(bpf_map__fd(skeleton.maps.events), State::take, state_.get(), nullptr),
            "make a ring buffer"));
}

StepTracer::~StepTracer() = default;

void StepTracer::follow(unsigned tgid) {
  const std::uint32_t yes = 1;
  check(bpf_map_update_elem(bpf_map__fd(state_->skeleton->maps.followed), &tgid, &yes, BPF_ANY),
        fmt::format("follow process {}", tgid));
}

void StepTracer::attach() {
  // Each link of a kprobe waits for a grace period of RCU when it ends, and there are dozens
  // of them: one link for all functions that can share it ends dozens of times sooner.
  auto alone = probes_.begin();
  if (state_->at_once) {
    const auto traced = reader::FtraceFunctions::load(reader::Source::live());
    alone =
        std::stable_partition(probes_.begin(), probes_.end(), [&traced](const StepProbe& probe) {
          return traced.has(probe.function);
        });
    if (!attach_at_once({probes_.begin(), alone}))
      alone = probes_.begin();
  }
  std::for_each(alone, probes_.end(), [this](const StepProbe& probe) { attach_alone(probe); });
  check(explain::attach(state_->skeleton.get()), "attach the programs of explain");
  state_->skeleton->bss->counting = 1;
}

// First the exits: a call that is seen to begin is seen to end. All functions or none.
bool StepTracer::attach_at_once(const std::vector<StepProbe>& probes) {
  std::vector<const char*> functions;
  std::vector<__u64> cookies;
  for (const StepProbe& probe : probes) {
    functions.push_back(probe.function.c_str());
    cookies.push_back(probe.cookie);
  }
  std::array<LinkPtr, 2> links;
  const auto& programs = state_->skeleton->progs;
  for (const bool exit : {true, false}) {
    LIBBPF_OPTS(bpf_kprobe_multi_opts, options, .syms = functions.data(), .cookies = cookies.data(),
                .cnt = functions.size(), .retprobe = exit);
    LinkPtr& link = exit ? links.front() : links.back();
    link.reset(bpf_program__attach_kprobe_multi_opts(
        exit ? programs.steps_exit : programs.steps_enter, nullptr, &options));
    if (link == nullptr)
      return false;
  }
  std::move(links.begin(), links.end(), std::back_inserter(state_->links));
  return true;
}

void StepTracer::attach_alone(const StepProbe& probe) {
  const auto& programs = state_->skeleton->progs;
  for (const bool exit : {true, false}) {
    LIBBPF_OPTS(bpf_kprobe_opts, options, .bpf_cookie = probe.cookie, .retprobe = exit);
    LinkPtr link(bpf_program__attach_kprobe_opts(exit ? programs.step_exit : programs.step_enter,
                                                 probe.function.c_str(), &options));
    if (link == nullptr)
      return unseen_.push_back(probe.function);
    state_->links.push_back(std::move(link));
  }
}

void StepTracer::detach() {
  state_->skeleton->bss->counting = 0;
  for (const LinkPtr& link : state_->links)
    state_->missed += missed_by(*link);
  state_->links.clear();
  explain::detach(state_->skeleton.get());
  check(ring_buffer__consume(state_->ring.get()), "read the ring buffer");
}

void StepTracer::poll(int timeout_ms) {
  const int result = ring_buffer__poll(state_->ring.get(), timeout_ms);
  if (result != -EINTR)
    check(result, "read the ring buffer");
}

const std::vector<StepEvent>& StepTracer::events() const { return state_->events; }

std::uint64_t StepTracer::lost() const {
  const std::vector<std::uint64_t> losses = sums_of(state_->skeleton->maps.losses);
  std::uint64_t lost = std::accumulate(losses.begin(), losses.end(), state_->too_many);
  for (const MissCount& miss : misses_of(state_->skeleton->obj))
    lost += miss.count;
  return lost + state_->missed;
}

std::vector<std::string> StepTracer::zone_names() const { return state_->kernel.zone_names(); }

std::vector<std::string> StepTracer::migratetype_names() const {
  return state_->kernel.migratetype_names();
}

const mms_layout& StepTracer::layout() const {
  // Mapped from the kernel, and constant there.
  return *const_cast<const mms_layout*>(&state_->skeleton->rodata->layout);
}

} // namespace mmscope::bpf
