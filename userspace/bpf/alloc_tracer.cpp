// SPDX-License-Identifier: GPL-2.0
#include "bpf/alloc_tracer.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <fstream>
#include <map>
#include <tuple>

#include "bpf/alloc.skel.h"
#include "bpf/buckets.hpp"
#include "bpf/kernel_btf.hpp"
#include "bpf/libbpf.hpp"
#include "bpf/maps.hpp"
#include "reader/error.hpp"

namespace mmscope::bpf {
namespace {

// Names that a function has had, newest first.
const std::vector<std::string> alloc_pages_names = {"__alloc_pages_noprof", "__alloc_pages"};
const std::vector<std::string> vmalloc_names = {"__vmalloc_node_range_noprof",
                                                "__vmalloc_node_range"};

constexpr std::array<LossInfo, MMS_LOSSES> losses = {{
    {"groups_full",
     "events for whose group there was no room (see --room); they are in the other tables"},
    {"stacks_full", "events whose stack had no room (see --room), or met one of the same hash"},
    {"starts_full", "allocations that could not be timed, for want of room"},
    {"caches_full", "events of slab caches for which there was no room"},
    {"followed_full", "children that could not be followed, for want of room"},
    {"blocks_full", "blocks that could not be remembered until they are freed (see --room)"},
    {"events_full", "events of the timeline for which there was no room"},
    {"times_full", "allocations that are not in the times by group, for want of room (see --room)"},
    {"out_of_range", "events of a node, zone, order or migratetype beyond what BTF tells"},
}};

// Times of a group are in a few buckets each.
constexpr std::size_t times_of_a_group = 4;

// Memory that is held is more than there are places that ask for it.
constexpr std::size_t blocks_in_a_group = 16;

// The kernel refuses stacks that are deeper than this lets it look.
std::size_t stack_limit() {
  constexpr std::size_t deepest = 127; // PERF_MAX_STACK_DEPTH
  std::size_t told = deepest;
  std::ifstream("/proc/sys/kernel/perf_event_max_stack") >> told;
  return std::clamp<std::size_t>(told, 1, deepest);
}

void resize(bpf_map* map, std::size_t entries) {
  check(bpf_map__set_max_entries(map, static_cast<std::uint32_t>(entries)),
        std::string("size the map ") + bpf_map__name(map));
}

} // namespace

const LossInfo& loss_info(unsigned loss) { return losses.at(loss); }

struct AllocTracer::State {
  // Loaded once and before anything is counted: it takes megabytes.
  KernelBtf kernel = KernelBtf::load();
  SkeletonPtr<alloc> skeleton;
  mms_layout layout{};
  bool grouped = false;
  bool objects_wanted = false;
  std::optional<MappingEvents> mappings;

  // Every program, with what its tracepoint or function is called.
  [[nodiscard]] std::vector<std::pair<bpf_program*, std::string>> tracepoints() const {
    const auto& progs = skeleton->progs;
    return {{progs.page_alloc, "mm_page_alloc"},
            {progs.page_free, "mm_page_free"},
            {progs.page_zone_locked, "mm_page_alloc_zone_locked"},
            {progs.page_pcpu_drain, "mm_page_pcpu_drain"},
            {progs.page_extfrag, "mm_page_alloc_extfrag"},
            {progs.object_kmalloc, "kmalloc"},
            {progs.object_kfree, "kfree"},
            {progs.object_cache_alloc, "kmem_cache_alloc"},
            {progs.object_cache_free, "kmem_cache_free"},
            {progs.object_percpu_alloc, "percpu_alloc_percpu"},
            {progs.object_percpu_free, "percpu_free_percpu"},
            {progs.follow_fork, "sched_process_fork"},
            {progs.forget_ended, "sched_process_free"}};
  }

  [[nodiscard]] std::vector<PageCount> pages() const;
  [[nodiscard]] std::vector<LatencyCount> latency() const;
  [[nodiscard]] std::vector<ObjectCount> objects() const;
  void add_stack(std::map<int, std::vector<std::uint64_t>>& stacks, int id) const;
};

void AllocTracer::State::add_stack(std::map<int, std::vector<std::uint64_t>>& stacks,
                                   int id) const {
  if (id < 0)
    return;
  const auto [at, fresh] = stacks.try_emplace(id);
  if (!fresh)
    return;
  const bpf_map* map = skeleton->maps.stacks;
  std::vector<std::uint64_t> addresses(bpf_map__value_size(map) / sizeof(std::uint64_t));
  if (bpf_map_lookup_elem(bpf_map__fd(map), &id, addresses.data()) != 0)
    return;
  addresses.erase(std::find(addresses.begin(), addresses.end(), 0), addresses.end());
  at->second = std::move(addresses);
}

std::vector<PageCount> AllocTracer::State::pages() const {
  std::vector<PageCount> found;
  const std::vector<std::uint64_t> sums = sums_of(skeleton->maps.pages);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i] == 0)
      continue;
    std::size_t rest = i;
    // The reverse of the index in count_page().
    const auto take = [&rest](unsigned by) {
      const auto digit = static_cast<unsigned>(rest % by);
      rest /= by;
      return digit;
    };
    PageCount count{};
    count.migratetype = take(layout.migratetypes);
    count.order = take(layout.orders);
    count.zone = take(layout.zones);
    count.node = take(layout.nodes);
    count.event = static_cast<mms_page_event>(rest);
    count.count = sums[i];
    found.push_back(count);
  }
  return found;
}

std::vector<LatencyCount> AllocTracer::State::latency() const {
  std::vector<LatencyCount> found;
  const std::vector<std::uint64_t> sums = sums_of(skeleton->maps.latency);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (sums[i] == 0)
      continue;
    const auto bucket = static_cast<unsigned>(i % unsigned{MMS_LATENCY_BUCKETS});
    const auto place = static_cast<unsigned>(i / unsigned{MMS_LATENCY_BUCKETS});
    found.push_back(
        {place / layout.orders, place % layout.orders, low_of(bucket), end_of(bucket), sums[i]});
  }
  return found;
}

std::vector<ObjectCount> AllocTracer::State::objects() const {
  std::vector<ObjectCount> found;
  for_each_entry<mms_cache_key, mms_object_count>(
      skeleton->maps.caches, true, [&](const mms_cache_key& key, const auto& cpus) {
        ObjectCount count{static_cast<mms_object_event>(key.event), "", 0, key.site, {}};
        for (const auto& cpu : cpus) {
          count.sums.count += cpu.value.count;
          count.sums.asked_bytes += cpu.value.asked_bytes;
          count.sums.given_bytes += cpu.value.given_bytes;
          count.sums.failed += cpu.value.failed;
          // A CPU that never saw the cache has no name for it.
          if (cpu.value.name[0] != '\0')
            count.cache.assign(cpu.value.name, ::strnlen(cpu.value.name, sizeof(cpu.value.name)));
        }
        if (count.event == MMS_KMALLOC)
          count.size = key.cache;
        found.push_back(std::move(count));
      });
  std::sort(found.begin(), found.end(), [](const ObjectCount& a, const ObjectCount& b) {
    return std::tie(a.event, a.size, a.cache) < std::tie(b.event, b.size, b.cache);
  });
  return found;
}

AllocTracer::AllocTracer(const AllocAsked& asked, unsigned nodes)
    : state_(std::make_unique<State>()) {
  const KernelBtf& kernel = state_->kernel;
  state_->skeleton.reset(check(alloc::open(), "open the programs of trace alloc"));
  alloc& skeleton = *state_->skeleton;
  state_->layout = skeleton.rodata->layout = kernel.layout(nodes);
  const mms_layout& layout = state_->layout;

  mms_asked& told = skeleton.rodata->asked;
  const auto group = [](bool yes, mms_group by) { return yes ? static_cast<unsigned>(by) : 0U; };
  told.by =
      group(asked.by_process, MMS_BY_PROCESS) | group(asked.by_gfp, MMS_BY_GFP) |
      group(asked.by_stack, MMS_BY_STACK) | group(asked.by_ustack, MMS_BY_USTACK) |
      group(asked.by_node || asked.by_zone || asked.by_order || asked.by_migratetype, MMS_BY_BLOCK);
  told.by_site = asked.by_site;
  told.frees = asked.frees;
  told.latency = asked.latency;
  told.followed = asked.followed;
  told.thread_only = asked.thread_only;
  told.outstanding = asked.outstanding;
  told.node = asked.node.value_or(MMS_ALL);
  told.order = asked.order.value_or(MMS_ALL);
  told.comm_len = static_cast<unsigned>(std::min<std::size_t>(asked.comm.size(), MMS_COMM_LEN - 1));
  asked.comm.copy(told.comm, told.comm_len);
  state_->grouped = told.by != 0;
  state_->objects_wanted = asked.objects;

  // Maps that are not used take no memory.
  const std::size_t places = std::size_t{layout.nodes} * layout.orders;
  resize(skeleton.maps.pages, MMS_PAGE_EVENTS * places * layout.zones * layout.migratetypes);
  resize(skeleton.maps.failures, layout.orders);
  resize(skeleton.maps.latency, asked.latency ? places * unsigned{MMS_LATENCY_BUCKETS} : 1);
  resize(skeleton.maps.blocks, asked.outstanding ? asked.room * blocks_in_a_group : 1);
  resize(skeleton.maps.groups, state_->grouped ? asked.room : 1);
  resize(skeleton.maps.stacks,
         std::max<std::size_t>(asked.room * (asked.by_stack + asked.by_ustack), 1));
  check(bpf_map__set_value_size(skeleton.maps.stacks,
                                static_cast<std::uint32_t>(stack_limit() * sizeof(std::uint64_t))),
        "size the stacks");
  const bool group_times = asked.latency && state_->grouped;
  resize(skeleton.maps.group_times, group_times ? asked.room * times_of_a_group : 1);
  if (!group_times)
    resize(skeleton.maps.returning, 1);
  if (!asked.latency) {
    resize(skeleton.maps.starts, 1);
    resize(skeleton.maps.more_starts, 1);
  }

  const auto use = [](bpf_program* program, bool yes) {
    check(bpf_program__set_autoload(program, yes), "choose programs");
  };
  for (const auto& [program, tracepoint] : state_->tracepoints()) {
    const std::string name = bpf_program__name(program);
    const bool wanted = name.starts_with("page_")     ? asked.pages
                        : name.starts_with("object_") ? asked.objects
                                                      : asked.followed;
    const bool there = kernel.has_tracepoint(tracepoint);
    use(program, wanted && there);
    if (wanted && !there)
      unseen_.push_back("tracepoint " + tracepoint);
  }

  const auto alloc_pages = kernel.first_function(alloc_pages_names);
  for (bpf_program* program : {skeleton.progs.alloc_enter, skeleton.progs.alloc_exit}) {
    use(program, asked.latency && alloc_pages);
    if (asked.latency && alloc_pages)
      check(bpf_program__set_attach_target(program, 0, alloc_pages->c_str()),
            "attach to " + *alloc_pages);
  }
  if (asked.latency && !alloc_pages)
    unseen_.push_back("function " + alloc_pages_names.back() + "(): no latency");

  // These two are attached by name, in attach().
  use(skeleton.progs.object_vmalloc, asked.objects);
  use(skeleton.progs.object_vfree, asked.objects);
  bpf_program__set_autoattach(skeleton.progs.object_vmalloc, false);
  bpf_program__set_autoattach(skeleton.progs.object_vfree, false);

  check(alloc::load(&skeleton), "load the programs of trace alloc");
  if (asked.by_ustack)
    state_->mappings.emplace(bpf_map__fd(skeleton.maps.mappings));
}

AllocTracer::~AllocTracer() = default;

void AllocTracer::follow(unsigned tgid) {
  const std::uint32_t yes = 1;
  check(bpf_map_update_elem(bpf_map__fd(state_->skeleton->maps.followed), &tgid, &yes, BPF_ANY),
        fmt::format("follow process {}", tgid));
}

void AllocTracer::attach() {
  alloc& skeleton = *state_->skeleton;
  check(alloc::attach(&skeleton), "attach the programs of trace alloc");
  if (state_->objects_wanted)
    attach_vmalloc();
  skeleton.bss->counting = 1;
}

// By name: they are kprobes, for functions that have been renamed.
void AllocTracer::attach_vmalloc() {
  alloc& skeleton = *state_->skeleton;
  const KernelBtf& kernel = state_->kernel;
  const auto attach_to = [&](bpf_program* program, bpf_link*& link,
                             const std::vector<std::string>& names) {
    const auto name = kernel.first_function(names);
    if (name)
      link = bpf_program__attach_kprobe(program, false, name->c_str());
    if (link == nullptr)
      unseen_.push_back("function " + names.back() + "()");
  };
  attach_to(skeleton.progs.object_vmalloc, skeleton.links.object_vmalloc, vmalloc_names);
  attach_to(skeleton.progs.object_vfree, skeleton.links.object_vfree, {"vfree"});
}

void AllocTracer::detach() {
  state_->skeleton->bss->counting = 0;
  alloc::detach(state_->skeleton.get());
}

std::vector<MappingEvent> AllocTracer::take_mappings() {
  return state_->mappings ? state_->mappings->take() : std::vector<MappingEvent>();
}

AllocCounts AllocTracer::read() const {
  const alloc& skeleton = *state_->skeleton;
  AllocCounts counts;
  counts.zone_names = state_->kernel.zone_names();
  counts.migratetype_names = state_->kernel.migratetype_names();
  counts.unseen = unseen_;
  counts.pages = state_->pages();
  counts.failures = sums_of(skeleton.maps.failures);
  counts.latency = state_->latency();
  counts.objects = state_->objects();
  counts.misses = misses_of(skeleton.obj);
  // Before the groups: while it counts, none is timed more often than it is counted.
  for_each_entry<mms_group_key, std::uint64_t>(
      skeleton.maps.group_times, true, [&](const mms_group_key& key, const auto& cpus) {
        counts.group_times.push_back({key, end_of(key.bucket), sum_of(cpus)});
      });
  for_each_entry<mms_group_key, std::uint64_t>(skeleton.maps.groups, true,
                                               [&](const mms_group_key& key, const auto& cpus) {
                                                 counts.groups.push_back({key, sum_of(cpus)});
                                               });
  for_each_entry<std::uint64_t, mms_block>(
      skeleton.maps.blocks, false,
      [&](std::uint64_t, const auto& blocks) { counts.blocks.push_back(blocks.front().value); });
  const auto copy = [](const bpf_map* map, auto& into) {
    const std::vector<std::uint64_t> sums = sums_of(map);
    std::copy_n(sums.begin(), std::min(sums.size(), into.size()), into.begin());
  };
  for (const GroupCount& group : counts.groups)
    for (const int stack : {group.key.stack, group.key.ustack})
      state_->add_stack(counts.stacks, stack);
  for (const mms_block& block : counts.blocks)
    for (const int stack : {block.stack, block.ustack})
      state_->add_stack(counts.stacks, stack);
  counts.mappings_lost = state_->mappings ? state_->mappings->lost() : 0;
  counts.stack_limit = bpf_map__value_size(skeleton.maps.stacks) / sizeof(std::uint64_t);
  copy(skeleton.maps.losses, counts.losses);
  copy(skeleton.maps.matches, counts.matches);
  return counts;
}

} // namespace mmscope::bpf
