// SPDX-License-Identifier: GPL-2.0
// The records of `mmscope trace` and `bench run --trace`, for own_records.cpp.
#ifndef MMSCOPE_MODEL_TRACE_RECORDS_HPP
#define MMSCOPE_MODEL_TRACE_RECORDS_HPP

#include <array>

#include "model/time_records.hpp"
#include "wire/schema.hpp"

namespace mmscope::model {

// One field, one line, as in fields.h.
/* clang-format off */
inline constexpr std::array trace_page_fields = {
    wire::FieldInfo{"name", "event", "", "6.1", "include/trace/events/kmem.h", "The tracepoint: mm_page_alloc, mm_page_free, mm_page_alloc_zone_locked (taken from the buddy lists), mm_page_pcpu_drain (given back to them) or mm_page_alloc_extfrag (out of another migratetype's block)."},
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "page_to_nid()", "Node of the block, from page->flags."},
    wire::FieldInfo{"name", "zone", "", "6.1", "page_zonenum()", "Zone of the block, from page->flags."},
    wire::FieldInfo{"u64", "zone_idx", "", "6.1", "enum zone_type", "Index of the zone."},
    wire::FieldInfo{"u64", "order", "order", "6.1", "mm_page_alloc", "Order of the block."},
    wire::FieldInfo{"name", "migratetype", "", "6.1", "gfp_migratetype()", "What was asked for; absent where the event does not tell (mm_page_free)."},
    wire::FieldInfo{"u64", "count", "events", "6.1", "mm_page_alloc", "Events of that sort."},
    wire::FieldInfo{"u64", "pages", "pages", "6.1", "mm_page_alloc", "Their pages: count << order."},
};

inline constexpr auto trace_latency_fields = joined(std::array{
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "page_to_nid()", "Node that the blocks came from."},
    wire::FieldInfo{"u64", "order", "order", "6.1", "__alloc_pages()", "Order of the blocks."},
    wire::FieldInfo{"u64", "count", "calls", "6.1", "__alloc_pages()", "Calls that got a block."},
}, bucket_time_fields);

inline constexpr auto trace_group_fields = joined(joined(std::array{
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Name of the task; with --by process."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Its process; with --by process."},
    wire::FieldInfo{"text", "gfp", "", "6.1", "gfp_t", "Flags as a hexadecimal number, of this kernel; with --by gfp."},
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "page_to_nid()", "Node of the blocks; with --by node."},
    wire::FieldInfo{"name", "zone", "", "6.1", "page_zonenum()", "Their zone; with --by zone."},
    wire::FieldInfo{"u64", "order", "order", "6.1", "mm_page_alloc", "Their order; with --by order."},
    wire::FieldInfo{"name", "migratetype", "", "6.1", "gfp_migratetype()", "What was asked for; with --by migratetype."},
    wire::FieldInfo{"u64", "count", "blocks", "6.1", "mm_page_alloc", "Blocks that were allocated."},
    wire::FieldInfo{"u64", "pages", "pages", "6.1", "mm_page_alloc", "Their pages."},
    wire::FieldInfo{"u64", "timed", "calls", "6.1", "__alloc_pages()", "With --latency: those that were timed; pages that come in bulk are not. Absent, as the times, where none was."},
}, bucket_time_fields), std::array{
    wire::FieldInfo{"names", "stack", "", "6.1", "/proc/kallsyms", "Functions of the kernel that led there, innermost first; with --by stack."},
    wire::FieldInfo{"names", "ustack", "", "6.1", "PERF_RECORD_MMAP2", "Functions of user space before that, innermost first, as far as frame pointers lead; a file's name in brackets where it has no symbol, and [lost] for a stack that had no room; with --by ustack, and absent where there is none: of kernel threads and interrupts."},
});

inline constexpr std::array trace_object_fields = {
    wire::FieldInfo{"name", "event", "", "6.1", "include/trace/events/kmem.h", "The tracepoint or function: kmalloc, kfree, kmem_cache_alloc, kmem_cache_free, percpu_alloc_percpu, percpu_free_percpu, vmalloc or vfree."},
    wire::FieldInfo{"text", "cache", "", "6.1", "kmem_cache.name", "Name of the slab cache; of kmem_cache events."},
    wire::FieldInfo{"u64", "size", "bytes", "6.1", "kmalloc", "What each was given; of kmalloc."},
    wire::FieldInfo{"u64", "count", "events", "6.1", "kmalloc", "Events, those that failed as well."},
    wire::FieldInfo{"u64", "failed", "events", "6.1", "kmalloc", "Those that got nothing; vmalloc does not tell."},
    wire::FieldInfo{"u64", "asked_bytes", "bytes", "6.1", "kmalloc", "What was asked for, all together; absent where nothing was."},
    wire::FieldInfo{"u64", "given_bytes", "bytes", "6.1", "kmalloc", "What was given, all together."},
};

inline constexpr std::array trace_block_fields = {
    wire::FieldInfo{"u64", "blocks", "blocks", "6.1", "mm_page_free", "Blocks that were allocated at one place and not freed while it was traced."},
    wire::FieldInfo{"u64", "pages", "pages", "6.1", "mm_page_free", "Their pages."},
    wire::FieldInfo{"u64", "oldest_ns", "ns", "6.1", "ktime_get_ns()", "Time since the first of them was allocated."},
    wire::FieldInfo{"names", "stack", "", "6.1", "/proc/kallsyms", "The place: functions of the kernel, innermost first; absent with --by ustack alone."},
    wire::FieldInfo{"names", "ustack", "", "6.1", "PERF_RECORD_MMAP2", "The place in user space; with --by ustack."},
};

inline constexpr std::array trace_loss_fields = {
    wire::FieldInfo{"text", "name", "", "6.1", "alloc.bpf.c", "What was lost: a map was full, stacks_cut (different stacks that are deeper than the kernel looks), mappings_lost (what processes mapped, or that one began), or missed_ and the program that could not run."},
    wire::FieldInfo{"u64", "count", "events", "6.1", "alloc.bpf.c", "How often."},
    wire::FieldInfo{"text", "meaning", "", "6.1", "alloc.bpf.c", "What it means for the other figures."},
};

inline constexpr std::array reconciled_fields = {
    wire::FieldInfo{"text", "what", "", "6.1", "bench_order, bench_place, bench_check", "The figure of the lab."},
    wire::FieldInfo{"text", "event", "", "6.1", "include/trace/events/kmem.h", "What tells of it from outside; empty: nothing does."},
    wire::FieldInfo{"u64", "lab", "", "6.1", "bench/result", "What the lab says, warm-up counted."},
    wire::FieldInfo{"u64", "traced", "", "6.1", "alloc.bpf.c", "What was counted of its threads' own calls; absent where nothing can be."},
    wire::FieldInfo{"name", "result", "", "6.1", "alloc.bpf.c", "equal, different or unseen."},
    wire::FieldInfo{"text", "why", "", "6.1", "alloc.bpf.c", "Why it cannot be seen."},
};

inline constexpr std::array explain_step_fields = {
    wire::FieldInfo{"u64", "call", "", "6.1", "explain.bpf.c", "Number of the call, from 0, by the time it began."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Process that made it."},
    wire::FieldInfo{"u64", "tid", "", "6.1", "task_struct.pid", "Thread that made it."},
    wire::FieldInfo{"u64", "depth", "", "6.1", "explain.bpf.c", "0 for the call itself, 1 for its steps, 2 for steps of these."},
    wire::FieldInfo{"u64", "at_ns", "ns", "6.1", "ktime_get_ns()", "Time since the call began."},
    wire::FieldInfo{"u64", "took_ns", "ns", "6.1", "ktime_get_ns()", "Time of the step, with that of probes in it; absent for a moment, and where no end was seen."},
    wire::FieldInfo{"text", "what", "", "6.1", "explain.bpf.c", "The step in words."},
    wire::FieldInfo{"text", "function", "", "6.1", "/proc/kallsyms", "Function of the kernel; absent for a tracepoint or a look at a zone."},
    wire::FieldInfo{"text", "served", "", "6.1", "mm_page_alloc_zone_locked", "Of a page allocation: where the block came from."},
};

inline constexpr std::array explain_sum_fields = {
    wire::FieldInfo{"text", "what", "", "6.1", "explain.bpf.c", "A step in words."},
    wire::FieldInfo{"text", "function", "", "6.1", "/proc/kallsyms", "Function of the kernel."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "explain.bpf.c", "How often it was seen to end."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them."},
    wire::FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "Time of the slowest."},
};
/* clang-format on */

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_TRACE_RECORDS_HPP
