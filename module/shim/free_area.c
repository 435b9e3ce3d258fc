// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator's free lists.
 */
#include "shim.h"

#include <linux/build_bug.h>
#include <linux/list.h>
#include <linux/mmzone.h>
#include <linux/spinlock.h>

#include "compat.h"
#include "internal.h"

static_assert(MIGRATE_TYPES <= MMS_MAX_MIGRATETYPES);

/* As in migratetype_names[], which is not exported. */
static const char *const names[MIGRATE_TYPES] = {
	[MIGRATE_UNMOVABLE] = "Unmovable",
	[MIGRATE_MOVABLE] = "Movable",
	[MIGRATE_RECLAIMABLE] = "Reclaimable",
	[MIGRATE_HIGHATOMIC] = "HighAtomic",
#ifdef CONFIG_CMA
	[MIGRATE_CMA] = "CMA",
#endif
#ifdef CONFIG_MEMORY_ISOLATION
	[MIGRATE_ISOLATE] = "Isolate",
#endif
};

unsigned int mms_nr_page_orders(void)
{
	return MMS_NR_PAGE_ORDERS;
}

unsigned int mms_nr_migratetypes(void)
{
	return MIGRATE_TYPES;
}

const char *mms_migratetype_name(unsigned int migratetype)
{
	return names[migratetype];
}

void mms_free_area_read(struct zone *zone, unsigned int order, mms_u64 bound,
			struct mms_free_counts *out)
{
	const struct free_area *area = &zone->free_area[order];
	unsigned long flags;
	unsigned int type;

	out->bounded = 0;
	spin_lock_irqsave(&zone->lock, flags);
	out->nr_free = area->nr_free;
	for (type = 0; type < MIGRATE_TYPES; type++) {
		out->blocks[type] = mms_list_count(&area->free_list[type], bound);
		if (out->blocks[type] == bound)
			out->bounded |= 1ULL << type;
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}
