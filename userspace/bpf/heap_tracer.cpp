// SPDX-License-Identifier: GPL-2.0
#include "bpf/heap_tracer.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/core.h>
#include <map>

#include "bpf/buckets.hpp"
#include "bpf/heap.skel.h"
#include "bpf/kernel_btf.hpp"
#include "bpf/libbpf.hpp"
#include "bpf/maps.hpp"
#include "reader/error.hpp"

namespace mmscope::bpf {
namespace {

struct HeapLoss {
  const char* name;
  const char* meaning;
};

constexpr std::array<HeapLoss, MMS_HEAP_LOSSES> heap_losses = {{
    {"counts_full", "calls that are in the totals, but for want of room not in those of a process"},
    {"starts_full", "calls and faults that were not counted, for want of room"},
    {"processes_full", "processes that have no name or no peak, for want of room"},
    {"pid_again", "processes with the number of one that had ended: both are one row"},
}};

mms_heap_count sum_of(const std::vector<PerCpu<mms_heap_count>>& cpus) {
  mms_heap_count sum{};
  for (const auto& cpu : cpus) {
    sum.calls += cpu.value.calls;
    sum.failed += cpu.value.failed;
    sum.bytes += cpu.value.bytes;
    sum.ns += cpu.value.ns;
  }
  return sum;
}

mms_heap_peak most_of(const std::vector<PerCpu<mms_heap_peak>>& cpus) {
  mms_heap_peak most{};
  for (const auto& cpu : cpus) {
    most.anon_pages = std::max(most.anon_pages, cpu.value.anon_pages);
    most.mapped_pages = std::max(most.mapped_pages, cpu.value.mapped_pages);
  }
  return most;
}

} // namespace

struct HeapTracer::State {
  KernelBtf kernel = KernelBtf::load();
  SkeletonPtr<heap> skeleton;

  // Two programs on each call: left out together where it cannot be seen.
  struct Call {
    std::string function;
    bpf_program* enter;
    bpf_program* exit;
  };

  [[nodiscard]] std::vector<Call> calls() const {
    const auto& progs = skeleton->progs;
    return {{"__x64_sys_brk", progs.brk_enter, progs.brk_exit},
            {"__x64_sys_mmap", progs.mmap_enter, progs.mmap_exit},
            {"__x64_sys_munmap", progs.munmap_enter, progs.munmap_exit},
            {"__x64_sys_mremap", progs.mremap_enter, progs.mremap_exit},
            {"__x64_sys_mprotect", progs.mprotect_enter, progs.mprotect_exit},
            {"__x64_sys_madvise", progs.madvise_enter, progs.madvise_exit},
            {"handle_mm_fault", progs.fault_enter, progs.fault_exit},
            {"do_exit", progs.heap_exit, progs.heap_exit},
            {"begin_new_exec", progs.heap_exec_begin, progs.heap_exec_begin}};
  }
};

HeapTracer::HeapTracer(unsigned tgid, const std::string& library)
    : state_(std::make_unique<State>()) {
  state_->skeleton.reset(check(heap::open(), "open the programs of trace heap"));
  heap& skeleton = *state_->skeleton;
  skeleton.rodata->asked.followed = 1;
  skeleton.rodata->root_tgid = tgid;
  skeleton.rodata->possible_cpus = static_cast<unsigned>(possible_cpus());
  library.copy(skeleton.rodata->library, sizeof(skeleton.rodata->library) - 1);

  for (const State::Call& call : state_->calls()) {
    if (state_->kernel.has_function(call.function))
      continue;
    for (bpf_program* program : {call.enter, call.exit})
      check(bpf_program__set_autoload(program, false), "choose programs");
    unseen_.push_back(call.function + "()");
  }
  check(heap::load(&skeleton), "load the programs of trace heap");
  const std::uint32_t yes = 1;
  check(bpf_map_update_elem(bpf_map__fd(skeleton.maps.followed), &tgid, &yes, BPF_ANY),
        fmt::format("follow process {}", tgid));
}

HeapTracer::~HeapTracer() = default;

void HeapTracer::attach() {
  check(heap::attach(state_->skeleton.get()), "attach the programs of trace heap");
}

void HeapTracer::detach() {
  state_->skeleton->bss->counting = 0;
  heap::detach(state_->skeleton.get());
}

HeapCounts HeapTracer::read() const {
  const heap& skeleton = *state_->skeleton;
  HeapCounts counts;
  counts.unseen = unseen_;
  counts.misses = misses_of(skeleton.obj);

  std::vector<PerCpu<mms_heap_count>> cpus(possible_cpus());
  for (std::uint32_t call = 0; call < MMS_HEAP_CALLS; ++call) {
    check(bpf_map_lookup_elem(bpf_map__fd(skeleton.maps.totals), &call, cpus.data()),
          "read the map totals");
    counts.totals.at(call) = sum_of(cpus);
  }
  const std::vector<std::uint64_t> times = sums_of(skeleton.maps.times);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto bucket = static_cast<unsigned>(i % unsigned{MMS_LATENCY_BUCKETS});
    if (times[i] != 0)
      counts.times.push_back({static_cast<unsigned>(i / unsigned{MMS_LATENCY_BUCKETS}),
                              low_of(bucket), end_of(bucket), times[i]});
  }
  for_each_entry<mms_heap_key, mms_heap_count>(skeleton.maps.counts, true,
                                               [&](const mms_heap_key& key, const auto& values) {
                                                 counts.calls.push_back({key, sum_of(values)});
                                               });

  std::map<unsigned, HeapProcess> processes;
  for_each_entry<std::uint32_t, mms_heap_process>(
      skeleton.maps.processes, false,
      [&](std::uint32_t tgid, const auto& values) { processes[tgid].what = values.front().value; });
  for_each_entry<std::uint32_t, mms_heap_peak>(
      skeleton.maps.peaks, true,
      [&](std::uint32_t tgid, const auto& values) { processes[tgid].peak = most_of(values); });
  for (const HeapCall& call : counts.calls)
    processes.try_emplace(call.key.tgid);
  for (auto& [tgid, process] : processes) {
    process.tgid = tgid;
    counts.processes.push_back(process);
  }

  const std::vector<std::uint64_t> losses = sums_of(skeleton.maps.heap_losses);
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (losses[i] != 0)
      counts.losses.push_back({heap_losses.at(i).name, losses[i], heap_losses.at(i).meaning});
  if (const std::uint64_t lost = sums_of(skeleton.maps.losses).at(MMS_LOSS_FOLLOWED_FULL);
      lost != 0)
    counts.losses.push_back(
        {"followed_full", lost, "children that could not be followed, for want of room"});
  return counts;
}

} // namespace mmscope::bpf
