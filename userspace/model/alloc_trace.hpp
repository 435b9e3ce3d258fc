// SPDX-License-Identifier: GPL-2.0
// What `mmscope trace alloc` saw, with the kernel's names in place of numbers.
#ifndef MMSCOPE_MODEL_ALLOC_TRACE_HPP
#define MMSCOPE_MODEL_ALLOC_TRACE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf/alloc_tracer.hpp"
#include "model/latency_buckets.hpp"
#include "model/user_symbols.hpp"
#include "model/value.hpp"
#include "reader/proc_kallsyms.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

// A trace_page record: one kind of event about blocks of one sort.
struct TracedPages {
  std::string event; // the tracepoint: "mm_page_alloc"
  std::uint64_t nid;
  std::string zone;
  std::uint64_t zone_idx;
  std::uint64_t order;
  std::optional<std::string> migratetype; // mm_page_free does not tell it
  std::uint64_t count;
};

// A trace_latency record: how long the allocations of one node and order took.
struct TracedLatency {
  std::uint64_t nid;
  std::uint64_t order;
  LatencyBuckets times;
};

// A trace_group record: page allocations that have in common what was asked for.
struct TracedGroup {
  std::optional<std::string> comm;
  std::optional<std::uint64_t> pid;
  std::optional<std::uint64_t> gfp;
  std::optional<std::uint64_t> nid;
  std::optional<std::string> zone;
  std::optional<std::uint64_t> order;
  std::optional<std::string> migratetype;
  std::uint64_t count;
  std::uint64_t pages;
  std::vector<std::string> stack;  // of functions, innermost first; empty: none
  std::vector<std::string> ustack; // the same in user space
  LatencyBuckets times;            // of those that were timed
};

// A trace_block record: blocks that were allocated at one place and not freed.
struct TracedBlocks {
  std::uint64_t blocks;
  std::uint64_t pages;
  std::uint64_t oldest_ns; // since it was allocated
  std::vector<std::string> stack;
  std::vector<std::string> ustack;
};

// A trace_object record: one kind of event about objects of one cache or size.
struct TracedObjects {
  std::string event;                 // the tracepoint or function: "kmalloc", "vfree"
  std::string cache;                 // of kmem_cache events
  std::optional<std::uint64_t> size; // of kmalloc: bytes that were given
  std::uint64_t count = 0;
  std::uint64_t failed = 0;
  std::uint64_t asked_bytes = 0;
  std::uint64_t given_bytes = 0;
};

// A trace_loss record.
struct TracedLoss {
  std::string name;
  std::uint64_t count;
  std::string meaning;
};

struct AllocTrace {
  bpf::AllocAsked asked;
  std::uint64_t elapsed_ns = 0;
  std::optional<std::uint64_t> at_ns; // of an interval: its end, since tracing began
  std::vector<TracedPages> pages;
  std::vector<std::uint64_t> failures; // by order
  std::vector<TracedLatency> latency;
  std::vector<TracedGroup> groups; // most pages first
  std::vector<TracedObjects> objects;
  std::vector<TracedBlocks> blocks; // most pages first
  std::uint64_t freed_unknown = 0;  // freed, but not seen when they were allocated
  std::uint64_t freed_other_order = 0;
  std::vector<TracedLoss> losses;  // those that are not 0
  std::vector<std::string> unseen; // what this kernel does not let be seen
};

// The highest nid that can be online, and one.
[[nodiscard]] unsigned possible_nodes(const reader::Source& source);

[[nodiscard]] AllocTrace name_alloc_trace(const bpf::AllocCounts& counts,
                                          const bpf::AllocAsked& asked, std::uint64_t elapsed_ns,
                                          const reader::Kallsyms& symbols,
                                          UserSymbols& user_symbols);

// All events of one kind, and the pages of them.
[[nodiscard]] std::uint64_t events_of(const AllocTrace& trace, std::string_view event);
[[nodiscard]] std::uint64_t pages_of(const AllocTrace& trace, std::string_view event);

// "a;b;c 12" for each stack, outermost first, user space before the kernel: what flame
// graphs are made from.
[[nodiscard]] std::string folded(const AllocTrace& trace);

[[nodiscard]] Object to_object(const TracedPages& pages);
[[nodiscard]] Object to_object(const TracedLatency& latency);
[[nodiscard]] Object to_object(const TracedGroup& group);
[[nodiscard]] Object to_object(const TracedObjects& objects);
[[nodiscard]] Object to_object(const TracedBlocks& blocks);
[[nodiscard]] Object to_object(const TracedLoss& loss);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_ALLOC_TRACE_HPP
