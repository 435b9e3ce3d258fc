// SPDX-License-Identifier: GPL-2.0
/*
 * The page allocator, driven: alloc_pages() and what it hands out.
 */
#include "shim.h"

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/vmstat.h>

#include "compat.h"

static const gfp_t mms_gfp_of_bit[MMS_NR_GFP_BITS] = {
	[MMS_GFP_KERNEL] = GFP_KERNEL,
	[MMS_GFP_ATOMIC] = GFP_ATOMIC,
	[MMS_GFP_NOWAIT] = GFP_NOWAIT,
	[MMS_GFP_HIGHUSER] = GFP_HIGHUSER,
	[MMS_GFP_MOVABLE] = GFP_HIGHUSER_MOVABLE,
	[MMS_GFP_DMA] = __GFP_DMA,
	[MMS_GFP_DMA32] = __GFP_DMA32,
	[MMS_GFP_RECLAIMABLE] = __GFP_RECLAIMABLE,
	[MMS_GFP_ZERO] = __GFP_ZERO,
	[MMS_GFP_THISNODE] = __GFP_THISNODE,
	[MMS_GFP_COMP] = __GFP_COMP,
	[MMS_GFP_HIGH] = __GFP_HIGH,
};

mms_u32 mms_gfp(mms_u32 bits)
{
	gfp_t gfp = __GFP_NORETRY | __GFP_NOWARN;
	unsigned int bit;

	for (bit = 0; bit < MMS_NR_GFP_BITS; bit++)
		if (bits & (1U << bit))
			gfp |= mms_gfp_of_bit[bit];
	if (bits & MMS_GFP(NORECLAIM))
		gfp &= ~__GFP_RECLAIM;
	return (__force mms_u32)gfp;
}

struct page *mms_alloc_pages_node(int nid, mms_u32 gfp, unsigned int order)
{
	return alloc_pages_node(nid, (__force gfp_t)gfp, order);
}

void mms_free_pages(struct page *page, unsigned int order)
{
	__free_pages(page, order);
}

void *mms_page_address(struct page *page)
{
	return page_address(page);
}

void mms_page_place(struct page *page, struct mms_place *place)
{
	place->pfn = page_to_pfn(page);
	place->nid = page_to_nid(page);
	place->zone_idx = page_zonenum(page);
}

void mms_first_place(int nid, mms_u32 gfp, struct mms_place *place)
{
	enum zone_type highest = gfp_zone((__force gfp_t)gfp);
	struct zoneref *z = node_zonelist(nid, (__force gfp_t)gfp)->_zonerefs;

	while (z->zone && zonelist_zone_idx(z) > highest)
		z++;
	place->pfn = MMS_ABSENT_U64;
	place->nid = z->zone ? zonelist_node_idx(z) : nid;
	/* A zonelist without any zone: the node's own, which has no memory. */
	place->zone_idx = z->zone ? zonelist_zone_idx(z) : highest;
}

int mms_alloc_pages_bulk(int nid, mms_u32 gfp, unsigned int nr_pages, struct page **pages)
{
	unsigned long got = 0;
	unsigned long before;

	/* Entries that are not NULL are left alone and counted. */
	memset(pages, 0, nr_pages * sizeof(*pages));
	do {
		before = got;
		got = mms_bulk_array_node((__force gfp_t)gfp, nid, nr_pages, pages);
		if (got == nr_pages)
			return 1;
	} while (got > before);
	while (got-- > 0)
		__free_page(pages[got]);
	return 0;
}

void mms_page_set_next(struct page *page, struct page *next)
{
	set_page_private(page, (unsigned long)next);
}

struct page *mms_page_next(struct page *page)
{
	return (struct page *)page_private(page);
}

unsigned int mms_page_block_order(struct page *page)
{
	return compound_order(page);
}

void mms_split_page(struct page *page, unsigned int order)
{
	split_page(page, order);
}

struct page *mms_nth_page(struct page *page, mms_u64 n)
{
	return nth_page(page, n);
}

mms_s64 mms_zone_spare_pages(struct zone *zone)
{
	return (mms_s64)zone_page_state(zone, NR_FREE_PAGES) - (mms_s64)high_wmark_pages(zone);
}
