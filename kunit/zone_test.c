// SPDX-License-Identifier: GPL-2.0
/*
 * Zones: the records against struct zone, and what the kernel promises of it.
 */
#include "suite.h"

#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/slab.h>

static struct zone *param_zone(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	return &NODE_DATA(param->nid)->node_zones[param->value];
}

static struct mms_hook_record zone_record(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	return mmscope_find(test, mmscope_read(test, "zones"), "zone nid=%d zone_idx=%llu",
			    param->nid, param->value);
}

static void name_and_place_are_the_kernels(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_record record = zone_record(test);

	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &record, "name"), zone->name);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "zone_idx"), zone_idx(zone));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "nid"), zone_to_nid(zone));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "populated"), populated_zone(zone));
}

static void sizes_are_the_kernels(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_record record = zone_record(test);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "zone_start_pfn"), zone->zone_start_pfn);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "spanned_pages"), zone->spanned_pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "present_pages"), zone->present_pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "managed_pages"),
			zone_managed_pages(zone));
#ifdef CONFIG_CMA
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "cma_pages"), zone_cma_pages(zone));
#endif
}

static void sizes_are_nested(struct kunit *test)
{
	const struct mms_hook_record record = zone_record(test);
	const u64 present = mmscope_u64(test, &record, "present_pages");

	KUNIT_EXPECT_GE(test, mmscope_u64(test, &record, "spanned_pages"), present);
	KUNIT_EXPECT_GE(test, present, mmscope_u64(test, &record, "managed_pages"));
	KUNIT_EXPECT_GE(test, present, mmscope_u64(test, &record, "present_early_pages"));
	KUNIT_EXPECT_GE(test, mmscope_u64(test, &record, "managed_pages"),
			mmscope_u64(test, &record, "nr_free_pages"));
}

/* Zones of a node may overlap: blocks of memory are added to either. */
static void lies_in_its_node(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_record record = zone_record(test);
	const u64 start = mmscope_u64(test, &record, "zone_start_pfn");
	const u64 end = start + mmscope_u64(test, &record, "spanned_pages");
	pg_data_t *pgdat = zone->zone_pgdat;

	if (start == end) {
		KUNIT_EXPECT_FALSE(test, populated_zone(zone));
		return;
	}
	KUNIT_EXPECT_GE(test, start, pgdat->node_start_pfn);
	KUNIT_EXPECT_LE(test, end, pgdat_end_pfn(pgdat));
}

/* Boosted and calmed down again while others allocate. */
static bool watermarks_agree(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_record record = zone_record(test);

	return mmscope_u64(test, &record, "wmark_min_pages") == min_wmark_pages(zone) &&
	       mmscope_u64(test, &record, "wmark_low_pages") == low_wmark_pages(zone) &&
	       mmscope_u64(test, &record, "wmark_high_pages") == high_wmark_pages(zone) &&
	       mmscope_u64(test, &record, "watermark_boost_pages") == zone->watermark_boost;
}

static void watermarks_are_the_kernels(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, watermarks_agree));
}

static void watermarks_rise(struct kunit *test)
{
	const struct mms_hook_record record = zone_record(test);
	const u64 low = mmscope_u64(test, &record, "wmark_low_pages");
	const u64 high = mmscope_u64(test, &record, "wmark_high_pages");

	KUNIT_EXPECT_LE(test, mmscope_u64(test, &record, "wmark_min_pages"), low);
	KUNIT_EXPECT_LE(test, low, high);
	KUNIT_EXPECT_LE(test, high, mmscope_u64(test, &record, "wmark_promo_pages"));
	/* They are a page apart for each 1000 of the zone, at the least. */
	if (mmscope_u64(test, &record, "managed_pages") >= 1000)
		KUNIT_EXPECT_GT(test, high, mmscope_u64(test, &record, "wmark_min_pages"));
}

static void reserve_grows_with_the_zone_asked_for(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_record record = zone_record(test);
	char expected[MAX_NR_ZONES * 24];
	size_t length = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		length += scnprintf(expected + length, sizeof(expected) - length, "%s%ld",
				    length ? "," : "", zone->lowmem_reserve[i]);
		if (i <= zone_idx(zone))
			KUNIT_EXPECT_EQ(test, zone->lowmem_reserve[i], 0);
		else if (zone_managed_pages(zone))
			KUNIT_EXPECT_GE(test, zone->lowmem_reserve[i], zone->lowmem_reserve[i - 1]);
	}
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &record, "lowmem_reserve"), expected);
}

/* Memory that a confidential guest has not accepted yet is free, and on no list. */
static s64 pages_on_free_lists(struct zone *zone)
{
	s64 pages = zone_page_state(zone, NR_FREE_PAGES);

#ifdef CONFIG_UNACCEPTED_MEMORY
	pages -= zone_page_state(zone, NR_UNACCEPTED);
#endif
	return pages;
}

/* The sum over orders is exact, NR_FREE_PAGES lags behind by what CPUs keep. */
static bool free_lists_agree(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_text *text = mmscope_read(test, "free_area");
	const s64 counter = pages_on_free_lists(zone);
	const s64 lag = 125 * num_online_cpus() + 256;
	struct mms_hook_record record = {};
	char match[64];
	s64 pages = 0;
	int orders = 0;

	snprintf(match, sizeof(match), "free_order nid=%d zone_idx=%d", zone_to_nid(zone),
		 (int)zone_idx(zone));
	while (mmscope_next(test, text, match, &record)) {
		pages += mmscope_u64(test, &record, "nr_free")
			 << mmscope_u64(test, &record, "order");
		orders++;
	}
	if (!populated_zone(zone))
		return !orders;
	return orders == ARRAY_SIZE(zone->free_area) && abs(pages - counter) <= lag;
}

static void free_lists_hold_what_is_free(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, free_lists_agree));
}

/* Both are read in one hold of the lock: they must agree to the block. */
static void lists_of_an_order_add_up(struct kunit *test)
{
	struct zone *zone = param_zone(test);
	const struct mms_hook_text *text = mmscope_read(test, "free_area");
	struct mms_hook_record order = {};
	char match[80], lists[96];
	u64 blocks, nr_free;
	int orders = 0;

	snprintf(match, sizeof(match), "free_order nid=%d zone_idx=%d", zone_to_nid(zone),
		 (int)zone_idx(zone));
	while (mmscope_next(test, text, match, &order)) {
		orders++;
		nr_free = mmscope_u64(test, &order, "nr_free");
		snprintf(lists, sizeof(lists), "free_area nid=%d zone_idx=%d order=%llu",
			 zone_to_nid(zone), (int)zone_idx(zone),
			 mmscope_u64(test, &order, "order"));
		blocks = mmscope_sum(test, text, "blocks", "%s", lists);
		if (mmscope_count(test, text, "%s bounded=1", lists))
			KUNIT_EXPECT_LE(test, blocks, nr_free);
		else
			KUNIT_EXPECT_EQ(test, blocks, nr_free);
	}
	KUNIT_EXPECT_EQ(test, orders, populated_zone(zone) ? ARRAY_SIZE(zone->free_area) : 0);
}

static void each_cpu_has_lists(struct kunit *test)
{
	struct zone *zone = param_zone(test);

	KUNIT_EXPECT_EQ(test, mmscope_count(test, mmscope_read(test, "pcp"),
					    "pcp nid=%d zone_idx=%d", zone_to_nid(zone),
					    (int)zone_idx(zone)),
			populated_zone(zone) ? num_online_cpus() : 0);
}

static struct kunit_case zone_cases[] = {
	KUNIT_CASE_PARAM(name_and_place_are_the_kernels, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(sizes_are_the_kernels, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(sizes_are_nested, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(lies_in_its_node, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(watermarks_are_the_kernels, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(watermarks_rise, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(reserve_grows_with_the_zone_asked_for, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(free_lists_hold_what_is_free, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(lists_of_an_order_add_up, mmscope_zone_gen_params),
	KUNIT_CASE_PARAM(each_cpu_has_lists, mmscope_zone_gen_params),
	{}
};

MMSCOPE_SUITE(zone, zone_cases);
