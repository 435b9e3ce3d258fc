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

void *mms_vmap(struct page **pages, unsigned int nr_pages)
{
	return vmap(pages, nr_pages, VM_MAP, PAGE_KERNEL);
}

void mms_vunmap(const void *area)
{
	vunmap(area);
}

void *mms_vm_map_ram(struct page **pages, unsigned int nr_pages, int nid)
{
	return vm_map_ram(pages, nr_pages, nid);
}

void mms_vm_unmap_ram(const void *area, unsigned int nr_pages)
{
	vm_unmap_ram(area, nr_pages);
}

struct page *mms_vmalloc_to_page(const void *address)
{
	return vmalloc_to_page(address);
}
