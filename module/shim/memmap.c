// SPDX-License-Identifier: GPL-2.0
/*
 * The memmap itself: its words, read as fast as one CPU can, and the pages that hold it.
 */
#include "shim.h"

#include <linux/compiler.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>

#define WORDS_PER_PAGE (sizeof(struct page) / sizeof(unsigned long))

/* READ_ONCE(): the kernel writes meanwhile, and no word may be left out. */
static mms_u64 sum_words(const struct page *page, const struct page *end)
{
	mms_u64 sum = 0;

	for (; page < end; page++) {
		const unsigned long *words = (const unsigned long *)page;
		unsigned int i;

#pragma GCC unroll 16
		for (i = 0; i < WORDS_PER_PAGE; i++)
			sum += READ_ONCE(words[i]);
	}
	return sum;
}

int mms_memmap_read(mms_u64 pfn, mms_u64 end, mms_u64 *sum)
{
	const struct page *page;
	int err = -ENXIO;

	/* What hot-removes the pages waits for us: see hotplug.c. */
	rcu_read_lock();
	page = pfn_to_online_page(pfn);
	if (page) {
		*sum += sum_words(page, page + (end - pfn));
		err = 0;
	}
	rcu_read_unlock();
	return err;
}

mms_u64 mms_memmap_run(mms_u64 pfn, mms_u64 end, mms_u64 *first, mms_u64 *nr_pages)
{
	const mms_u64 per_page = PAGE_SIZE / sizeof(struct page);

	*first = 0;
	*nr_pages = 0;
	rcu_read_lock();
	for (; pfn < end && pfn_to_online_page(pfn); pfn += per_page) {
		const struct page *page = vmalloc_to_page(pfn_to_page(pfn));

		if (!page)
			break;
		if (!*nr_pages)
			*first = page_to_pfn(page);
		else if (page_to_pfn(page) != *first + *nr_pages)
			break;
		++*nr_pages;
	}
	rcu_read_unlock();
	return *nr_pages ? pfn : pfn + per_page;
}
