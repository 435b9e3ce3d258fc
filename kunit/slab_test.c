// SPDX-License-Identifier: GPL-2.0
/*
 * Slabs, as the lab drives them: objects of each size on each node, aligned,
 * zeroed and kept as they were.
 */
#include "suite.h"

#include <linux/slab.h>

#include "pages.h"

/* All objects of a leg come from one node, as gfp=thisnode has it. */
static void expect_node(struct kunit *test, const struct mms_hook_text *result, int nid)
{
	const struct mms_hook_record check = mmscope_find(test, result, "bench_check leg=0");

	KUNIT_EXPECT_EQ(test, mmscope_sum(test, result, "objects", "bench_place leg=0 nid=%d", nid),
			mmscope_u64(test, &check, "acquired"));
}

MMSCOPE_PARAM(size, "bytes", 8, 96, 192, 1024, 8192, 65536)

static void kmalloc_keeps_its_promises(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result =
		mmscope_lab(test,
			    "case=kmalloc size=%llu mem_node=%d gfp=thisnode pattern=burst depth=20 ops=100",
			    param->value, param->nid);

	mmscope_expect_objects(test, result);
	expect_node(test, result, param->nid);
}

static void kmalloc_zeroes(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	mmscope_expect_objects(test, mmscope_lab(test,
						 "case=kmalloc size=%llu mem_node=%d gfp=kernel,zero pattern=random ops=100",
						 param->value, param->nid));
}

MMSCOPE_PARAM(align, "align", 8, 64, 256, 4096)

static void cache_aligns_its_objects(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result =
		mmscope_lab(test,
			    "case=kmem_cache size=40 align=%llu mem_node=%d gfp=thisnode pattern=burst depth=20 ops=100",
			    param->value, param->nid);

	mmscope_expect_objects(test, result);
	expect_node(test, result, param->nid);
}

MMSCOPE_PARAM(bulk, "objects at once", 2, 16, 64)

static void cache_gives_objects_in_bulk(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	mmscope_expect_objects(test, mmscope_lab(test,
						 "case=kmem_cache_bulk size=128 bulk=%llu mem_node=%d pattern=burst depth=4 ops=20",
						 param->value, param->nid));
}

/* The lab takes them on the first node that has CPUs, and frees them on the last. */
static void objects_are_freed_on_another_node(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result;
	struct mms_hook_record check;
	int nid, free_node = NUMA_NO_NODE;

	for_each_node_state(nid, N_CPU)
		free_node = nid;
	result = mmscope_lab(test,
			     "case=kfree_remote size=%llu mem_node=%d free_node=%d ops=100 depth=20",
			     param->value, param->nid, free_node);
	mmscope_expect_objects(test, result);
	if (num_node_state(N_CPU) == 1)
		mmscope_skip(test, "all CPUs are of one node");
	check = mmscope_find(test, result, "bench_check leg=0");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "freed_remote"),
			mmscope_u64(test, &check, "released"));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "freed_local"), 0);
}

static const char * const refused[] = {
	"case=kmalloc size=1099511627776",
	"case=kmalloc size=64 gfp=movable",
	"case=kmalloc size=64 align=8",
	"case=kmem_cache size=64 align=3",
	"case=kmem_cache size=0",
	"case=kmem_cache_bulk bulk=0",
	"case=kfree_remote free_node=4096",
};

KUNIT_ARRAY_PARAM(refused, refused, mmscope_line_desc);

static struct kunit_case slab_cases[] = {
	KUNIT_CASE_PARAM(kmalloc_keeps_its_promises, size_gen_params),
	KUNIT_CASE_PARAM(kmalloc_zeroes, size_gen_params),
	KUNIT_CASE_PARAM(cache_aligns_its_objects, align_gen_params),
	KUNIT_CASE_PARAM(cache_gives_objects_in_bulk, bulk_gen_params),
	KUNIT_CASE_PARAM(objects_are_freed_on_another_node, size_gen_params),
	KUNIT_CASE_PARAM(mmscope_lab_refuses, refused_gen_params),
	{}
};

MMSCOPE_SUITE(slab, slab_cases);
