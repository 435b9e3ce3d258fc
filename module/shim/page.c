// SPDX-License-Identifier: GPL-2.0
/*
 * struct page, as it is in the live memmap.
 *
 * Nothing holds the pages still. Each is copied, the copy is checked against
 * itself and its neighbours, and what does not fit is reported as raced. The
 * only words used to find another struct page are the head of a tail page and
 * the order of a block; both are checked against the memory model first.
 */
#include "shim.h"

#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/pageblock-flags.h>
#include <linux/page_ref.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "compat.h"
#include "internal.h"

/* NUMA balancing keeps changing these bits: no two pages would be alike. */
#define VOLATILE_FLAGS (LAST_CPUPID_MASK << LAST_CPUPID_PGSHIFT)

/* The words of a single page that make it like its neighbour, or not. */
struct likeness {
	unsigned long flags;	/* less VOLATILE_FLAGS */
	unsigned long mapping;
	mms_u64 counts;		/* page_counts() */
	bool referenced;
	bool linked;	/* only of unreferenced pages: others link what they like */
};

/* A block of pages, told from its first page. */
struct block {
	struct page page;	/* copy of the head */
	mms_u64 flags;		/* MMS_PG() */
	unsigned long nr_pages;
	unsigned int order;
	int mapcount;
};

/* Of page->mapping only this is comparable: its pointer differs by file. */
static __always_inline unsigned long mapping_kind(unsigned long mapping)
{
	return (mapping & PAGE_MAPPING_FLAGS) | (mapping >= PAGE_OFFSET ? 4 : 0);
}

/* page_type or _mapcount, and _refcount: side by side, so that one load has both. */
static __always_inline mms_u64 page_counts(const struct page *page)
{
	BUILD_BUG_ON(offsetof(struct page, _mapcount) % sizeof(mms_u64));
	BUILD_BUG_ON(offsetof(struct page, _refcount) !=
		     offsetof(struct page, _mapcount) + sizeof(page->_mapcount));
	return READ_ONCE(*(const mms_u64 *)&page->_mapcount);
}

static mms_u64 copy_bit(unsigned long flags, unsigned int from, unsigned int to)
{
	return (mms_u64)((flags >> from) & 1) << to;
}

/* As stable_page_flags() in fs/proc/page.c has them, from page->flags alone. */
static mms_u64 stable_flags(unsigned long flags)
{
	mms_u64 out = copy_bit(flags, PG_locked, MMS_PG_LOCKED) |
		      copy_bit(flags, PG_referenced, MMS_PG_REFERENCED) |
		      copy_bit(flags, PG_uptodate, MMS_PG_UPTODATE) |
		      copy_bit(flags, PG_dirty, MMS_PG_DIRTY) |
		      copy_bit(flags, PG_lru, MMS_PG_LRU) |
		      copy_bit(flags, PG_active, MMS_PG_ACTIVE) |
		      copy_bit(flags, PG_writeback, MMS_PG_WRITEBACK) |
		      copy_bit(flags, PG_reclaim, MMS_PG_RECLAIM) |
		      copy_bit(flags, PG_swapbacked, MMS_PG_SWAPBACKED) |
		      copy_bit(flags, PG_head, MMS_PG_COMPOUND_HEAD) |
		      copy_bit(flags, PG_unevictable, MMS_PG_UNEVICTABLE) |
		      copy_bit(flags, PG_reserved, MMS_PG_RESERVED) |
		      copy_bit(flags, PG_mappedtodisk, MMS_PG_OWNER_2) |
		      copy_bit(flags, PG_private, MMS_PG_PRIVATE) |
		      copy_bit(flags, PG_private_2, MMS_PG_PRIVATE_2) |
		      copy_bit(flags, PG_owner_priv_1, MMS_PG_OWNER_PRIVATE) |
		      copy_bit(flags, PG_arch_1, MMS_PG_ARCH) |
		      copy_bit(flags, PG_workingset, MMS_PG_WORKINGSET);

#ifdef MMS_HAVE_PG_ERROR
	out |= copy_bit(flags, PG_error, MMS_PG_ERROR);
#endif
#ifdef CONFIG_MMU
	out |= copy_bit(flags, PG_mlocked, MMS_PG_MLOCKED);
#endif
#ifdef CONFIG_MEMORY_FAILURE
	out |= copy_bit(flags, PG_hwpoison, MMS_PG_HWPOISON);
#endif
#if defined(CONFIG_PAGE_IDLE_FLAG) && defined(CONFIG_64BIT)
	out |= copy_bit(flags, PG_idle, MMS_PG_IDLE) | copy_bit(flags, PG_young, MMS_PG_YOUNG);
#endif
#define SWAPCACHE (BIT(PG_swapbacked) | BIT(PG_swapcache))
	if ((flags & SWAPCACHE) == SWAPCACHE)
		out |= MMS_PG(SWAPCACHE);
	return out;
}

/* Page types; 0 where the page has none. Old kernels test them without const. */
static mms_u64 type_flags(struct page *page)
{
	mms_u64 out = 0;

	if (PageBuddy(page))
		out |= MMS_PG(BUDDY);
	if (PageOffline(page))
		out |= MMS_PG(OFFLINE);
	if (PageTable(page))
		out |= MMS_PG(PGTABLE);
	if (PageGuard(page))
		out |= MMS_PG(GUARD);
	if (mms_is_slab(page))
		out |= MMS_PG(SLAB);
#ifdef MMS_HAVE_PGTY_ZSMALLOC
	if (PageZsmalloc(page))
		out |= MMS_PG(ZSMALLOC);
#endif
#ifdef CONFIG_UNACCEPTED_MEMORY
	if (PageUnaccepted(page))
		out |= MMS_PG(UNACCEPTED);
#endif
	return out;
}

/* What the page belongs to, for pages without a type. */
static mms_u64 owner_flags(const struct page *page)
{
	switch (mapping_kind((unsigned long)page->mapping)) {
	case 4 | PAGE_MAPPING_ANON:
		return MMS_PG(ANON) | MMS_PG(MAPPING);
	case 4 | PAGE_MAPPING_KSM:
		return MMS_PG(ANON) | MMS_PG(KSM) | MMS_PG(MAPPING);
	case 4 | PAGE_MAPPING_MOVABLE:
		return MMS_PG(MOVABLE);
	case 4:
		return MMS_PG(MAPPING);
	}
	return 0;
}

/*
 * list_del() leaves poison, which is no address of the kernel; memmap_init()
 * leaves a list of the page alone. @next and @prev are of page->lru.
 */
static __always_inline bool is_linked(const struct page *page, unsigned long next,
				      unsigned long prev)
{
	return next >= PAGE_OFFSET && prev >= PAGE_OFFSET && !((next | prev) & 7) &&
	       next != (unsigned long)&page->lru;
}

static __always_inline bool page_is_linked(const struct page *page, unsigned long next)
{
	return is_linked(page, next, (unsigned long)READ_ONCE(page->lru.prev));
}

static bool copy_is_linked(const struct page *copy, const struct page *page)
{
	return is_linked(page, (unsigned long)copy->lru.next, (unsigned long)copy->lru.prev);
}

static mms_u64 single_flags(struct page *copy, const struct page *page)
{
	const mms_u64 type = type_flags(copy);
	mms_u64 out = stable_flags(copy->flags) | type;

	if (type)
		return out;
	out |= owner_flags(copy);
	if (atomic_read(&copy->_mapcount) >= 0)
		out |= MMS_PG(MMAP);
	if (atomic_read(&copy->_refcount) == 0 && !(copy->flags & BIT(PG_reserved)) &&
	    copy_is_linked(copy, page))
		out |= MMS_PG(LINKED);
	return out;
}

static bool order_fits(mms_u64 pfn, unsigned long order, unsigned int max)
{
	return order <= max && IS_ALIGNED(pfn, 1ULL << order);
}

static void block_raced(struct block *block)
{
	block->flags = MMS_PG(RACED);
	block->nr_pages = 1;
	block->order = 0;
	block->mapcount = 0;
}

/* The page is free and heads a block: page->private holds its order. */
static void read_buddy(struct page *page, mms_u64 pfn, struct block *block)
{
	const unsigned long order = READ_ONCE(page->private);

	if (!order_fits(pfn, order, MMS_NR_PAGE_ORDERS - 1) || !PageBuddy(page) ||
	    READ_ONCE(page->private) != order) {
		block_raced(block);
		return;
	}
	block->flags = MMS_PG(BUDDY);
	block->order = order;
	block->nr_pages = 1UL << order;
	block->mapcount = 0;
}

/*
 * A compound page: the first tail points back to it. Where it does not, it is
 * being made or taken apart.
 */
static void read_compound(struct page *page, mms_u64 pfn, struct block *block)
{
	const unsigned long link = (unsigned long)page | 1;
	unsigned int order;
	mms_u64 type;

	if (!IS_ALIGNED(pfn, 2) || READ_ONCE(page[1].compound_head) != link)
		goto raced;
	order = mms_compound_order(page);
	type = type_flags(&block->page);
	if (mms_is_hugetlb(page))
		type = MMS_PG(HUGE);
	block->flags = stable_flags(block->page.flags) | type;
	block->mapcount = 0;
	if (!(type & MMS_PG(SLAB))) {
		block->flags |= owner_flags(&block->page);
		block->mapcount = mms_entire_mapcount(page);
		if (mms_compound_mapped(page))
			block->flags |= MMS_PG(MMAP);
	}
	if (!type && (block->flags & (MMS_PG(LRU) | MMS_PG(ANON))))
		block->flags |= MMS_PG(THP);
	block->order = order;
	block->nr_pages = 1UL << order;
	/* Still the same compound page after all has been read? */
	if (order && order_fits(pfn, order, MMS_MAX_COMPOUND_ORDER) &&
	    READ_ONCE(page[1].compound_head) == link && test_bit(PG_head, &page->flags))
		return;
raced:
	block_raced(block);
}

/*
 * A tail without its head before it: the walk began amid a compound page (of
 * 1 GiB, say), or the page became one just now.
 */
static void read_tail(mms_u64 pfn, unsigned long link, struct block *block)
{
	struct page *head = (struct page *)(link - 1);
	/* With classic sparsemem this would have to read the head to find its pfn. */
	const bool can_tell = !IS_ENABLED(CONFIG_SPARSEMEM) ||
			      IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP);
	const mms_u64 head_pfn = can_tell ? page_to_pfn(head) : pfn;

	if (head_pfn >= pfn || pfn - head_pfn >= 1ULL << MMS_MAX_COMPOUND_ORDER ||
	    pfn_to_online_page(head_pfn) != head) {
		block_raced(block);
		return;
	}
	memcpy(&block->page, head, sizeof(block->page));
	if (!(block->page.flags & BIT(PG_head))) {
		block_raced(block);
		return;
	}
	read_compound(head, head_pfn, block);
	if ((block->flags & MMS_PG(RACED)) || head_pfn + block->nr_pages <= pfn) {
		block_raced(block);
		return;
	}
	block->flags &= ~MMS_PG(COMPOUND_HEAD);
	block->flags |= MMS_PG(COMPOUND_TAIL);
	block->nr_pages -= pfn - head_pfn;
}

static void read_block(struct page *page, mms_u64 pfn, struct block *block)
{
	/* Racy by design: see the top of this file. */
	data_race(memcpy(&block->page, page, sizeof(block->page)));
	if (block->page.compound_head & 1) {
		read_tail(pfn, block->page.compound_head, block);
	} else if (PageBuddy(&block->page)) {
		read_buddy(page, pfn, block);
	} else if (block->page.flags & BIT(PG_head)) {
		/* With optimised hugetlb vmemmap a tail can look like its head. */
		const unsigned long link = READ_ONCE(page[1].compound_head);

		if ((link & 1) && link != ((unsigned long)page | 1))
			read_tail(pfn, link, block);
		else
			read_compound(page, pfn, block);
	} else {
		block->flags = single_flags(&block->page, page);
		if (is_zero_pfn(pfn))
			block->flags |= MMS_PG(ZERO_PAGE);
		block->order = 0;
		block->nr_pages = 1;
		block->mapcount = (block->flags & MMS_PG(MMAP)) ?
				  atomic_read(&block->page._mapcount) + 1 : 0;
	}
}

static void open_run(struct mms_page_run *run, mms_u64 pfn, const struct block *block)
{
	run->pfn = pfn;
	run->nr_pages = block->nr_pages;
	run->flags = block->flags;
	run->order = block->order;
	run->refcount = atomic_read(&block->page._refcount);
	run->mapcount = block->mapcount;
	run->nid = page_to_nid(&block->page);
	run->zone_idx = page_zonenum(&block->page);
}

static bool same_run(const struct mms_page_run *run, const struct mms_page_run *next)
{
	return run->flags == next->flags && run->order == next->order &&
	       run->refcount == next->refcount && run->mapcount == next->mapcount &&
	       run->nid == next->nid && run->zone_idx == next->zone_idx;
}

/*
 * A page that can only be one of its own, not the start of a block: then equal
 * words mean equal in all that we tell.
 */
static bool comparable(const struct block *block)
{
	return !block->order && !(block->flags & (MMS_PG(RACED) | MMS_PG(BUDDY))) &&
	       !(block->page.flags & BIT(PG_head)) && !(block->page.compound_head & 1);
}

static void set_likeness(struct likeness *like, const struct block *block,
			 const struct page *page)
{
	like->flags = block->page.flags & ~VOLATILE_FLAGS;
	like->mapping = (unsigned long)block->page.mapping;
	like->counts = page_counts(&block->page);
	like->referenced = atomic_read(&block->page._refcount);
	like->linked = copy_is_linked(&block->page, page);
}

/*
 * Most pages have the very words of the page before: this loop is what a census
 * of full memory costs.
 */
static __always_inline struct page *skip_same(struct page *page, const struct page *end,
					      const struct likeness *like)
{
	const unsigned long flags = like->flags;
	const unsigned long mapping = like->mapping;
	const mms_u64 counts = like->counts;

	while (page < end && !((READ_ONCE(page->flags) ^ flags) & ~VOLATILE_FLAGS) &&
	       (unsigned long)READ_ONCE(page->mapping) == mapping &&
	       page_counts(page) == counts && !(READ_ONCE(page->compound_head) & 1))
		page++;
	return page;
}

/*
 * Is this one of the same kind all the same, of another mapping or without a
 * reference? Then @like goes on with its mapping.
 */
static bool is_like(const struct page *page, struct likeness *like)
{
	const unsigned long next = READ_ONCE(page->compound_head);
	const unsigned long mapping = (unsigned long)READ_ONCE(page->mapping);

	if ((READ_ONCE(page->flags) & ~VOLATILE_FLAGS) != like->flags || (next & 1) ||
	    mapping_kind(mapping) != mapping_kind(like->mapping) ||
	    page_counts(page) != like->counts ||
	    (!like->referenced && like->linked != page_is_linked(page, next)))
		return false;
	like->mapping = mapping;
	return true;
}

static void walk(struct page *page, mms_u64 pfn, mms_u64 end, struct mms_page_batch *out)
{
	const struct page *const start = page;
	const struct page *const stop = page + (end - pfn);
	struct mms_page_run *run = out->runs;
	struct mms_page_run *const runs_end = out->runs + MMS_MAX_PAGE_RUNS;
	struct likeness like;
	bool alike = false;
	mms_u64 nr_read = 0;
	struct block block;

	/* `run` is the next free one; the one before it may still grow. */
	while (page < stop) {
		if (alike) {
			struct page *const from = page;

			if (like.referenced)
				page = skip_same(page, stop, &like);
			if (page < stop && is_like(page, &like))
				page++;
			if (page != from) {
				run[-1].nr_pages += page - from;
				nr_read += page - from;
				continue;
			}
		}
		if (run == runs_end)
			break;
		nr_read++;
		read_block(page, pfn + (page - start), &block);
		open_run(run, pfn + (page - start), &block);
		if (run != out->runs && same_run(&run[-1], run))
			run[-1].nr_pages += run->nr_pages;
		else
			run++;
		alike = comparable(&block);
		set_likeness(&like, &block, page);
		page += block.nr_pages;
	}
	out->next_pfn = pfn + (page - start);
	out->nr_read = nr_read;
	out->nr_runs = run - out->runs;
}

/*
 * Nothing in the page of zeros tells that it is one. A batch ends before it and after
 * it, so that no other page is asked.
 */
static mms_u64 end_at_zero_page(mms_u64 pfn, mms_u64 end)
{
	const mms_u64 zero = page_to_pfn(ZERO_PAGE(0));

	if (zero < pfn || zero >= end)
		return end;
	return zero == pfn ? pfn + 1 : zero;
}

int mms_pages_read(mms_u64 pfn, mms_u64 end, struct mms_page_batch *out)
{
	struct page *page;
	int err = -ENXIO;

	/* What hot-removes the pages waits for us: see hotplug.c. */
	rcu_read_lock();
	page = pfn_to_online_page(pfn);
	if (page) {
		walk(page, pfn, end_at_zero_page(pfn, end), out);
		err = 0;
	}
	rcu_read_unlock();
	return err;
}

/* As get_pfnblock_migratetype(), which is not exported. */
static unsigned int pageblock_bits(mms_u64 pfn, const struct page *page)
{
	const unsigned long *bitmap;
	mms_u64 block;

#ifdef CONFIG_SPARSEMEM
	bitmap = section_to_usemap(__pfn_to_section(pfn));
	block = (pfn & (PAGES_PER_SECTION - 1)) >> pageblock_order;
#else
	bitmap = page_zone(page)->pageblock_flags;
	block = (pfn - pageblock_start_pfn(page_zone(page)->zone_start_pfn)) >> pageblock_order;
#endif
	block *= NR_PAGEBLOCK_BITS;
	return (READ_ONCE(bitmap[block / BITS_PER_LONG]) >> (block % BITS_PER_LONG)) &
	       ((1 << PB_migratetype_bits) - 1);
}

unsigned int mms_pageblock_migratetype(mms_u64 pfn)
{
	unsigned int type = MIGRATE_TYPES;
	const struct page *page;

	rcu_read_lock();
	page = pfn_to_online_page(pfn);
	if (page)
		type = min_t(unsigned int, pageblock_bits(pfn, page), MIGRATE_TYPES);
	rcu_read_unlock();
	return type;
}
