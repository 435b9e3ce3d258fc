// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers as dma-buf's heaps make them: from large blocks as long as there are
 * any, or from one block that is cut to size.
 */
#include "suite.h"

#include <linux/mm.h>

MMSCOPE_PARAM(size, "bytes", 1, 4096, 65536, 69632, 1048576, 1114112)

/* Pages of all blocks that a leg got. */
static u64 pages_of_blocks(struct kunit *test, const struct mms_hook_text *result)
{
	struct mms_hook_record order = {};
	u64 pages = 0;

	while (mmscope_next(test, result, "bench_order leg=0", &order))
		pages += mmscope_u64(test, &order, "blocks")
			 << mmscope_u64(test, &order, "order");
	return pages;
}

static void system_heap_makes_whole_buffers(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result =
		mmscope_lab(test,
			    "case=heap_system size=%llu mem_node=%d pattern=burst depth=3 ops=12 budget_pages=2048",
			    param->value, param->nid);
	const struct mms_hook_record check = mmscope_find(test, result, "bench_check leg=0");

	mmscope_expect_objects(test, result);
	KUNIT_EXPECT_EQ(test, pages_of_blocks(test, result),
			mmscope_u64(test, &check, "acquired") *
				DIV_ROUND_UP(param->value, PAGE_SIZE));
}

/* Blocks of an order that the one buffer of a run is made of. */
static u64 blocks_of_order(struct kunit *test, const struct mms_hook_text *result, int order)
{
	return mmscope_sum(test, result, "blocks", "bench_order leg=0 order=%d", order);
}

/* Where none of them is short just now. */
static bool buffer_has_a_block_of_each_order(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=heap_system size=%lu warm_up=0 ops=1",
			    (256 + 16 + 1) * PAGE_SIZE);

	mmscope_expect_objects(test, result);
	return blocks_of_order(test, result, 8) == 1 && blocks_of_order(test, result, 4) == 1 &&
	       blocks_of_order(test, result, 0) == 1 &&
	       pages_of_blocks(test, result) == 256 + 16 + 1;
}

/* Blocks of order 8, 4 and 0, the largest first: no more small ones than needed. */
static void system_heap_takes_large_blocks_first(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, buffer_has_a_block_of_each_order));
}

static void contiguous_heap_cuts_its_block(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result =
		mmscope_lab(test,
			    "case=heap_contig size=%llu mem_node=%d pattern=burst depth=3 ops=12 budget_pages=2048",
			    param->value, param->nid);

	mmscope_expect_objects(test, result);
}

static void sizes_out_of_range_are_refused(struct kunit *test)
{
	static const char * const heaps[] = { "heap_system", "heap_contig" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(heaps); i++) {
		mmscope_lab_expect_error(test, -EINVAL, "case=%s size=0", heaps[i]);
		mmscope_lab_expect_error(test, -EINVAL, "case=%s size=1099511627776",
					 heaps[i]);
	}
}

static struct kunit_case heap_cases[] = {
	KUNIT_CASE_PARAM(system_heap_makes_whole_buffers, size_gen_params),
	KUNIT_CASE(system_heap_takes_large_blocks_first),
	KUNIT_CASE_PARAM(contiguous_heap_cuts_its_block, size_gen_params),
	KUNIT_CASE(sizes_out_of_range_are_refused),
	{}
};

MMSCOPE_SUITE(heap, heap_cases);
