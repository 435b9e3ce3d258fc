/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What explain.bpf.c and its loader agree on: the events that make a timeline.
 * Plain C, for both.
 */
#ifndef MMSCOPE_BPF_STEPS_H
#define MMSCOPE_BPF_STEPS_H

enum mms_step_kind {
	MMS_STEP_ENTER,		/* a function was called */
	MMS_STEP_EXIT,		/* it returned */
	MMS_STEP_ZONES,		/* zones that an allocation may come from, in order */
	MMS_STEP_PAGE,		/* a tracepoint about a page */
};

/* What a probe's cookie says: the number of the step, and these. */
#define MMS_STEP_MASK 0xffffULL
#define MMS_STEP_ROOT (1ULL << 16)	/* the call that is explained: all begins there */
#define MMS_STEP_SYSCALL (1ULL << 17)	/* its first argument points to registers */
#define MMS_STEP_FREELIST (1ULL << 18)	/* get_page_from_freelist(): zones are looked at */

#define MMS_STEP_ARGS 4
#define MMS_STEP_ZONES_MAX 8

/* A zone as the page allocator finds it. Numbers are pages. */
struct mms_zone_look {
	int nid;
	unsigned int zone_idx;
	long long free;		/* NR_FREE_PAGES, without what CPUs have not folded in */
	unsigned long long mark;	/* the watermark that counts, with its boost */
	long long reserve;	/* lowmem_reserve[] against requests like this */
};

struct mms_step {
	unsigned long long ns;	/* ktime_get_ns() */
	unsigned int tid;
	unsigned int tgid;
	unsigned short step;	/* of MMS_STEP_PAGE: enum mms_page_event */
	unsigned short kind;	/* enum mms_step_kind */
	unsigned int nr_zones;	/* of MMS_STEP_ZONES */
	/* Arguments; of EXIT the result; of PAGE flags, order and migratetype; of ZONES
	 * gfp, order and alloc_flags.
	 */
	unsigned long long args[MMS_STEP_ARGS];
};

struct mms_zones_step {
	struct mms_step step;
	struct mms_zone_look zones[MMS_STEP_ZONES_MAX];
};

#endif /* MMSCOPE_BPF_STEPS_H */
