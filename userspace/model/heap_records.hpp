// SPDX-License-Identifier: GPL-2.0
// The records of `mmscope trace heap`, for own_records.cpp.
#ifndef MMSCOPE_MODEL_HEAP_RECORDS_HPP
#define MMSCOPE_MODEL_HEAP_RECORDS_HPP

#include <array>

#include "wire/schema.hpp"

namespace mmscope::model {

// One field, one line, as in fields.h.
/* clang-format off */
inline constexpr std::array trace_heap_call_fields = {
    wire::FieldInfo{"text", "call", "", "6.1", "heap.bpf.c", "Kind of call: brk_grow, brk_shrink, brk_query (not moved), mmap_anon, mmap_reserve (anonymous, PROT_NONE), mmap_file, munmap, mremap_grow, mremap_shrink, mremap_move (same size), mprotect, madvise_ and the advice; or of fault, from user mode: fault_minor_anon, fault_minor_file, fault_major_anon, fault_major_file; fault_kernel (taken by the kernel: copies, mlock, MAP_POPULATE)."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "heap.bpf.c", "How often, failures counted. Faults are those that getrusage() counts."},
    wire::FieldInfo{"u64", "failed", "calls", "6.1", "heap.bpf.c", "Of them, calls that returned an error; of brk, that left the break where it was."},
    wire::FieldInfo{"u64", "bytes", "bytes", "6.1", "heap.bpf.c", "Memory that they were about: whole pages, of mremap the difference, of brk how far the break moved; absent for faults."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them."},
    wire::FieldInfo{"u64", "p50_ns", "ns", "6.1", "ktime_get_ns()", "Time that half of them did not exceed; buckets are at most 12.5 % wide, and this is the end of one."},
    wire::FieldInfo{"u64", "p90_ns", "ns", "6.1", "ktime_get_ns()", "Time that 90 % did not exceed."},
    wire::FieldInfo{"u64", "p99_ns", "ns", "6.1", "ktime_get_ns()", "Time that 99 % did not exceed."},
    wire::FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "End of the bucket of the slowest one."},
};

inline constexpr std::array trace_heap_process_fields = {
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "The command, or a process that it made."},
    wire::FieldInfo{"u64", "parent_pid", "", "6.1", "task_struct.tgid", "Process that made it."},
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Its name, at the end; empty: there was no room for it."},
    wire::FieldInfo{"u64", "ended", "", "6.1", "do_exit()", "1 if its end was seen."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "heap.bpf.c", "Calls of all kinds, without faults."},
    wire::FieldInfo{"u64", "calls_ns", "ns", "6.1", "ktime_get_ns()", "Their time."},
    wire::FieldInfo{"u64", "faults", "faults", "6.1", "handle_mm_fault()", "Page faults of all kinds."},
    wire::FieldInfo{"u64", "faults_ns", "ns", "6.1", "ktime_get_ns()", "Their time, with waiting for a disk."},
    wire::FieldInfo{"u64", "peak_anon_bytes", "bytes", "6.1", "mm_struct.rss_stat[MM_ANONPAGES]", "Most anonymous memory in RAM, as seen before each call that may give some back, and at the end; what swap took meanwhile may hide more."},
    wire::FieldInfo{"u64", "peak_mapped_bytes", "bytes", "6.1", "mm_struct.hiwater_vm", "Most address space: VmPeak."},
};

inline constexpr std::array trace_heap_process_call_fields = {
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "The process."},
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Its name."},
    wire::FieldInfo{"text", "call", "", "6.1", "heap.bpf.c", "Kind of call or fault, as in trace_heap_call."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "heap.bpf.c", "How often, failures counted."},
    wire::FieldInfo{"u64", "failed", "calls", "6.1", "heap.bpf.c", "Of them, those that failed."},
    wire::FieldInfo{"u64", "bytes", "bytes", "6.1", "heap.bpf.c", "Memory that they were about; absent for faults."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them."},
};

inline constexpr std::array trace_heap_figure_fields = {
    wire::FieldInfo{"text", "figure", "", "6.1", "heap.bpf.c", "A kind of call and calls or bytes; peak_anon_bytes and peak_mapped_bytes (of the process with most); calls, calls_ns, faults, faults_ns (all kinds); elapsed_ns."},
    wire::FieldInfo{"text", "unit", "", "6.1", "heap.bpf.c", "calls, bytes or ns."},
    wire::FieldInfo{"text", "allocator", "", "6.1", "LD_PRELOAD", "Under which allocator."},
    wire::FieldInfo{"u64", "runs", "", "6.1", "the tool", "How often the command ran under it."},
    wire::FieldInfo{"u64", "least", "", "6.1", "the tool", "Least of these runs."},
    wire::FieldInfo{"u64", "median", "", "6.1", "the tool", "The one in the middle; of two the greater one."},
    wire::FieldInfo{"u64", "most", "", "6.1", "the tool", "Most of them."},
    wire::FieldInfo{"text", "to_first", "", "6.1", "the tool", "less or more than the first allocator's in every run, equal in all runs, overlap where the runs of both do."},
};

inline constexpr std::array trace_heap_run_fields = {
    wire::FieldInfo{"text", "allocator", "", "6.1", "LD_PRELOAD", "Under which allocator the command ran."},
    wire::FieldInfo{"text", "library", "", "6.1", "LD_PRELOAD", "Path of the library; empty: the command's own allocator."},
    wire::FieldInfo{"u64", "run", "", "6.1", "the tool", "Number of the run under it, from 0."},
    wire::FieldInfo{"u64", "elapsed_ns", "ns", "6.1", "the tool", "Time from begin to end."},
    wire::FieldInfo{"u64", "processes", "", "6.1", "sched_process_fork", "Processes that ran."},
    wire::FieldInfo{"u64", "with_library", "", "6.1", "mmap()", "Of them, those that mapped the library."},
    wire::FieldInfo{"text", "ending", "", "6.1", "wait()", "How the command ended."},
};
/* clang-format on */

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_HEAP_RECORDS_HPP
