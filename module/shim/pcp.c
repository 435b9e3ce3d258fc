// SPDX-License-Identifier: GPL-2.0
/*
 * Per-CPU page lists: struct per_cpu_pages.
 */
#include "shim.h"

#include <linux/build_bug.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "compat.h"
#include "internal.h"

static_assert(NR_PCP_LISTS <= MMS_MAX_PCP_LISTS);

unsigned int mms_nr_pcp_lists(void)
{
	return NR_PCP_LISTS;
}

/* order_to_pindex(), read backwards. */
unsigned int mms_pcp_list_order(unsigned int list)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	if (list >= NR_LOWORDER_PCP_LISTS)
		return HPAGE_PMD_ORDER;
#endif
	return list / MIGRATE_PCPTYPES;
}

const char *mms_pcp_list_migratetype(unsigned int list)
{
	if (list < NR_LOWORDER_PCP_LISTS)
		return mms_migratetype_name(list % MIGRATE_PCPTYPES);
	/* Huge pages have one list for Movable and one for all the others. */
	return list > NR_LOWORDER_PCP_LISTS ? "Movable" : "Any-but-Movable";
}

static void read_counters(const struct per_cpu_pages *pcp, struct mms_wire_pcp *out)
{
	out->count_pages = READ_ONCE(pcp->count);
	out->high_pages = READ_ONCE(pcp->high);
	out->batch_pages = READ_ONCE(pcp->batch);
#ifdef MMS_HAVE_PCP_TUNING
	out->high_min_pages = READ_ONCE(pcp->high_min);
	out->high_max_pages = READ_ONCE(pcp->high_max);
	out->alloc_factor = READ_ONCE(pcp->alloc_factor);
	out->free_count = READ_ONCE(pcp->free_count);
	out->flags = READ_ONCE(pcp->flags);
#else
	out->free_factor = READ_ONCE(pcp->free_factor);
#endif
#ifdef CONFIG_NUMA
	out->expire = READ_ONCE(pcp->expire);
#endif
}

void mms_pcp_read(struct zone *zone, int cpu, mms_u64 bound, struct mms_wire_pcp *out,
		  struct mms_pcp_counts *counts)
{
	struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
	unsigned long flags;
	unsigned int list;

	out->nid = mms_zone_to_nid(zone);
	strscpy(out->zone, zone->name, sizeof(out->zone));
	out->zone_idx = zone_idx(zone);
	out->cpu = cpu;
	out->stat_threshold = READ_ONCE(per_cpu_ptr(zone->per_cpu_zonestats, cpu)->stat_threshold);

	counts->bounded = 0;
	/*
	 * The owner takes this lock with trylock from interrupts and falls back
	 * to the buddy lists; with interrupts off we can't be interrupted by it.
	 */
	spin_lock_irqsave(&pcp->lock, flags);
	read_counters(pcp, out);
	for (list = 0; list < NR_PCP_LISTS; list++) {
		counts->blocks[list] = mms_list_count(&pcp->lists[list], bound);
		if (counts->blocks[list] == bound)
			counts->bounded |= 1ULL << list;
	}
	spin_unlock_irqrestore(&pcp->lock, flags);
}
