/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What reclaim.bpf.c, fault.bpf.c, migrate.bpf.c and their loader agree on: events
 * by sort, with sums and times. Plain C, for both.
 */
#ifndef MMSCOPE_BPF_EVENTS_H
#define MMSCOPE_BPF_EVENTS_H

#include "counts.h"

/* Of a sort that has no such thing. */
#define MMS_NONE (-1)

/* No time belongs to it: it is a moment. */
#define MMS_NO_BUCKET 0xffff

/* No event has that number. */
#define MMS_NO_EVENT 0xffff

/* What is the same in all events that are one row. */
struct mms_event_sort {
	unsigned short what;	/* enum of the file's own events */
	unsigned short bucket;	/* of the latency, or MMS_NO_BUCKET */
	short nid;
	short other;		/* a zone's index, or the node that pages go to */
	int code;		/* order, status, reason: by the event */
	unsigned int flags;	/* by the event */
};

/* Where a faulting address lies. */
enum mms_place {
	MMS_PLACE_NONE,		/* of events that are no faults */
	MMS_PLACE_ANON,
	MMS_PLACE_HEAP,
	MMS_PLACE_STACK,
	MMS_PLACE_SPECIAL,	/* vdso, vvar, a device without a file */
	MMS_PLACE_FILE,
};

#define MMS_NAME_LEN 40

/* The same by process, and by mapping. */
struct mms_event_key {
	struct mms_event_sort sort;	/* MMS_NO_BUCKET */
	unsigned int tgid;
	unsigned int place;
	char comm[MMS_COMM_LEN];
	char name[MMS_NAME_LEN];	/* of the file; its last part, maybe cut */
};

/* Times of a process, by bucket. */
struct mms_process_time {
	unsigned short what;
	unsigned short bucket;
	unsigned int tgid;
	unsigned int flags;	/* of the sort, or 0: see TIMES_OF_FLAGS */
	char comm[MMS_COMM_LEN];
};

struct mms_event_sum {
	unsigned long long count;
	unsigned long long ns;
	unsigned long long max_ns;
	unsigned long long pages;
	unsigned long long more;	/* pages of another kind: scanned, failed */
};

/* What is not counted and no loss. */
enum mms_unpaired {
	MMS_ENDED_ONLY,		/* began before it was watched */
	MMS_UNPAIRED
};

enum mms_reclaim_event {
	MMS_KSWAPD_WAKE,	/* code: order */
	MMS_KSWAPD_SLEEP,
	MMS_BALANCE_PGDAT,
	MMS_WAKEUP_KSWAPD,	/* other: highest zone; code: order */
	MMS_ZONE_MARK,		/* other: zone; code: enum mms_mark */
	MMS_ZONE_CROSSED,	/* other: zone; code, flags: enum mms_mark before and after */
	MMS_DIRECT_RECLAIM,	/* code: order */
	MMS_MEMCG_RECLAIM,
	MMS_MEMCG_SOFTLIMIT,
	MMS_NODE_RECLAIM,	/* code: order */
	MMS_THROTTLED,		/* code: enum vmscan_throttle_state */
	MMS_SHRINK_INACTIVE,	/* code: enum mms_reclaimer; flags: of files */
	MMS_COMPACTION,		/* other: zone; code: status; flags: enum migrate_mode */
	MMS_TRY_TO_COMPACT,	/* code: order */
	MMS_KCOMPACTD_WAKE,	/* code: order */
	MMS_KCOMPACTD_SLEEP,
	MMS_WAKEUP_KCOMPACTD,	/* code: order */
	MMS_OUT_OF_MEMORY,	/* code: 1 within a memory cgroup */
	MMS_OOM_VICTIM,
	MMS_RECLAIM_EVENTS
};

/* Free pages of a zone beside its watermarks. */
enum mms_mark { MMS_BELOW_MIN, MMS_BELOW_LOW, MMS_BELOW_HIGH, MMS_ABOVE_HIGH, MMS_MARKS };

enum mms_reclaimer { MMS_BY_KSWAPD, MMS_BY_DIRECT, MMS_BY_MEMCG, MMS_BY_OTHER, MMS_RECLAIMERS };

enum mms_fault_event {
	MMS_FAULT,		/* code: enum mms_entry; flags: MMS_FAULT_ */
	MMS_EXCEPTION_USER,
	MMS_EXCEPTION_KERNEL,
	MMS_FAULT_EVENTS
};

/* What the page table had where the fault was, as it began. */
enum mms_entry {
	MMS_ENTRY_NONE,
	MMS_ENTRY_READ_ONLY,	/* and it was written to */
	MMS_ENTRY_PRESENT,	/* and it allowed that: another was faster */
	MMS_ENTRY_SWAP,
	MMS_ENTRY_PROTNONE,
	MMS_ENTRY_SPECIAL,	/* being migrated, on a device, poisoned, a marker */
	MMS_ENTRIES
};

enum mms_fault_flag {
	MMS_FAULT_WRITE = 1 << 0,
	MMS_FAULT_EXEC = 1 << 1,
	MMS_FAULT_USER = 1 << 2,	/* an instruction of user space */
	MMS_FAULT_GUP = 1 << 3,		/* no instruction: get_user_pages() */
	MMS_FAULT_MAJOR = 1 << 4,
	MMS_FAULT_RETRY = 1 << 5,
	MMS_FAULT_ERROR = 1 << 6,
	MMS_FAULT_HUGE = 1 << 7,	/* a pmd or pud maps it in the end */
	MMS_FAULT_MOVED = 1 << 8,	/* another page is mapped than before */
	MMS_FAULT_FILE = 1 << 9,
	MMS_FAULT_SHMEM = 1 << 10,
	MMS_FAULT_HUGETLB = 1 << 11,
	MMS_FAULT_SHARED = 1 << 12,	/* VM_SHARED */
	MMS_FAULT_SPECIAL = 1 << 13,	/* vdso, vvar: no file, and not anonymous */
};

enum mms_migrate_event {
	MMS_MIGRATE_FOLIO,	/* from nid to other; code: 0 or errno; flags: reason */
	MMS_MIGRATE_CALL,	/* code: enum migrate_mode; flags: reason */
	MMS_MIGRATE_SUMS,	/* the same, of mm_migrate_pages: pages and more */
	MMS_MIGRATE_EVENTS
};

#define MMS_NO_REASON 0xff

#endif /* MMSCOPE_BPF_EVENTS_H */
