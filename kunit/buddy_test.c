// SPDX-License-Identifier: GPL-2.0
/*
 * The buddy allocator as the module sees it: a block that is taken apart and put
 * together again, and the lists that free blocks are on.
 *
 * Others allocate meanwhile: what a free block is turned into may be gone before
 * it was looked at, so it is tried some times.
 */
#include "suite.h"

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/slab.h>

#include "pages.h"

/* Halves of blocks up to PAGE_ALLOC_COSTLY_ORDER go to per-CPU lists, as do
 * those of pageblock_order.
 */
MMSCOPE_PARAM(split, "order", 5, 6, 7, 8)

static struct page *take_block(const struct mmscope_param *param)
{
	return alloc_pages_node(param->nid, GFP_KERNEL | __GFP_THISNODE | __GFP_NOWARN,
				param->value);
}

/* Is the page the first one of a free block of this order? */
static bool is_free_block(struct kunit *test, u64 pfn, u64 order)
{
	const struct mms_hook_record info = mmscope_page_info(test, pfn);

	return mmscope_is(&info, "class", "buddy") && mmscope_u64(test, &info, "order") == order &&
	       mmscope_u64(test, &info, "head_pfn") == pfn;
}

/* Is the page free, in a block of at least this order? */
static bool is_merged(struct kunit *test, u64 pfn, u64 order)
{
	const struct mms_hook_record info = mmscope_page_info(test, pfn);

	return mmscope_is(&info, "class", "buddy") && mmscope_u64(test, &info, "order") >= order &&
	       mmscope_u64(test, &info, "head_pfn") ==
		       round_down(pfn, 1ULL << mmscope_u64(test, &info, "order"));
}

static void block_in_use_is_not_free(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	struct mms_hook_record info;
	u64 pfn, i;

	pfn = page_to_pfn(mmscope_alloc_pages(test, param->nid, GFP_KERNEL, param->value));
	for (i = 0; i < 1ULL << param->value; i += 7) {
		info = mmscope_page_info(test, pfn + i);
		KUNIT_EXPECT_STREQ(test, mmscope_word(test, &info, "class"), "kernel");
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "order"), 0);
		KUNIT_EXPECT_EQ(test, mmscope_s64(test, &info, "refcount"), i == 0);
	}
}

/* Gives half of a block back and looks at it. */
static bool half_is_seen(struct kunit *test, bool upper)
{
	const struct mmscope_param *param = mmscope_param(test);
	const u64 half = param->value - 1;
	struct page *page = take_block(param);
	struct page *gone, *kept;

	KUNIT_ASSERT_NOT_NULL(test, page);
	/* Pages behind the first one have no reference of their own. */
	init_page_count(page + (1UL << half));
	gone = upper ? page + (1UL << half) : page;
	kept = upper ? page : page + (1UL << half);
	__free_pages(gone, half);
	mmscope_hold(test, kept, half);
	/* Its buddy is in use: it cannot have become a part of anything larger. */
	return is_free_block(test, page_to_pfn(gone), half);
}

static bool upper_half_is_seen(struct kunit *test)
{
	return half_is_seen(test, true);
}

static bool lower_half_is_seen(struct kunit *test)
{
	return half_is_seen(test, false);
}

static void upper_half_becomes_a_block(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, upper_half_is_seen));
}

static void lower_half_becomes_a_block(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, lower_half_is_seen));
}

static bool merge_is_seen(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const u64 half = param->value - 1;
	struct page *page = take_block(param);
	u64 pfn;

	KUNIT_ASSERT_NOT_NULL(test, page);
	pfn = page_to_pfn(page);
	init_page_count(page + (1UL << half));
	__free_pages(page, half);
	__free_pages(page + (1UL << half), half);
	return is_merged(test, pfn, param->value) &&
	       is_merged(test, pfn + (1ULL << half), param->value);
}

static void halves_merge_again(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, merge_is_seen));
}

/* Free blocks of one order in all lists of a zone. */
static u64 free_blocks(struct kunit *test, const struct zone *zone, u64 order)
{
	const struct mms_hook_record record =
		mmscope_find(test, mmscope_read(test, "free_area"),
			     "free_order nid=%d zone_idx=%d order=%llu", zone->zone_pgdat->node_id,
			     (int)zone_idx(zone), order);

	return mmscope_u64(test, &record, "nr_free");
}

/* The contents that are read are blocks themselves, of orders up to 5 or so. */
MMSCOPE_PARAM(large_split, "order", 7, 8)

static bool half_is_counted(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const u64 half = param->value - 1;
	struct page *page = take_block(param);
	const struct zone *zone;
	u64 before;

	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	init_page_count(page + (1UL << half));
	mmscope_hold(test, page + (1UL << half), half);
	before = free_blocks(test, zone, half);
	__free_pages(page, half);
	return free_blocks(test, zone, half) == before + 1;
}

static void half_is_counted_in_its_order(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, half_is_counted));
}

/* -- lists ----------------------------------------------------------------- */

static const void *order_gen_params(const void *prev, char *desc)
{
	static u64 order;

	order = prev ? order + 1 : 0;
	if (order == ARRAY_SIZE(((struct zone *)NULL)->free_area))
		return NULL;
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "order %llu", order);
	return &order;
}

/* Free blocks of one order in all zones. */
static u64 all_free_blocks(struct kunit *test, u64 order)
{
	return mmscope_sum(test, mmscope_read(test, "free_area"), "nr_free",
			   "free_order order=%llu", order);
}

/* Blocks come and go: of those that were there both times half must be found. */
static bool blocks_of_the_order_are_found(struct kunit *test)
{
	const u64 order = *(const u64 *)test->param_value;
	const u64 before = all_free_blocks(test, order);
	const struct mms_hook_text *found;
	struct mms_hook_record block = {};
	u64 there, nr_found = 0;

	found = mmscope_ask(test, "page_find", "class=buddy order=%llu limit=20", order);
	there = min3(before, all_free_blocks(test, order), (u64)20);
	while (mmscope_next(test, found, "page_info", &block)) {
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &block, "pfn") % (1ULL << order), 0);
		KUNIT_EXPECT_EQ(test, mmscope_s64(test, &block, "refcount"), 0);
		nr_found++;
	}
	return nr_found >= DIV_ROUND_UP(there, 2);
}

static void blocks_of_each_order_are_found(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, blocks_of_the_order_are_found));
}

/* Large enough for most machines: as many as page_find gives. */
#define FOUND_BLOCKS 10000ULL

/*
 * A smaller block may be on the list of another type than its pageblock's. So may
 * the largest before 6.10, where it was merged from pageblocks of two types.
 */
static void whole_pageblocks_are_on_the_list_of_their_type(struct kunit *test)
{
	const u64 order = ARRAY_SIZE(((struct zone *)NULL)->free_area) - 1;
	const struct mms_hook_text *text = mmscope_read(test, "free_area");
	struct mms_hook_record list = {};
	const struct mms_hook_text *found;
	u64 blocks, nr_found, lists = 0;
	char match[64];

	snprintf(match, sizeof(match), "free_area order=%llu", order);
	while (mmscope_next(test, text, match, &list)) {
		blocks = min(mmscope_u64(test, &list, "blocks"), FOUND_BLOCKS);
		if (!blocks)
			continue;
		lists++;
		found = mmscope_ask(test, "page_find",
				    "class=buddy order=%llu nid=%llu zone=%s migratetype=%s limit=%llu",
				    order, mmscope_u64(test, &list, "nid"),
				    mmscope_word(test, &list, "zone"),
				    mmscope_word(test, &list, "migratetype"), FOUND_BLOCKS);
		nr_found = mmscope_count(test, found, "page_info");
		/* Large blocks are seldom taken: a few may be while this runs. */
		KUNIT_EXPECT_GE(test, nr_found + 4, blocks);
		/* Of a list that is too long to be counted there are more. */
		if (!mmscope_u64(test, &list, "bounded") && nr_found < FOUND_BLOCKS)
			KUNIT_EXPECT_LE(test, nr_found, blocks + 4);
	}
	if (!lists)
		mmscope_skip(test, "no block of order %llu is free", order);
}

static struct kunit_case buddy_cases[] = {
	KUNIT_CASE_PARAM(block_in_use_is_not_free, split_gen_params),
	KUNIT_CASE_PARAM(upper_half_becomes_a_block, split_gen_params),
	KUNIT_CASE_PARAM(lower_half_becomes_a_block, split_gen_params),
	KUNIT_CASE_PARAM(halves_merge_again, split_gen_params),
	KUNIT_CASE_PARAM(half_is_counted_in_its_order, large_split_gen_params),
	KUNIT_CASE_PARAM(blocks_of_each_order_are_found, order_gen_params),
	KUNIT_CASE(whole_pageblocks_are_on_the_list_of_their_type),
	{}
};

MMSCOPE_SUITE(buddy, buddy_cases);
