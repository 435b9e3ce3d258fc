/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The border, second part: what the lab drives (page_alloc.c, contig.c, cma.c, slab.c,
 * vmalloc_area.c, percpu.c, kmap.c, plain_loop.c) and what it runs on (lab.c).
 * The rules are those of shim.h, which includes this.
 */
#ifndef MMS_LAB_H
#define MMS_LAB_H

#include "../wire/records.h"

struct device;
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
	MMS_GFP_HIGH,		/* __GFP_HIGH */
	MMS_GFP_NORECLAIM,	/* without __GFP_RECLAIM, whatever the others say */
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
/* Of the zone that an allocation with @gfp for @nid is tried from first; no pfn. */
void mms_first_place(int nid, mms_u32 gfp, struct mms_place *place);
/* Free pages above the zone's high watermark; negative below it. */
mms_s64 mms_zone_spare_pages(struct zone *zone);
/*
 * Fills @pages with @nr_pages single pages. Returns 0 where there was not enough
 * for all of them: then none is kept.
 */
int mms_alloc_pages_bulk(int nid, mms_u32 gfp, unsigned int nr_pages, struct page **pages);
/* Chains of blocks that the caller owns, through page->private. */
void mms_page_set_next(struct page *page, struct page *next);
struct page *mms_page_next(struct page *page);
/* Of a block that was allocated with __GFP_COMP, or of a single page. */
unsigned int mms_page_block_order(struct page *page);
/* From now on each page of the block, that is not compound, is freed on its own. */
void mms_split_page(struct page *page, unsigned int order);
struct page *mms_nth_page(struct page *page, mms_u64 n);

/* -- contig.c -------------------------------------------------------------- */

/* 0 where the kernel was built without CONFIG_CONTIG_ALLOC. */
int mms_have_contig(void);
/*
 * As alloc_contig_pages(), which is not exported: pages that follow each other,
 * aligned to @nr_pages where that is a power of two, from @nid or the nodes that
 * serve it. What lies there is moved away; after a few ranges that could not be
 * emptied it gives up with NULL.
 */
struct page *mms_alloc_contig(int nid, mms_u64 nr_pages);
void mms_free_contig(struct page *page, mms_u64 nr_pages);

/* -- cma.c ----------------------------------------------------------------- */

/* 0 where the kernel was built without CONFIG_DMA_CMA: then none of these is called. */
int mms_have_dma_cma(void);
/* A device of @nid that reaches all memory; NULL: it could not be made. */
struct device *mms_dma_device_new(int nid);
void mms_dma_device_delete(struct device *dev);
/* Zeroed, from the CMA area or else from anywhere; @handle goes with it until it is freed. */
struct page *mms_dma_alloc_pages(struct device *dev, mms_size size, mms_u64 *handle);
void mms_dma_free_pages(struct device *dev, mms_size size, struct page *page, mms_u64 handle);
/* Does it lie in a pageblock of migratetype CMA? */
int mms_page_is_cma(struct page *page);

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
/* 0: no memory for all of them, and none is kept. */
int mms_kmem_cache_alloc_bulk(struct kmem_cache *cache, mms_u32 gfp, mms_size nr, void **objects);
void mms_kmem_cache_free_bulk(struct kmem_cache *cache, mms_size nr, void **objects);

/* -- vmalloc_area.c -------------------------------------------------------- */

/* With GFP_KERNEL: the caller sees to it that there is memory enough. */
void *mms_vmalloc_node(mms_size size, int nid);
void mms_vfree(const void *area);
/* Of the page at an address of such an area. */
void mms_vmalloc_place(const void *address, struct mms_place *place);
/* The pages stay the caller's. NULL: no memory for the mapping. */
void *mms_vmap(struct page **pages, unsigned int nr_pages);
void mms_vunmap(const void *area);
void *mms_vm_map_ram(struct page **pages, unsigned int nr_pages, int nid);
void mms_vm_unmap_ram(const void *area, unsigned int nr_pages);
/* A page that such an area maps, at an address in it. */
struct page *mms_vmalloc_to_page(const void *address);

/* -- kmap.c ---------------------------------------------------------------- */

/* Undone in reverse order, by the same thread. Any page can be mapped. */
void *mms_kmap_local(struct page *page);
void mms_kunmap_local(const void *address);

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
/* Largest size that alloc_percpu() takes. */
mms_u64 mms_percpu_max_size(void);
/* The memory of one possible CPU. */
void *mms_per_cpu_ptr(void *cookie, int cpu);
int mms_cpu_possible(int cpu);
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
/* Binds the calling thread of the lab to another CPU. -EINVAL: it is offline. */
int mms_move_to_cpu(int cpu);
/* The CPU that the caller runs on just now. */
int mms_this_cpu(void);
int mms_cpu_to_node(int cpu);
int mms_cpu_online(int cpu);
/* Sleeps for some milliseconds, without being counted as stuck. */
void mms_sleep_ms(unsigned int ms);
/* Module parameter: percent of a node's spare pages that one run may hold. */
unsigned int mms_bench_budget_percent(void);

/* -- plain_loop.c ---------------------------------------------------------- */

/*
 * The same work as cases of the lab, in loops of plain C with nothing between
 * the two calls. @took_ns: of all of it, without what was done to let others run.
 * Returns 0, or -ENOMEM where the allocator failed.
 */
int mms_plain_alloc_pages(int nid, mms_u32 gfp, unsigned int order, mms_u64 ops,
			  mms_u64 *took_ns);
int mms_plain_vmalloc(int nid, mms_size size, mms_u64 ops, mms_u64 *took_ns);

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
