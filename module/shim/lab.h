/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The border, second part: what the lab drives (page_alloc.c, slab.c,
 * vmalloc.c, percpu.c) and what it runs on (lab.c). The rules are those of
 * shim.h, which includes this.
 */
#ifndef MMS_LAB_H
#define MMS_LAB_H

#include "../wire/records.h"

struct kmem_cache;
struct page;
struct percpu_counter;
struct zone;

/* What a caller may ask of an allocation, as bits; see mms_gfp(). */
enum mms_gfp_bit {
	MMS_GFP_KERNEL,		/* GFP_KERNEL */
	MMS_GFP_ATOMIC,		/* GFP_ATOMIC */
	MMS_GFP_NOWAIT,		/* GFP_NOWAIT */
	MMS_GFP_HIGHUSER,	/* GFP_HIGHUSER */
	MMS_GFP_MOVABLE,	/* GFP_HIGHUSER_MOVABLE */
	MMS_GFP_DMA,		/* __GFP_DMA */
	MMS_GFP_DMA32,		/* __GFP_DMA32 */
	MMS_GFP_RECLAIMABLE,	/* __GFP_RECLAIMABLE */
	MMS_GFP_ZERO,		/* __GFP_ZERO */
	MMS_GFP_THISNODE,	/* __GFP_THISNODE */
	MMS_GFP_COMP,		/* __GFP_COMP */
	MMS_NR_GFP_BITS,
};

#define MMS_GFP(bit) (1U << MMS_GFP_##bit)

/* Where a page lies. */
struct mms_place {
	mms_u64 pfn;
	mms_s32 nid;
	mms_u32 zone_idx;
};

/* What the core makes of the threads of one measurement; see mms_threads_run(). */
struct mms_lab_job;

#ifdef __cplusplus
extern "C" {
#endif

/* -- page_alloc.c ---------------------------------------------------------- */

/*
 * The kernel's gfp_t for a set of MMS_GFP() bits, to be passed on as it is. An
 * allocation with it fails with NULL rather than retry for long, warn or kill
 * anything: __GFP_NORETRY and __GFP_NOWARN are always in it.
 */
mms_u32 mms_gfp(mms_u32 bits);

/* @nid: an online node, with memory or without. @order < mms_nr_page_orders(). */
struct page *mms_alloc_pages_node(int nid, mms_u32 gfp, unsigned int order);
void mms_free_pages(struct page *page, unsigned int order);
/* NULL for a page that the kernel has not mapped (HighMem). */
void *mms_page_address(struct page *page);
void mms_page_place(struct page *page, struct mms_place *place);
/* Free pages above the zone's high watermark; negative below it. */
mms_s64 mms_zone_spare_pages(struct zone *zone);

/* -- slab.c ---------------------------------------------------------------- */

/* Largest size that kmalloc() takes. */
mms_u64 mms_kmalloc_max_size(void);
void *mms_kmalloc_node(mms_size size, mms_u32 gfp, int nid);
void mms_kfree(const void *object);
/* Of an object from the direct map. */
void mms_virt_place(const void *object, struct mms_place *place);

/*
 * A cache of its own, never merged with another. NULL: no memory. An object is
 * aligned to @align, a power of two.
 */
struct kmem_cache *mms_kmem_cache_create(mms_size size, mms_size align);
/* All objects must have been freed. */
void mms_kmem_cache_destroy(struct kmem_cache *cache);
void *mms_kmem_cache_alloc_node(struct kmem_cache *cache, mms_u32 gfp, int nid);
void mms_kmem_cache_free(struct kmem_cache *cache, void *object);

/* -- vmalloc_area.c -------------------------------------------------------- */

/* With GFP_KERNEL: the caller sees to it that there is memory enough. */
void *mms_vmalloc_node(mms_size size, int nid);
void mms_vfree(const void *area);
/* Of the page at an address of such an area. */
void mms_vmalloc_place(const void *address, struct mms_place *place);

/* -- percpu.c -------------------------------------------------------------- */

/* Starts at 0; NULL: no memory. */
struct percpu_counter *mms_percpu_counter_new(void);
void mms_percpu_counter_delete(struct percpu_counter *counter);
mms_s32 mms_percpu_counter_batch(void);
void mms_percpu_counter_add_batch(struct percpu_counter *counter, mms_s64 amount, mms_s32 batch);
mms_s64 mms_percpu_counter_read(struct percpu_counter *counter);
mms_s64 mms_percpu_counter_sum(struct percpu_counter *counter);
/* Zeroed memory on each CPU; NULL: no memory. An opaque cookie, not to be followed. */
void *mms_alloc_percpu(mms_size size, mms_size align);
void mms_free_percpu(void *cookie);
void mms_this_cpu_add(void *cookie, mms_u64 amount);
/* Of all possible CPUs; exact where nobody adds meanwhile. */
mms_u64 mms_per_cpu_sum(void *cookie);

/* -- lab.c ----------------------------------------------------------------- */

/* The one lock of the lab's state; a mutex. */
void mms_lab_lock(void);
void mms_lab_unlock(void);
/* Has mms_core_lab_run() called, soon, in a context of its own. */
void mms_lab_start(void);
/* Waits until that has returned, if it was started. */
void mms_lab_join(void);
/*
 * Calls mms_core_lab_thread(@job, i) for each i < @nr_threads in a thread bound
 * to @cpus[i], all from the same moment on, and waits for all. Returns 0, or a
 * negative errno where the threads could not be made: then none was run.
 */
int mms_threads_run(struct mms_lab_job *job, const int *cpus, unsigned int nr_threads);
/* The CPU that the caller runs on just now. */
int mms_this_cpu(void);
int mms_cpu_to_node(int cpu);
int mms_cpu_online(int cpu);
/* Sleeps for some milliseconds, without being counted as stuck. */
void mms_sleep_ms(unsigned int ms);
/* Module parameter: percent of a node's spare pages that one run may hold. */
unsigned int mms_bench_budget_percent(void);

/* -- upcalls: module/core/lab.cc ------------------------------------------- */

void mms_core_lab_run(void);
void mms_core_lab_thread(struct mms_lab_job *job, unsigned int thread);
/* The file that @opener made requests through is closed. */
void mms_core_lab_closed(mms_u64 opener);
/* Ends what runs and frees all; nothing of the lab is called after it. */
void mms_core_lab_exit(void);

#ifdef __cplusplus
}
#endif

#endif /* MMS_LAB_H */
