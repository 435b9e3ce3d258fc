// SPDX-License-Identifier: GPL-2.0
/*
 * Contiguous memory of a device, which the DMA API takes from the CMA area. The
 * allocator of CMA itself is not exported.
 */
#include "shim.h"

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/platform_device.h>

#ifdef CONFIG_DMA_CMA

int mms_have_dma_cma(void)
{
	return 1;
}

struct device *mms_dma_device_new(int nid)
{
	struct platform_device *pdev;

	pdev = platform_device_register_simple("mmscope", PLATFORM_DEVID_AUTO, NULL, 0);
	if (IS_ERR(pdev))
		return NULL;
	set_dev_node(&pdev->dev, nid);
	/* A device that reaches all memory: the area alone decides. */
	if (dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64))) {
		platform_device_unregister(pdev);
		return NULL;
	}
	return &pdev->dev;
}

void mms_dma_device_delete(struct device *dev)
{
	if (dev)
		platform_device_unregister(to_platform_device(dev));
}

struct page *mms_dma_alloc_pages(struct device *dev, mms_size size, mms_u64 *handle)
{
	dma_addr_t addr;
	struct page *page = dma_alloc_pages(dev, size, &addr, DMA_BIDIRECTIONAL,
					    GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY);

	if (page)
		*handle = addr;
	return page;
}

void mms_dma_free_pages(struct device *dev, mms_size size, struct page *page, mms_u64 handle)
{
	dma_free_pages(dev, size, page, handle, DMA_BIDIRECTIONAL);
}

int mms_page_is_cma(struct page *page)
{
	return mms_pageblock_migratetype(page_to_pfn(page)) == MIGRATE_CMA;
}

#else /* !CONFIG_DMA_CMA: nothing of this is ever called but the first */

int mms_have_dma_cma(void)
{
	return 0;
}

struct device *mms_dma_device_new(int nid)
{
	return NULL;
}

void mms_dma_device_delete(struct device *dev)
{
}

struct page *mms_dma_alloc_pages(struct device *dev, mms_size size, mms_u64 *handle)
{
	return NULL;
}

void mms_dma_free_pages(struct device *dev, mms_size size, struct page *page, mms_u64 handle)
{
}

int mms_page_is_cma(struct page *page)
{
	return 0;
}

#endif /* CONFIG_DMA_CMA */
