/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What alloc.bpf.c and its loader agree on: how counters are numbered, what can be
 * asked for, and every way in which an event can go missing. Plain C, for both.
 */
#ifndef MMSCOPE_BPF_COUNTS_H
#define MMSCOPE_BPF_COUNTS_H

/* Tracepoints about pages, in the order of the counters. */
enum mms_page_event {
	MMS_PAGE_ALLOC,		/* mm_page_alloc: a block was handed out */
	MMS_PAGE_FREE,		/* mm_page_free: a block was given back */
	MMS_PAGE_ZONE_LOCKED,	/* mm_page_alloc_zone_locked: taken from the buddy lists */
	MMS_PAGE_PCPU_DRAIN,	/* mm_page_pcpu_drain: a pcp list gave it back to them */
	MMS_PAGE_EXTFRAG,	/* mm_page_alloc_extfrag: from another migratetype's block */
	MMS_PAGE_EVENTS
};

/* Those about objects. */
enum mms_object_event {
	MMS_KMALLOC,
	MMS_KFREE,
	MMS_CACHE_ALLOC,
	MMS_CACHE_FREE,
	MMS_PERCPU_ALLOC,
	MMS_PERCPU_FREE,
	MMS_VMALLOC,
	MMS_VFREE,
	MMS_OBJECT_EVENTS
};

/* Where each node and zone stand in page->flags, and how many there are of all. */
struct mms_layout {
	unsigned int nodes_pgshift;
	unsigned int nodes_mask;
	unsigned int zones_pgshift;
	unsigned int zones_mask;
	unsigned int nodes;	/* highest nid that can be online, and one */
	unsigned int zones;
	unsigned int orders;
	unsigned int migratetypes;
};

/* What tells one group of events from another. */
enum mms_group {
	MMS_BY_PROCESS = 1 << 0,
	MMS_BY_GFP = 1 << 1,
	MMS_BY_STACK = 1 << 2,
	MMS_BY_BLOCK = 1 << 3,	/* node, zone, order, migratetype: groups have them anyway */
	MMS_BY_USTACK = 1 << 4,
};

#define MMS_COMM_LEN 16
#define MMS_STACK_LOST (-2)
#define MMS_ALL (~0u)

struct mms_asked {
	unsigned int by;	/* enum mms_group */
	unsigned int latency;	/* not 0: time each allocation */
	unsigned int followed;	/* not 0: only tasks in the map `followed`, and their children */
	unsigned int thread_only;	/* not 0: not what interrupts them */
	unsigned int frees;		/* not 0: group what is freed as well */
	unsigned int by_site;		/* not 0: tell objects apart by who asked for them */
	unsigned int outstanding;	/* not 0: remember each block until it is freed */
	unsigned int node;	/* MMS_ALL or one */
	unsigned int order;	/* the same */
	unsigned int comm_len;	/* 0: all; else as many characters of comm[] must agree */
	char comm[MMS_COMM_LEN];
};

struct mms_group_key {
	unsigned int tgid;
	unsigned int gfp;
	int stack;		/* in the kernel; -1: not asked for, or lost */
	int ustack;		/* in user space; -1: not asked for, or none; or MMS_STACK_LOST */
	unsigned short event;	/* enum mms_page_event */
	unsigned char node;
	unsigned char zone;
	unsigned char order;
	unsigned char migratetype;
	unsigned short bucket;	/* of the latency, in group_times; else 0 */
	char comm[MMS_COMM_LEN];
};

/* A block that was allocated and not yet freed, by the address of its page. */
struct mms_block {
	int stack;		/* as in a group's key */
	int ustack;
	unsigned int tgid;
	unsigned short node;
	unsigned short order;
	unsigned long long since_ns;	/* ktime_get_ns() */
};

struct mms_cache_key {
	unsigned long long cache;	/* address of the kmem_cache: never leaves the tool */
	unsigned long long site;	/* address that the call returns to, or 0 */
	unsigned int event;		/* enum mms_object_event */
	unsigned int zero;
};

struct mms_object_count {
	unsigned long long count;
	unsigned long long asked_bytes;
	unsigned long long given_bytes;
	unsigned long long failed;
	char name[32];
};

/* Every way to lose something, counted where it happens. */
enum mms_loss {
	MMS_LOSS_GROUPS_FULL,	/* an event had no place in the map of groups */
	MMS_LOSS_STACKS_FULL,	/* a stack had none, or met another of its hash */
	MMS_LOSS_STARTS_FULL,	/* an allocation could not be timed */
	MMS_LOSS_CACHES_FULL,	/* a slab cache had no place */
	MMS_LOSS_FOLLOWED_FULL,	/* a child could not be followed */
	MMS_LOSS_BLOCKS_FULL,	/* a block could not be remembered */
	MMS_LOSS_EVENTS_FULL,	/* an event had no place in the ring buffer */
	MMS_LOSS_TIMES_FULL,	/* a time had no place among those of groups, or of processes */
	MMS_LOSS_RANGE,		/* node, zone, order or migratetype beyond what BTF says */
	MMS_LOSSES
};

/* What could not be matched, which is no loss but has to be known. */
enum mms_match {
	MMS_FREED_UNKNOWN,	/* freed, and not seen when it was allocated */
	MMS_FREED_OTHER_ORDER,	/* freed in pieces, or as part of another block */
	MMS_MATCHES
};

/*
 * Latency: 8 buckets for each power of two, so each is at most 12.5 % wide; the
 * last one holds all from 2^35 ns (34 s) on.
 */
#define MMS_LATENCY_SUB_BITS 3
#define MMS_LATENCY_SUB (1 << MMS_LATENCY_SUB_BITS)
#define MMS_LATENCY_BUCKETS (33 * MMS_LATENCY_SUB)

#endif /* MMSCOPE_BPF_COUNTS_H */
