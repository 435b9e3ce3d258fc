// SPDX-License-Identifier: GPL-2.0
/*
 * Translation: the module's walk through the page tables against what the kernel
 * says of the same address.
 */
#include "suite.h"

#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "pages.h"
#include "user.h"

static struct mms_hook_record translate(struct kunit *test, unsigned long addr)
{
	return mmscope_find(test, mmscope_ask(test, "translate", "addr=0x%lx", addr),
			    "translation");
}

static struct mms_hook_record translate_user(struct kunit *test, unsigned long addr)
{
	return mmscope_find(test, mmscope_ask(test, "translate", "addr=0x%lx pid=%d", addr,
					      mmscope_user_pid()), "translation");
}

static void expect_mapped(struct kunit *test, const struct mms_hook_record *end, u64 pfn,
			  const char *area)
{
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, end, "state"), "mapped");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, end, "pfn"), pfn);
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, end, "area"), area);
}

/* -- the kernel's half ----------------------------------------------------- */

MMSCOPE_PARAM(order, "order", 0, 3, 9)

static void direct_map_leads_to_its_page(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	struct page *page = mmscope_alloc_pages(test, param->nid, GFP_KERNEL, param->value);
	const unsigned long inside = (PAGE_SIZE << param->value) - 8;
	const unsigned long addr = (unsigned long)page_address(page) + inside;
	const struct mms_hook_record end = translate(test, addr);

	expect_mapped(test, &end, page_to_pfn(page) + (inside >> PAGE_SHIFT), "direct_map");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "phys_addr"),
			virt_to_phys((void *)addr));
}

static void vmalloc_leads_to_each_of_its_pages(struct kunit *test)
{
	void *area = mmscope_vmalloc(test, 8 * PAGE_SIZE);
	struct mms_hook_record end;
	int i;

	for (i = 0; i < 8; i++) {
		end = translate(test, (unsigned long)area + i * PAGE_SIZE + 1);
		expect_mapped(test, &end, vmalloc_to_pfn(area + i * PAGE_SIZE), "vmalloc");
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "entry_bytes"), PAGE_SIZE);
	}
}

/* A guard page ends each area. */
static void behind_an_area_nothing_is_mapped(struct kunit *test)
{
	void *area = mmscope_vmalloc(test, 3 * PAGE_SIZE);
	const struct mms_hook_record end =
		translate(test, (unsigned long)area + 3 * PAGE_SIZE);

	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "state"), "hole");
}

static void module_text_is_mapped(struct kunit *test)
{
	const unsigned long addr = (unsigned long)module_text_is_mapped;
	const struct mms_hook_record end = translate(test, addr);

	expect_mapped(test, &end, vmalloc_to_pfn((void *)addr), "modules");
}

static void kernel_image_is_mapped(struct kunit *test)
{
	const struct mms_hook_record end = translate(test, (unsigned long)empty_zero_page);

	expect_mapped(test, &end, PHYS_PFN(__pa_symbol(empty_zero_page)), "kernel_image");
}

static void memmap_is_mapped(struct kunit *test)
{
	struct page *page = mmscope_alloc_pages(test, mmscope_kernel_node(), GFP_KERNEL, 0);
	const struct mms_hook_record end = translate(test, (unsigned long)page);

	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "state"), "mapped");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "area"), "vmemmap");
	/* vmalloc_to_pfn() is a BUG there for an address of no area of vmalloc(). */
	if (!IS_ENABLED(CONFIG_DEBUG_VIRTUAL))
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "pfn"), vmalloc_to_pfn(page));
}

/* -- a process ------------------------------------------------------------- */

static void touched_page_of_a_process_is_mapped(struct kunit *test)
{
	const unsigned long addr = mmscope_map_user(test, 4);
	struct mms_hook_record end;
	u64 pfn;
	int i;

	for (i = 0; i < 4; i++) {
		pfn = mmscope_touch_user(test, addr + i * PAGE_SIZE);
		end = translate_user(test, addr + i * PAGE_SIZE + 12);
		expect_mapped(test, &end, pfn, "user");
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "pid"), mmscope_user_pid());
		KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "vma_flags"), "rw-p");
	}
}

static void page_that_nobody_touched_is_a_hole(struct kunit *test)
{
	const unsigned long addr = mmscope_map_user(test, 2);
	const struct mms_hook_record end = translate_user(test, addr + PAGE_SIZE);
	char start[24];

	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "state"), "hole");
	snprintf(start, sizeof(start), "0x%lx", addr);
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &end, "vma_start"), start);
}

static void levels_go_down_to_the_page(struct kunit *test)
{
	const unsigned long addr = mmscope_map_user(test, 1);
	const struct mms_hook_text *text;
	struct mms_hook_record entry;

	mmscope_touch_user(test, addr);
	text = mmscope_ask(test, "translate", "addr=0x%lx pid=%d", addr, mmscope_user_pid());
	entry = mmscope_find(test, text, "pgtable_level level=pgd");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &entry, "index"), pgd_index(addr));
	entry = mmscope_find(test, text, "pgtable_level level=pmd");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &entry, "index"), pmd_index(addr));
	entry = mmscope_find(test, text, "pgtable_level level=pte");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &entry, "index"), pte_index(addr));
}

/* -- refusals -------------------------------------------------------------- */

static void what_has_no_tables_is_refused(struct kunit *test)
{
	/* kthreadd has no memory of its own. */
	mmscope_expect_error(test, -ESRCH, "translate", "addr=0x1000 pid=2");
	mmscope_expect_error(test, -ESRCH, "translate", "addr=0x1000 pid=%d",
			     (int)PID_MAX_LIMIT - 1);
	mmscope_expect_error(test, -EINVAL, "translate", "pid=1");
	mmscope_expect_error(test, -EINVAL, "translate", "addr=0x1000");
}

static struct kunit_case translate_cases[] = {
	KUNIT_CASE_PARAM(direct_map_leads_to_its_page, order_gen_params),
	KUNIT_CASE(vmalloc_leads_to_each_of_its_pages),
	KUNIT_CASE(behind_an_area_nothing_is_mapped),
	KUNIT_CASE(module_text_is_mapped),
	KUNIT_CASE(kernel_image_is_mapped),
	KUNIT_CASE(memmap_is_mapped),
	KUNIT_CASE(touched_page_of_a_process_is_mapped),
	KUNIT_CASE(page_that_nobody_touched_is_a_hole),
	KUNIT_CASE(levels_go_down_to_the_page),
	KUNIT_CASE(what_has_no_tables_is_refused),
	{}
};

MMSCOPE_SUITE(translate, translate_cases);
