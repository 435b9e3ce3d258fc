// SPDX-License-Identifier: GPL-2.0
/*
 * vmalloc areas: as the lab makes them, and as the file `vmalloc` finds them in
 * the kernel's page tables.
 */
#include "suite.h"

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "pages.h"

MMSCOPE_PARAM(size, "bytes", 1, 4096, 65536, 1048576)

static void areas_keep_their_promises(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const u64 pages = DIV_ROUND_UP(param->value, PAGE_SIZE);
	const struct mms_hook_text *result =
		mmscope_lab(test,
			    "case=vmalloc size=%llu mem_node=%d pattern=burst depth=4 ops=12 budget_pages=2048",
			    param->value, param->nid);
	const struct mms_hook_record check = mmscope_find(test, result, "bench_check leg=0");
	const u64 placed = mmscope_sum(test, result, "objects", "bench_place leg=0");

	mmscope_expect_objects(test, result);
	KUNIT_EXPECT_EQ(test, placed, pages * mmscope_u64(test, &check, "acquired"));
	/* As few runs as areas, as many as pages. */
	KUNIT_EXPECT_GE(test, mmscope_u64(test, &check, "runs"),
			mmscope_u64(test, &check, "acquired"));
	KUNIT_EXPECT_LE(test, mmscope_u64(test, &check, "runs"), placed);
}

static void pages_are_mapped_by_vmap(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	mmscope_expect_objects(test, mmscope_lab(test,
						 "case=vmap size=%llu mem_node=%d pattern=random depth=3 ops=20",
						 param->value, param->nid));
}

static void pages_are_mapped_by_vm_map_ram(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);

	mmscope_expect_objects(test, mmscope_lab(test,
						 "case=vm_map_ram size=%llu mem_node=%d pattern=burst depth=3 ops=12",
						 param->value, param->nid));
}

static const char * const refused[] = {
	"case=vmalloc size=0",
	"case=vmalloc size=1099511627776",
	"case=vmap size=0",
	"case=vm_map_ram size=0",
};

KUNIT_ARRAY_PARAM(refused, refused, mmscope_line_desc);

/* -- the file -------------------------------------------------------------- */

/* Numbers of pages that nobody else's areas have. */
static const unsigned int odd_sizes[] = { 61, 211, 523 };

static void odd_size_desc(const unsigned int *pages, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u pages", *pages);
}

KUNIT_ARRAY_PARAM(odd_size, odd_sizes, odd_size_desc);

/* Runs of pages that follow each other in physical memory. */
static u64 count_runs(const void *area, unsigned int pages)
{
	u64 runs = 1;
	unsigned int i;

	for (i = 1; i < pages; i++)
		runs += vmalloc_to_pfn(area + i * PAGE_SIZE) !=
			vmalloc_to_pfn(area + (i - 1) * PAGE_SIZE) + 1;
	return runs;
}

static void area_is_found_with_its_runs(struct kunit *test)
{
	const unsigned int pages = *(const unsigned int *)test->param_value;
	struct mms_hook_record extent;
	void *area;

	if (mmscope_count(test, mmscope_read(test, "vmalloc"),
			  "vmalloc_extent area=vmalloc pages=%u", pages))
		mmscope_skip(test, "somebody else has an area of %u pages", pages);
	area = mmscope_vmalloc(test, pages * PAGE_SIZE);
	extent = mmscope_find(test, mmscope_read(test, "vmalloc"),
			      "vmalloc_extent area=vmalloc pages=%u", pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &extent, "memory_pages"), pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &extent, "runs"), count_runs(area, pages));
}

static void walk_counts_what_it_tells(struct kunit *test)
{
	const struct mms_hook_text *text = mmscope_read(test, "vmalloc");
	const struct mms_hook_record walk =
		mmscope_find(test, text, "vmalloc_walk area=vmalloc");
	const u64 extents = mmscope_count(test, text, "vmalloc_extent area=vmalloc");

	KUNIT_EXPECT_GT(test, extents, 0);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &walk, "extents"), extents);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &walk, "pages"),
			mmscope_sum(test, text, "pages", "vmalloc_extent area=vmalloc"));
}

static struct kunit_case vmalloc_cases[] = {
	KUNIT_CASE_PARAM(areas_keep_their_promises, size_gen_params),
	KUNIT_CASE_PARAM(pages_are_mapped_by_vmap, size_gen_params),
	KUNIT_CASE_PARAM(pages_are_mapped_by_vm_map_ram, size_gen_params),
	KUNIT_CASE_PARAM(mmscope_lab_refuses, refused_gen_params),
	KUNIT_CASE_PARAM(area_is_found_with_its_runs, odd_size_gen_params),
	KUNIT_CASE(walk_counts_what_it_tells),
	{}
};

MMSCOPE_SUITE(vmalloc, vmalloc_cases);
