// SPDX-License-Identifier: GPL-2.0
// The records of `mmscope trace reclaim`, `fault` and `migrate`, for own_records.cpp.
#ifndef MMSCOPE_MODEL_EVENT_RECORDS_HPP
#define MMSCOPE_MODEL_EVENT_RECORDS_HPP

#include <array>

#include "model/time_records.hpp"
#include "wire/schema.hpp"

namespace mmscope::model {

// One field, one line, as in fields.h.
/* clang-format off */
inline constexpr auto reclaim_event_fields = joined(std::array{
    wire::FieldInfo{"name", "event", "", "6.1", "include/trace/events/vmscan.h, compaction.h", "The tracepoint, without mm_vmscan_ and mm_compaction_ and of two that begin and end the name of both; or the function: balance_pgdat (a run of kswapd), try_to_compact_pages (direct compaction), out_of_memory, mark_victim (oom); or watermark: wakeup_kswapd() was called for a zone that an allocation found short; or watermark_crossed: the zone was found on another side of a watermark than when it was looked at before, which is at these calls and when kswapd begins and ends."},
    wire::FieldInfo{"u64", "nid", "nid", "6.1", "pgdat.node_id", "Node, where the event tells it."},
    wire::FieldInfo{"name", "zone", "", "6.1", "zone_idx()", "Zone; of wakeup_kswapd the highest that was asked for."},
    wire::FieldInfo{"u64", "order", "order", "6.1", "order", "Order of the request behind it; of kswapd and kcompactd what they work for."},
    wire::FieldInfo{"text", "detail", "", "6.1", "reclaim.bpf.c", "watermark: where the zone's free pages were (below min, below low, below high, above high, each with the boost). watermark_crossed: where they had been, for the time that is told, and where they are. lru_shrink_inactive: who reclaimed (kswapd, direct, memcg, other) and what. compaction: mode and result. throttled: reason. out_of_memory: memory cgroup or machine."},
    wire::FieldInfo{"u64", "count", "events", "6.1", "reclaim.bpf.c", "Events of that sort."},
    wire::FieldInfo{"u64", "scanned_pages", "pages", "6.1", "nr_scanned, total_migrate_scanned", "Pages that were looked at; of lru_shrink_inactive and compaction."},
    wire::FieldInfo{"u64", "reclaimed_pages", "pages", "6.1", "nr_reclaimed", "Pages that it got back; of direct reclaim with those of slab."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr auto reclaim_process_fields = joined(std::array{
    wire::FieldInfo{"name", "event", "", "6.1", "include/trace/events/vmscan.h, compaction.h", "As in reclaim_event."},
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Name of the task that did it or had to wait; of mark_victim that of the victim."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Its process."},
    wire::FieldInfo{"u64", "count", "events", "6.1", "reclaim.bpf.c", "Events."},
    wire::FieldInfo{"u64", "reclaimed_pages", "pages", "6.1", "nr_reclaimed", "Pages that it got back."},
    wire::FieldInfo{"u64", "timed", "events", "6.1", "ktime_get_ns()", "Events that the percentiles are of: all, where neither times_full nor processes_full is among the losses; absent, as the percentiles, of none."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr auto fault_kind_fields = joined(std::array{
    wire::FieldInfo{"name", "kind", "", "6.1", "fault.bpf.c", "What the page table had there: nothing yet (anon, file, shmem, hugetlb; file-cow: of a private mapping of a file that is written to at once), a page that is written to and may not be (cow: copied; reuse: made writable; mkwrite: of a shared mapping; read-only: it did not end well), an entry of swap, numa (protected for NUMA balancing), special (being migrated, on a device, poisoned, a marker; and all faults on vdso and vvar), or a page that is there already (present)."},
    wire::FieldInfo{"name", "outcome", "", "6.1", "enum vm_fault_reason", "minor or major, as the kernel counts them for the task; retry: it has to be tried again and is no fault of its own; failed: signal or no memory."},
    wire::FieldInfo{"name", "access", "", "6.1", "enum fault_flag", "read, write or exec."},
    wire::FieldInfo{"name", "size", "", "6.1", "pgtable.h", "huge where a pmd or pud maps it in the end, else page."},
    wire::FieldInfo{"name", "asked_by", "", "6.1", "handle_mm_fault()", "user: an instruction of user space; kernel: one of the kernel; gup: none, but get_user_pages() and the like (mlock, MAP_POPULATE)."},
    wire::FieldInfo{"u64", "count", "faults", "6.1", "handle_mm_fault()", "Faults of that sort."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr std::array fault_mapping_fields = {
    wire::FieldInfo{"text", "mapping", "", "6.1", "vm_area_struct.vm_file", "Last part of the file's name, cut at 39 characters, or [anon], [heap], [stack], [special]."},
    wire::FieldInfo{"name", "kind", "", "6.1", "fault.bpf.c", "As in fault_kind."},
    wire::FieldInfo{"name", "outcome", "", "6.1", "enum vm_fault_reason", "As in fault_kind."},
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Name of the task."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Its process."},
    wire::FieldInfo{"u64", "count", "faults", "6.1", "handle_mm_fault()", "Faults."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them in handle_mm_fault()."},
    wire::FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "Time of the slowest."},
};

inline constexpr auto fault_process_fields = joined(std::array{
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Name of the task."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Its process."},
    wire::FieldInfo{"u64", "minor", "faults", "6.1", "enum vm_fault_reason", "Faults that needed no I/O."},
    wire::FieldInfo{"u64", "major", "faults", "6.1", "enum vm_fault_reason", "Faults that waited for I/O."},
    wire::FieldInfo{"u64", "others", "faults", "6.1", "enum vm_fault_reason", "Those that have to be tried again, or failed."},
    wire::FieldInfo{"u64", "timed", "events", "6.1", "ktime_get_ns()", "Events that the percentiles are of: all, where neither times_full nor processes_full is among the losses; absent, as the percentiles, of none."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them in handle_mm_fault()."},
}, exact_time_fields);

inline constexpr auto migrate_pair_fields = joined(std::array{
    wire::FieldInfo{"u64", "from_nid", "nid", "6.1", "folio_nid()", "Node that the folios were on."},
    wire::FieldInfo{"u64", "to_nid", "nid", "6.1", "folio_nid()", "Node that they were to go to; the same where they are moved within a node."},
    wire::FieldInfo{"text", "reason", "", "6.1", "enum migrate_reason", "Why, without MR_; empty: no call of migrate_pages() was seen to begin."},
    wire::FieldInfo{"name", "result", "", "6.1", "move_to_new_folio()", "moved, or why not, as EAGAIN, which is tried again."},
    wire::FieldInfo{"u64", "folios", "folios", "6.1", "move_to_new_folio()", "Folios."},
    wire::FieldInfo{"u64", "pages", "pages", "6.1", "folio_nr_pages()", "Their pages."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr auto migrate_call_fields = joined(std::array{
    wire::FieldInfo{"text", "reason", "", "6.1", "enum migrate_reason", "Why, as in migrate_pair."},
    wire::FieldInfo{"name", "mode", "", "6.1", "enum migrate_mode", "How long it may wait: async, sync-light, sync, sync-no-copy."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "migrate_pages()", "Calls that ended."},
    wire::FieldInfo{"u64", "pages_moved", "pages", "6.1", "mm_migrate_pages", "Pages that it counts as migrated, those with them that nobody used any more."},
    wire::FieldInfo{"u64", "pages_failed", "pages", "6.1", "mm_migrate_pages", "Pages that it counts as failed."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr auto migrate_process_fields = joined(std::array{
    wire::FieldInfo{"text", "comm", "", "6.1", "task_struct.comm", "Name of the task that called migrate_pages(), be the memory its own or not."},
    wire::FieldInfo{"u64", "pid", "", "6.1", "task_struct.tgid", "Its process."},
    wire::FieldInfo{"text", "reason", "", "6.1", "enum migrate_reason", "Why, as in migrate_pair."},
    wire::FieldInfo{"u64", "calls", "calls", "6.1", "migrate_pages()", "Calls that ended."},
    wire::FieldInfo{"u64", "pages_moved", "pages", "6.1", "mm_migrate_pages", "As in migrate_call."},
    wire::FieldInfo{"u64", "pages_failed", "pages", "6.1", "mm_migrate_pages", "As in migrate_call."},
    wire::FieldInfo{"u64", "timed", "events", "6.1", "ktime_get_ns()", "Events that the percentiles are of: all, where neither times_full nor processes_full is among the losses; absent, as the percentiles, of none."},
    wire::FieldInfo{"u64", "total_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them; absent, as the other times, of what takes none."},
}, exact_time_fields);

inline constexpr std::array vmstat_change_fields = {
    wire::FieldInfo{"text", "name", "", "6.1", "/proc/vmstat", "Name of the counter."},
    wire::FieldInfo{"u64", "count", "", "6.1", "/proc/vmstat", "By how much it grew in that time, for all tasks and whatever the filters."},
};
/* clang-format on */

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_EVENT_RECORDS_HPP
