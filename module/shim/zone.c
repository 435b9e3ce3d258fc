// SPDX-License-Identifier: GPL-2.0
/*
 * Zones: struct zone.
 */
#include "shim.h"

#include <linux/mmzone.h>
#include <linux/string.h>

#include "compat.h"

unsigned int mms_max_nr_zones(void)
{
	return MAX_NR_ZONES;
}

struct zone *mms_node_zone(struct pglist_data *pgdat, unsigned int idx)
{
	return &pgdat->node_zones[idx];
}

int mms_populated_zone(const struct zone *zone)
{
	return READ_ONCE(zone->present_pages) != 0;
}

int mms_zone_to_nid(const struct zone *zone)
{
	return zone->zone_pgdat->node_id;
}

unsigned int mms_zone_idx(const struct zone *zone)
{
	return zone_idx(zone);
}

const char *mms_zone_name(const struct zone *zone)
{
	return zone->name;
}

mms_u64 mms_zone_lowmem_reserve(const struct zone *zone, unsigned int idx)
{
	return READ_ONCE(zone->lowmem_reserve[idx]);
}

static void read_watermarks(const struct zone *zone, struct mms_wire_zone *out)
{
	/* One read of the boost, so that the four marks belong together. */
	const unsigned long boost = READ_ONCE(zone->watermark_boost);

	out->watermark_boost_pages = boost;
	out->wmark_min_pages = READ_ONCE(zone->_watermark[WMARK_MIN]) + boost;
	out->wmark_low_pages = READ_ONCE(zone->_watermark[WMARK_LOW]) + boost;
	out->wmark_high_pages = READ_ONCE(zone->_watermark[WMARK_HIGH]) + boost;
	out->wmark_promo_pages = READ_ONCE(zone->_watermark[WMARK_PROMO]) + boost;
}

static void read_compaction(const struct zone *zone, struct mms_wire_zone *out)
{
#ifdef CONFIG_COMPACTION
	out->compact_considered = READ_ONCE(zone->compact_considered);
	out->compact_defer_shift = READ_ONCE(zone->compact_defer_shift);
	out->compact_order_failed = READ_ONCE(zone->compact_order_failed);
#endif
#if defined(CONFIG_COMPACTION) || defined(CONFIG_CMA)
	out->compact_blockskip_flush = READ_ONCE(zone->compact_blockskip_flush);
	out->compact_cached_free_pfn = READ_ONCE(zone->compact_cached_free_pfn);
#endif
}

static void read_pageset_marks(const struct zone *zone, struct mms_wire_zone *out)
{
#ifdef MMS_HAVE_PCP_TUNING
	out->pageset_high_min_pages = READ_ONCE(zone->pageset_high_min);
	out->pageset_high_max_pages = READ_ONCE(zone->pageset_high_max);
#else
	out->pageset_high_pages = READ_ONCE(zone->pageset_high);
#endif
	out->pageset_batch_pages = READ_ONCE(zone->pageset_batch);
}

void mms_zone_read(struct zone *zone, struct mms_wire_zone *out)
{
	out->nid = mms_zone_to_nid(zone);
	out->zone_idx = zone_idx(zone);
	strscpy(out->name, zone->name, sizeof(out->name));
	out->populated = mms_populated_zone(zone);
	out->zone_start_pfn = READ_ONCE(zone->zone_start_pfn);
	out->spanned_pages = READ_ONCE(zone->spanned_pages);
	out->present_pages = READ_ONCE(zone->present_pages);
#ifdef CONFIG_MEMORY_HOTPLUG
	out->present_early_pages = READ_ONCE(zone->present_early_pages);
#endif
	out->managed_pages = zone_managed_pages(zone);
	out->cma_pages = zone_cma_pages(zone);
	out->nr_reserved_highatomic_pages = READ_ONCE(zone->nr_reserved_highatomic);
#ifdef MMS_HAVE_FREE_HIGHATOMIC
	out->nr_free_highatomic_pages = READ_ONCE(zone->nr_free_highatomic);
#endif
#ifdef CONFIG_MEMORY_ISOLATION
	out->nr_isolate_pageblock = READ_ONCE(zone->nr_isolate_pageblock);
#endif
	out->contiguous = READ_ONCE(zone->contiguous);
	out->percpu_drift_mark_pages = READ_ONCE(zone->percpu_drift_mark);
	out->flag_boosted_watermark = test_bit(ZONE_BOOSTED_WATERMARK, &zone->flags);
	out->flag_reclaim_active = test_bit(ZONE_RECLAIM_ACTIVE, &zone->flags);
#ifdef MMS_HAVE_PCP_TUNING
	out->flag_below_high = test_bit(ZONE_BELOW_HIGH, &zone->flags);
#endif
	read_watermarks(zone, out);
	read_compaction(zone, out);
	read_pageset_marks(zone, out);
}
