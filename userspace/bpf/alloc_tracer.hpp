// SPDX-License-Identifier: GPL-2.0
// What the allocators are asked for, counted in the kernel by alloc.bpf.c.
#ifndef MMSCOPE_BPF_ALLOC_TRACER_HPP
#define MMSCOPE_BPF_ALLOC_TRACER_HPP

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bpf/counts.h"
#include "bpf/mapping_events.hpp"
#include "bpf/misses.hpp"

namespace mmscope::bpf {

struct AllocAsked {
  bool pages = true;   // mm_page_alloc, mm_page_free and what moves between pcp and buddy
  bool objects = true; // kmalloc, kmem_cache, percpu, vmalloc
  bool by_process = false;
  bool by_gfp = false;
  bool by_stack = false;  // in the kernel
  bool by_ustack = false; // in user space
  bool by_node = false;
  bool by_zone = false;
  bool by_order = false;
  bool by_migratetype = false;
  bool by_site = false; // objects, by who asked for them
  bool frees = false;   // groups of freed pages as well
  bool latency = false;
  bool outstanding = false; // remember each block until it is freed
  bool thread_only = false; // leave out what interrupts a thread
  bool followed = false;    // only tasks that follow() named, and their children
  std::optional<unsigned> node;
  std::optional<unsigned> order;
  std::string comm; // only tasks whose name begins with it
  // Groups, and stacks, that the kernel has room for; of outstanding blocks, many more.
  std::size_t room = 16384;
};

// Events of one kind about pages of one sort. A free tells no migratetype.
struct PageCount {
  mms_page_event event;
  unsigned node;
  unsigned zone;
  unsigned order;
  unsigned migratetype;
  std::uint64_t count;
};

// Allocations that took about as long: from low_ns to below high_ns.
struct LatencyCount {
  unsigned node;
  unsigned order;
  std::uint64_t low_ns;
  std::uint64_t high_ns;
  std::uint64_t count;
};

struct GroupCount {
  mms_group_key key;
  std::uint64_t count;
};

// Allocations of one group that took about as long.
struct GroupTime {
  mms_group_key key;
  std::uint64_t high_ns; // the end of the bucket that they are in
  std::uint64_t count;
};

struct ObjectCount {
  mms_object_event event;
  std::string cache;  // of kmem_cache events
  std::uint64_t size; // of kmalloc events: bytes that were given
  std::uint64_t site; // with by_site: address that the call returns to
  mms_object_count sums;
};

struct AllocCounts {
  std::vector<std::string> zone_names; // by number
  std::vector<std::string> migratetype_names;
  std::vector<PageCount> pages;        // those that are not 0
  std::vector<std::uint64_t> failures; // by order: page allocations that got nothing
  std::vector<LatencyCount> latency;   // by node, order and time; those that are not 0
  std::vector<GroupCount> groups;
  std::vector<GroupTime> group_times; // of allocations, where they are timed
  std::vector<ObjectCount> objects;
  std::vector<mms_block> blocks; // outstanding
  std::array<std::uint64_t, MMS_LOSSES> losses{};
  std::array<std::uint64_t, MMS_MATCHES> matches{};
  std::vector<MissCount> misses;   // those that are not 0
  std::uint64_t mappings_lost = 0; // with by_ustack: what processes mapped, and was not told
  std::vector<std::string> unseen; // what was asked for and this kernel does not let be seen
  // Return addresses of the stacks of groups and blocks, innermost first; of those in
  // user space the first is where it was.
  std::map<int, std::vector<std::uint64_t>> stacks;
  std::size_t stack_limit = 0; // addresses that a stack can have: one of so many may be cut
};

// What a loss is called, as "stacks_full", and what it means.
struct LossInfo {
  const char* name;
  const char* meaning;
};
[[nodiscard]] const LossInfo& loss_info(unsigned loss);

class AllocTracer {
public:
  // Opens and loads; nothing is counted yet. `nodes` is the highest nid that can
  // be online, and one. Throws reader::Error.
  AllocTracer(const AllocAsked& asked, unsigned nodes);
  ~AllocTracer();
  AllocTracer(const AllocTracer&) = delete;
  AllocTracer& operator=(const AllocTracer&) = delete;

  // A thread group, and from attach() on its children.
  void follow(unsigned tgid);

  void attach();
  void detach();

  // Also while it counts.
  [[nodiscard]] AllocCounts read() const;

  // With by_ustack, from construction on: what processes map, each event once. To be
  // called each few milliseconds: see MappingEvents.
  [[nodiscard]] std::vector<MappingEvent> take_mappings();

private:
  struct State;

  void attach_vmalloc();

  std::unique_ptr<State> state_;
  std::vector<std::string> unseen_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_ALLOC_TRACER_HPP
