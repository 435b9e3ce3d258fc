// SPDX-License-Identifier: GPL-2.0
/*
 * alloc_contig_range(), driven as alloc_contig_pages() drives it.
 */
#include "shim.h"

#include <linux/gfp.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/sched.h>

#include "compat.h"

#ifdef CONFIG_CONTIG_ALLOC

/*
 * What is moved away needs memory elsewhere. alloc_contig_range() knows no
 * __GFP_NORETRY; with this, nothing is killed either.
 */
#define MMS_CONTIG_GFP (GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

/* Each one that cannot be emptied costs everybody a drain of all per-CPU lists. */
#define MMS_CONTIG_TRIES 16

/*
 * No more than a hint: alloc_contig_range() looks closer. Blocks that are not
 * movable are left alone, for they would be afterwards.
 */
static bool mms_range_may_do(struct zone *zone, unsigned long start, unsigned long end)
{
	unsigned long pfn;

	for (pfn = start; pfn < end; pfn = ALIGN(pfn + 1, pageblock_nr_pages))
		if (!pfn_to_online_page(pfn) ||
		    mms_pageblock_migratetype(pfn) != MIGRATE_MOVABLE)
			return false;

	for (pfn = start; pfn < end; pfn++) {
		struct page *page = pfn_to_online_page(pfn);

		if (!page || page_zone(page) != zone || PageReserved(page))
			return false;
		/* Huge pages of hugetlbfs are a pool that somebody counts on. */
		if (mms_is_hugetlb(compound_head(page)))
			return false;
	}
	return true;
}

static struct page *mms_contig_from(struct zone *zone, unsigned long nr_pages, unsigned int *tries)
{
	unsigned long step = is_power_of_2(nr_pages) ? nr_pages : pageblock_nr_pages;
	unsigned long pfn, next;

	for (pfn = ALIGN(zone->zone_start_pfn, step); pfn + nr_pages <= zone_end_pfn(zone);
	     pfn = next) {
		/* What cannot be moved is as good as never alone in its pageblock. */
		next = max(pfn + step, ALIGN(ALIGN(pfn + 1, pageblock_nr_pages), step));
		cond_resched();
		if (!mms_range_may_do(zone, pfn, pfn + nr_pages)) {
			next = pfn + step;
			continue;
		}
		if (!alloc_contig_range(pfn, pfn + nr_pages, MIGRATE_MOVABLE, MMS_CONTIG_GFP))
			return pfn_to_page(pfn);
		if (++*tries == MMS_CONTIG_TRIES)
			break;
	}
	return NULL;
}

int mms_have_contig(void)
{
	return 1;
}

struct page *mms_alloc_contig(int nid, mms_u64 nr_pages)
{
	enum zone_type highest = gfp_zone(MMS_CONTIG_GFP);
	unsigned int tries = 0;
	struct page *page = NULL;
	struct zoneref *z;

	for (z = node_zonelist(nid, MMS_CONTIG_GFP)->_zonerefs; z->zone; z++) {
		if (zonelist_zone_idx(z) > highest)
			continue;
		page = mms_contig_from(zonelist_zone(z), nr_pages, &tries);
		if (page || tries == MMS_CONTIG_TRIES)
			break;
	}
	return page;
}

void mms_free_contig(struct page *page, mms_u64 nr_pages)
{
	free_contig_range(page_to_pfn(page), nr_pages);
}

#else /* !CONFIG_CONTIG_ALLOC */

int mms_have_contig(void)
{
	return 0;
}

struct page *mms_alloc_contig(int nid, mms_u64 nr_pages)
{
	return NULL;
}

void mms_free_contig(struct page *page, mms_u64 nr_pages)
{
}

#endif
