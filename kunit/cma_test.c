// SPDX-License-Identifier: GPL-2.0
/*
 * The CMA area, as the lab takes memory from it for a device, and as the module's
 * figures tell of it.
 */
#include "suite.h"

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/sizes.h>

/* Pages of all areas; where there is none, the case is skipped. */
static u64 need_cma(struct kunit *test)
{
	const u64 pages = mmscope_sum(test, mmscope_read(test, "zones"), "cma_pages", "zone");

	if (!IS_ENABLED(CONFIG_DMA_CMA))
		mmscope_skip(test, "the kernel has no CONFIG_DMA_CMA");
	if (!pages)
		mmscope_skip(test, "the kernel was booted without a CMA area");
	return pages;
}

MMSCOPE_PARAM(size, "bytes", 8192, 12288, 65536, 1048576)

static void area_serves_devices(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result;
	struct mms_hook_record op;

	need_cma(test);
	result = mmscope_lab(test,
			     "case=cma size=%llu mem_node=%d pattern=burst depth=4 ops=12 budget_pages=2048",
			     param->value, param->nid);
	mmscope_expect_sound(test, result);
	op = mmscope_find(test, result, "bench leg=0 op=alloc");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "failed"), 0);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops"), 12);
}

/* What the area cannot give is told as failed, though the kernel falls back. */
static void buffer_larger_than_the_area_fails(struct kunit *test)
{
	const u64 area = need_cma(test);
	const struct mms_hook_text *result;
	struct mms_hook_record op;

	result = mmscope_lab(test, "case=cma size=%llu ops=3 warm_up=0 budget_pages=%llu",
			     2 * area * PAGE_SIZE, 5 * area);
	mmscope_expect_sound(test, result);
	op = mmscope_find(test, result, "bench leg=0 op=alloc");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "failed"), 3);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops"), 0);
}

/* Once the area is full the kernel takes other memory; that is none of the area. */
static void what_falls_back_fails(struct kunit *test)
{
	const u64 area = need_cma(test);
	const u64 buffers = area * PAGE_SIZE / SZ_1M + 2;
	const struct mms_hook_text *result;
	struct mms_hook_record op;

	result = mmscope_lab(test,
			     "case=cma size=%d pattern=burst depth=%llu ops=%llu warm_up=0 budget_pages=%llu",
			     SZ_1M, buffers, buffers, 2 * area);
	mmscope_expect_sound(test, result);
	op = mmscope_find(test, result, "bench leg=0 op=alloc");
	KUNIT_EXPECT_GE(test, mmscope_u64(test, &op, "failed"), 2);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops") + mmscope_u64(test, &op, "failed"),
			buffers);
}

static void what_cannot_be_is_refused(struct kunit *test)
{
	const int err = IS_ENABLED(CONFIG_DMA_CMA) ? -EINVAL : -EOPNOTSUPP;

	/* A single page never comes from the area. */
	mmscope_lab_expect_error(test, err, "case=cma size=4096");
	mmscope_lab_expect_error(test, err, "case=cma size=1099511627776");
	mmscope_lab_expect_error(test, err, "case=cma gfp=zero");
}

/* Pageblocks of the area are all that the zones say belong to it. */
static void pages_of_the_area_are_told(struct kunit *test)
{
	const u64 in_zones = need_cma(test);
	const u64 in_census = mmscope_sum(test, mmscope_read(test, "pages"), "pages",
					  "page migratetype=CMA");

	KUNIT_EXPECT_EQ(test, in_census, in_zones);
}

static struct kunit_case cma_cases[] = {
	KUNIT_CASE_PARAM(area_serves_devices, size_gen_params),
	KUNIT_CASE(buffer_larger_than_the_area_fails),
	KUNIT_CASE(what_falls_back_fails),
	KUNIT_CASE(what_cannot_be_is_refused),
	KUNIT_CASE(pages_of_the_area_are_told),
	{}
};

MMSCOPE_SUITE(cma, cma_cases);
