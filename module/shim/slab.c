// SPDX-License-Identifier: GPL-2.0
/*
 * The slab allocator, driven: kmalloc() and a cache of one's own.
 */
#include "shim.h"

#include <linux/mm.h>
#include <linux/slab.h>

#include "compat.h"

mms_u64 mms_kmalloc_max_size(void)
{
	return KMALLOC_MAX_SIZE;
}

void *mms_kmalloc_node(mms_size size, mms_u32 gfp, int nid)
{
	return kmalloc_node(size, (__force gfp_t)gfp, nid);
}

void mms_kfree(const void *object)
{
	kfree(object);
}

void mms_virt_place(const void *object, struct mms_place *place)
{
	mms_page_place(virt_to_page(object), place);
}

struct kmem_cache *mms_kmem_cache_create(mms_size size, mms_size align)
{
	return kmem_cache_create("mmscope_lab", size, align, MMS_SLAB_NO_MERGE, NULL);
}

void mms_kmem_cache_destroy(struct kmem_cache *cache)
{
	kmem_cache_destroy(cache);
}

void *mms_kmem_cache_alloc_node(struct kmem_cache *cache, mms_u32 gfp, int nid)
{
	return kmem_cache_alloc_node(cache, (__force gfp_t)gfp, nid);
}

void mms_kmem_cache_free(struct kmem_cache *cache, void *object)
{
	kmem_cache_free(cache, object);
}

int mms_kmem_cache_alloc_bulk(struct kmem_cache *cache, mms_u32 gfp, mms_size nr, void **objects)
{
	return kmem_cache_alloc_bulk(cache, (__force gfp_t)gfp, nr, objects) != 0;
}

void mms_kmem_cache_free_bulk(struct kmem_cache *cache, mms_size nr, void **objects)
{
	kmem_cache_free_bulk(cache, nr, objects);
}
