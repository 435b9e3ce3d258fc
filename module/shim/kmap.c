// SPDX-License-Identifier: GPL-2.0
/*
 * kmap_local_page(), driven.
 */
#include "shim.h"

#include <linux/highmem.h>

void *mms_kmap_local(struct page *page)
{
	return kmap_local_page(page);
}

void mms_kunmap_local(const void *address)
{
	kunmap_local(address);
}
