// SPDX-License-Identifier: GPL-2.0
/*
 * vmalloc, driven.
 */
#include "shim.h"

#include <linux/mm.h>
#include <linux/vmalloc.h>

void *mms_vmalloc_node(mms_size size, int nid)
{
	return vmalloc_node(size, nid);
}

void mms_vfree(const void *area)
{
	vfree(area);
}

void mms_vmalloc_place(const void *address, struct mms_place *place)
{
	mms_page_place(vmalloc_to_page(address), place);
}
