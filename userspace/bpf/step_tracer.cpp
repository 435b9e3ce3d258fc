// SPDX-License-Identifier: GPL-2.0
#include "bpf/step_tracer.hpp"

#include <cstring>
#include <fmt/core.h>
#include <numeric>

#include "bpf/explain.skel.h"
#include "bpf/kernel_btf.hpp"
#include "bpf/libbpf.hpp"
#include "bpf/maps.hpp"

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
  explain& skeleton = *state_->skeleton;
  const auto attach_to = [&](bpf_program* program, const StepProbe& probe, bool exit) {
    LIBBPF_OPTS(bpf_kprobe_opts, options, .bpf_cookie = probe.cookie, .retprobe = exit);
    bpf_link* link = bpf_program__attach_kprobe_opts(program, probe.function.c_str(), &options);
    if (link != nullptr)
      state_->links.emplace_back(link);
    return link != nullptr;
  };
  for (const StepProbe& probe : probes_)
    // First the exit: a call that is seen to begin is seen to end.
    if (!attach_to(skeleton.progs.step_exit, probe, true) ||
        !attach_to(skeleton.progs.step_enter, probe, false))
      unseen_.push_back(probe.function);
  check(explain::attach(&skeleton), "attach the programs of explain");
  skeleton.bss->counting = 1;
}

void StepTracer::detach() {
  state_->skeleton->bss->counting = 0;
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
  return std::accumulate(losses.begin(), losses.end(), state_->too_many);
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
