// SPDX-License-Identifier: GPL-2.0
/*
 * The memmap as mere words, read as fast as one CPU can.
 */
#include "shim.h"

#include <linux/compiler.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>

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
