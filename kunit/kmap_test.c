// SPDX-License-Identifier: GPL-2.0
/*
 * kmap_local_page(), as the lab drives it: what is read through the mapping is
 * what the page holds.
 */
#include "suite.h"

#include <linux/highmem.h>

#include "pages.h"

MMSCOPE_PARAM(ops, "operations", 1, 500)

static void page_is_read_through_its_mapping(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=kmap_local mem_node=%d ops=%llu warm_up=0", param->nid,
			    param->value);
	const struct mms_hook_record op = mmscope_find(test, result, "bench leg=0 op=map");

	mmscope_expect_sound(test, result);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops"), param->value);
}

/* Where the kernel maps a page, the walk through its tables comes to that page. */
static void mapping_leads_to_the_page(struct kunit *test)
{
	struct page *page = mmscope_alloc_pages(test, mmscope_param(test)->nid, GFP_HIGHUSER, 0);
	void *addr = kmap_local_page(page);
	const struct mms_hook_text *text = mmscope_ask(test, "translate", "addr=0x%lx",
						       (unsigned long)addr);
	struct mms_hook_record end;

	kunmap_local(addr);
	end = mmscope_find(test, text, "translation");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "state"), "mapped");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "pfn"), page_to_pfn(page));
}

static void keys_of_other_cases_are_refused(struct kunit *test)
{
	mmscope_lab_expect_error(test, -EINVAL, "case=kmap_local size=4096");
	mmscope_lab_expect_error(test, -EINVAL, "case=kmap_local hold=1");
}

static struct kunit_case kmap_cases[] = {
	KUNIT_CASE_PARAM(page_is_read_through_its_mapping, ops_gen_params),
	KUNIT_CASE_PARAM(mapping_leads_to_the_page, ops_gen_params),
	KUNIT_CASE(keys_of_other_cases_are_refused),
	{}
};

MMSCOPE_SUITE(kmap, kmap_cases);
