/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The border between the kernel (C, module/shim/) and the core (C++,
 * module/core/). Downcalls are named mms_<kernel function> and hold no logic;
 * kernel handles are the kernel's own incomplete types. No linux header is
 * included here, so that the core and its host tests can see it all.
 *
 * Shim files include this header before any linux one: some wire keys are the
 * names of kernel macros (pageblock_order). Members of such a name are set by
 * the core, from a downcall.
 *
 * Unless a comment says otherwise: call from process context, may sleep, needs
 * no lock, borrows its pointers for the length of the call. Handles of nodes
 * and zones stay valid for good: the kernel never frees a pg_data_t that was
 * online once.
 */
#ifndef MMS_SHIM_H
#define MMS_SHIM_H

#include "../wire/page.h"
#include "../wire/pgtable.h"
#include "../wire/records.h"
#include "../wire/version.h"
#include "lab.h"

struct pglist_data;
struct zone;

/* Upper bounds of what a kernel may have; the shim refuses to build past them. */
#define MMS_MAX_MIGRATETYPES 8
#define MMS_MAX_PCP_LISTS 32

/* enum node_states, by name. */
enum mms_node_state { MMS_NODE_POSSIBLE, MMS_NODE_ONLINE };

/* Index into pg_data_t.node_zonelists[]. */
enum mms_zonelist { MMS_ZONELIST_FALLBACK, MMS_ZONELIST_NOFALLBACK };

/* State of a subsection's pfns, or of a whole section. */
enum mms_section_state { MMS_SECTION_HOLE, MMS_SECTION_OFFLINE, MMS_SECTION_ONLINE };

enum mms_address { MMS_ADDR_PAGE_OFFSET, MMS_ADDR_VMALLOC_START, MMS_ADDR_VMEMMAP };

/* What one hold of zone->lock saw of one order. */
struct mms_free_counts {
	mms_u64 nr_free;			/* free_area.nr_free, blocks */
	mms_u64 blocks[MMS_MAX_MIGRATETYPES];	/* blocks on each free list */
	mms_u64 bounded;			/* bit m: list m reached the bound */
};

/* What one hold of a pcp lock saw. */
struct mms_pcp_counts {
	mms_u64 blocks[MMS_MAX_PCP_LISTS];	/* blocks on each list */
	mms_u64 bounded;			/* bit i: list i reached the bound */
};

/* Order of the largest compound page that is believed: 1 GiB of 4 KiB pages. */
#define MMS_MAX_COMPOUND_ORDER 18

/* Runs that one mms_pages_read() can return. */
#define MMS_MAX_PAGE_RUNS 32

/*
 * Blocks of pages that follow each other and do not differ in anything told
 * here. Everything comes from copies of struct page: nothing in it is followed.
 */
struct mms_page_run {
	mms_u64 pfn;		/* first page */
	mms_u64 nr_pages;	/* all of them */
	mms_u64 flags;		/* MMS_PG() of each block's first page */
	mms_u32 order;		/* each block is of 2^order pages */
	mms_s32 refcount;	/* of each block's first page */
	mms_s32 mapcount;	/* page: times mapped; compound: times mapped whole */
	mms_s32 nid;
	mms_u32 zone_idx;
};

struct mms_page_batch {
	mms_u64 next_pfn;	/* first pfn that no run covers */
	mms_u64 nr_read;	/* struct pages that were read for it */
	mms_u32 nr_runs;
	struct mms_page_run runs[MMS_MAX_PAGE_RUNS];
};

/* One entry that a walk through the page tables came by. */
struct mms_pgtable_step {
	mms_u64 value;
	mms_u64 flags;		/* MMS_PTE() */
	mms_u64 table_pfn;	/* page that holds the table */
	mms_u32 level;		/* enum mms_pgtable_level */
	mms_u32 index;
};

/* Members that say nothing hold MMS_ABSENT_U64. */
struct mms_pgtable_walk {
	struct mms_pgtable_step steps[MMS_NR_PGTABLE_LEVELS];
	mms_u32 nr_steps;
	mms_u32 end;		/* enum mms_walk_end */
	mms_u64 entry_bytes;	/* what the last entry stands for */
	mms_u64 pfn;		/* page that the address is mapped to, or was */
	mms_u64 swap_type;
	mms_u64 swap_offset;
	mms_u64 vma_start;
	mms_u64 vma_end;	/* 0 where no VMA was looked for or found */
	char vma_flags[8];	/* "rwxp" as in /proc/PID/maps */
};

/* Runs that one mms_vmalloc_read() can return. */
#define MMS_MAX_VMALLOC_RUNS 32

/* Addresses that follow each other, mapped to page frames that do so too. */
struct mms_vmalloc_run {
	mms_u64 addr;
	mms_u64 pfn;
	mms_u64 nr_pages;
	mms_s32 nid;		/* -1 where no online memory is mapped, as by ioremap() */
	mms_u32 level;		/* of the entries, all alike: enum mms_pgtable_level */
};

struct mms_vmalloc_batch {
	mms_u64 next_addr;	/* nothing else is mapped before it */
	mms_u32 nr_runs;
	mms_u32 raced;		/* a table was gone: nothing is known of what it stood for */
	struct mms_vmalloc_run runs[MMS_MAX_VMALLOC_RUNS];
};

/* What the core makes of a walk over all nodes; see mms_run_on_nodes(). */
struct mms_node_walk;

#ifdef __cplusplus
extern "C" {
#endif

/* -- memory.c ------------------------------------------------------------ */

/* Fails with NULL rather than kill anything or warn. */
void *mms_kvmalloc(mms_size size);
void mms_kvfree(const void *memory);

/* -- clock.c, sched.c ---------------------------------------------------- */

mms_u64 mms_ktime_get_ns(void);
void mms_cond_resched(void);
/* True where the caller should give up: somebody wants to end it. */
int mms_signal_pending(void);
void mms_cpus_read_lock(void);
void mms_cpus_read_unlock(void);

/* The CPU after @cpu (-1: the first); >= mms_nr_cpu_ids() at the end. The set
 * is stable only under mms_cpus_read_lock().
 */
int mms_next_online_cpu(int cpu);
int mms_nr_cpu_ids(void);

/* -- info.c -------------------------------------------------------------- */

const char *mms_utsname_release(void);
mms_u64 mms_page_size(void);
const char *mms_built_for(void);
void mms_info_read(struct mms_wire_info *info);
mms_u64 mms_free_list_bound(void);

/* Both print a kernel CPU list ("0-3,8") and return its full length, which may
 * be >= @size (then it was cut), or a negative errno.
 */
int mms_cpus_online_print(char *buf, mms_size size);
int mms_node_cpus_print(int nid, char *buf, mms_size size);

/* -- node.c -------------------------------------------------------------- */

/* The node after @nid (-1: the first); >= mms_nr_node_ids() at the end. */
int mms_next_node(int nid, enum mms_node_state state);
int mms_nr_node_ids(void);
/* NULL where the node has no pg_data_t. */
struct pglist_data *mms_node_data(int nid);
int mms_node_distance(int from, int to);
void mms_node_read(struct pglist_data *pgdat, struct mms_wire_node *node);

/* -- zone.c -------------------------------------------------------------- */

unsigned int mms_max_nr_zones(void);
/* @idx < mms_max_nr_zones() */
struct zone *mms_node_zone(struct pglist_data *pgdat, unsigned int idx);
int mms_populated_zone(const struct zone *zone);
int mms_zone_to_nid(const struct zone *zone);
unsigned int mms_zone_idx(const struct zone *zone);
const char *mms_zone_name(const struct zone *zone);
void mms_zone_read(struct zone *zone, struct mms_wire_zone *out);
/* @idx < mms_max_nr_zones(); pages */
mms_u64 mms_zone_lowmem_reserve(const struct zone *zone, unsigned int idx);

/* -- zonelist.c ---------------------------------------------------------- */

/* 1 (fallback only) or 2: a kernel without NUMA has no nofallback list. */
unsigned int mms_nr_zonelists(void);
/* The zone at place @pos; NULL at the end of the list. */
struct zone *mms_zonelist_zone(struct pglist_data *pgdat, enum mms_zonelist list, unsigned int pos);

/* -- vmstat.c ------------------------------------------------------------ */

void mms_zone_stat_read(struct zone *zone, struct mms_wire_zone *out);
void mms_node_stat_read(struct pglist_data *pgdat, struct mms_wire_node *out);

/* -- free_area.c --------------------------------------------------------- */

unsigned int mms_nr_page_orders(void);
unsigned int mms_nr_migratetypes(void);
const char *mms_migratetype_name(unsigned int migratetype);
/*
 * Counts the free lists of @order under one hold of zone->lock, at most @bound
 * blocks of each. The zone must be populated: the lists of another one are not
 * even initialised.
 */
void mms_free_area_read(struct zone *zone, unsigned int order, mms_u64 bound,
			struct mms_free_counts *out);

/* -- pcp.c --------------------------------------------------------------- */

unsigned int mms_nr_pcp_lists(void);
unsigned int mms_pcp_list_order(unsigned int list);
const char *mms_pcp_list_migratetype(unsigned int list);
/* The zone must be populated and @cpu online under mms_cpus_read_lock(). */
void mms_pcp_read(struct zone *zone, int cpu, mms_u64 bound, struct mms_wire_pcp *pcp,
		  struct mms_pcp_counts *counts);

/* -- model.c ------------------------------------------------------------- */

void mms_model_read(struct mms_wire_model *model);
unsigned int mms_pageblock_order(void);
/* Prints with %pK; returns the full length as snprintf() does. */
int mms_address_print(enum mms_address address, char *buf, mms_size size);
/* 0 where the memory model has no sections. */
mms_u64 mms_pages_per_section(void);
mms_u64 mms_pages_per_subsection(void);
enum mms_section_state mms_section_nr_state(mms_u64 section);
/* State of the subsection that holds @pfn, for a section that is no hole. */
enum mms_section_state mms_subsection_state(mms_u64 pfn);

/* -- debugfs.c ----------------------------------------------------------- */

/* What last_error holds from now on: @file and the reason, which is no C string. */
void mms_last_error_set(const char *file, const char *reason, mms_size length);

/* -- page.c -------------------------------------------------------------- */

/*
 * Copies what can be told of the pages in [@pfn, @end), which must lie within
 * one subsection. A block that starts there is told whole: the last run and
 * next_pfn may reach beyond @end. Stops early when the runs are used up.
 * Returns 0, or -ENXIO where the pages are not online (nothing is written).
 */
int mms_pages_read(mms_u64 pfn, mms_u64 end, struct mms_page_batch *out);
/*
 * Index into mms_migratetype_name() of the pageblock that holds @pfn; the page
 * must be online, or have been just now. mms_nr_migratetypes() where it is none
 * that the kernel names.
 */
unsigned int mms_pageblock_migratetype(mms_u64 pfn);
/*
 * Where struct page of the pfns from @pfn on lies, which must start a section:
 * @nr_pages pages from pfn @first on hold it, up to but not including the pfn
 * that is returned. *@nr_pages is 0 where there is no memmap.
 */
mms_u64 mms_memmap_run(mms_u64 pfn, mms_u64 end, mms_u64 *first, mms_u64 *nr_pages);

/* -- memmap.c ------------------------------------------------------------ */

/*
 * Reads every word of the struct pages of [@pfn, @end), which must lie within
 * one subsection, in order, and adds them to *@sum: for the time that it takes.
 * The sum is made of pointers as well and must stay in the kernel. Returns 0,
 * or -ENXIO where the pages are not online (nothing is read).
 */
int mms_memmap_read(mms_u64 pfn, mms_u64 end, mms_u64 *sum);

/* -- pgtable.c ----------------------------------------------------------- */

/* Without page tables that it knows, all is MMS_AREA_UNUSED. */
enum mms_address_area mms_area_of(mms_u64 addr);
/*
 * Walks the page tables of process @pid, in the caller's pid namespace; of the
 * caller where that is 0, then @addr must be in the kernel's half. Returns 0,
 * -ESRCH (no such process), -ENOENT (it has no memory any more), -ENXIO (it is
 * a kernel thread), -EINTR, or -EOPNOTSUPP on other architectures.
 */
int mms_walk_pgtable(mms_u64 pid, mms_u64 addr, struct mms_pgtable_walk *walk);

/* -- vmalloc.c ------------------------------------------------------------ */

/*
 * The parts of the address space that vmalloc areas lie in, from 0 on, half
 * open. Returns 0, -ENOENT past the last, -EOPNOTSUPP without page tables that
 * it knows.
 */
int mms_vmalloc_range(unsigned int idx, mms_u64 *start, mms_u64 *end);
/*
 * Tells what is mapped from @addr on, along one page table at most and not past
 * @end, which must lie in one such part. next_addr is always behind @addr.
 */
void mms_vmalloc_read(mms_u64 addr, mms_u64 end, struct mms_vmalloc_batch *out);
/* Prints with %pK, as /proc/vmallocinfo does; returns the full length. */
int mms_vmalloc_address_print(mms_u64 addr, char *buf, mms_size size);

/* -- work.c -------------------------------------------------------------- */

/*
 * Calls mms_core_walk_node() for each of @nids at once, each on the CPUs of its
 * node (any CPU for a node without), and waits for all. A signal to the caller
 * makes mms_walk_cancelled() true; the walks are expected to end soon after.
 * Returns 0, -EINTR after a signal, -ENOMEM.
 */
int mms_run_on_nodes(struct mms_node_walk *walk, const int *nids, unsigned int nr_nids,
		     mms_u32 *cancelled);
int mms_walk_cancelled(const mms_u32 *cancelled);

/* -- upcalls: module/core/census.cc --------------------------------------- */

void mms_core_walk_node(struct mms_node_walk *walk, int nid);

/* -- upcalls: module/core/publish.cc -------------------------------------- */

unsigned int mms_core_nr_files(void);
const char *mms_core_file_name(unsigned int file);
/*
 * Makes the whole content of a debugfs file. On success the text is the
 * caller's to mms_kvfree(); a negative errno leaves both untouched.
 */
int mms_core_file_build(unsigned int file, char **text, mms_size *size);

/* -- upcalls: module/core/request.cc -------------------------------------- */

unsigned int mms_core_nr_requests(void);
const char *mms_core_request_name(unsigned int request);
/*
 * Answers one line of a request file with a whole content, as
 * mms_core_file_build() does. After an error last_error says why. @opener
 * tells open files apart.
 */
int mms_core_request_answer(unsigned int request, mms_u64 opener, const char *line,
			    mms_size length, char **text, mms_size *size);
/* The file is closed; no more requests come from @opener. */
void mms_core_request_closed(unsigned int request, mms_u64 opener);

#ifdef __cplusplus
}
#endif

#endif /* MMS_SHIM_H */
