// SPDX-License-Identifier: GPL-2.0
/*
 * Pages that a case holds, and what the module says of a page.
 */
#include "pages.h"

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

struct mmscope_block {
	struct page *page;
	unsigned int order;
};

static void mmscope_block_free(void *context)
{
	struct mmscope_block *block = context;

	__free_pages(block->page, block->order);
	kfree(block);
}

void mmscope_hold(struct kunit *test, struct page *page, unsigned int order)
{
	struct mmscope_block *block = kzalloc(sizeof(*block), GFP_KERNEL);

	if (!block)
		__free_pages(page, order);
	KUNIT_ASSERT_NOT_NULL(test, block);
	block->page = page;
	block->order = order;
	mmscope_defer(test, mmscope_block_free, block);
}

struct page *mmscope_alloc_pages(struct kunit *test, int nid, gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_pages_node(nid, gfp | __GFP_THISNODE | __GFP_NOWARN, order);

	KUNIT_ASSERT_NOT_NULL_MSG(test, page, "node %d has no block of order %u", nid, order);
	mmscope_hold(test, page, order);
	return page;
}

static void mmscope_vfree(void *area)
{
	vfree(area);
}

void *mmscope_vmalloc(struct kunit *test, size_t bytes)
{
	void *area = vmalloc(bytes);

	KUNIT_ASSERT_NOT_NULL(test, area);
	mmscope_defer(test, mmscope_vfree, area);
	return area;
}

struct mms_hook_record mmscope_page_info(struct kunit *test, u64 pfn)
{
	return mmscope_find(test, mmscope_ask(test, "page", "pfn=%llu", pfn), "page_info");
}

bool mmscope_is(const struct mms_hook_record *record, const char *key, const char *word)
{
	char found[128];

	return !mms_hook_word(record, key, found, sizeof(found)) && !strcmp(found, word);
}
