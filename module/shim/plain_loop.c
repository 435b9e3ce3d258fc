// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel developer would write to time an allocator: the lab is held
 * against it.
 */
#include "shim.h"

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

/* Operations between two points at which others may run. */
#define MMS_PLAIN_CHUNK 256

int mms_plain_alloc_pages(int nid, mms_u32 gfp, unsigned int order, mms_u64 ops,
			  mms_u64 *took_ns)
{
	mms_u64 done;

	*took_ns = 0;
	for (done = 0; done < ops; done += MMS_PLAIN_CHUNK) {
		unsigned int n = min_t(mms_u64, ops - done, MMS_PLAIN_CHUNK);
		mms_u64 start;

		cond_resched();
		start = ktime_get_ns();
		while (n--) {
			struct page *page = alloc_pages_node(nid, (__force gfp_t)gfp, order);

			if (!page)
				return -ENOMEM;
			__free_pages(page, order);
		}
		*took_ns += ktime_get_ns() - start;
	}
	return 0;
}

int mms_plain_vmalloc(int nid, mms_size size, mms_u64 ops, mms_u64 *took_ns)
{
	mms_u64 done;

	*took_ns = 0;
	for (done = 0; done < ops; done += MMS_PLAIN_CHUNK) {
		unsigned int n = min_t(mms_u64, ops - done, MMS_PLAIN_CHUNK);
		mms_u64 start;

		cond_resched();
		start = ktime_get_ns();
		while (n--) {
			void *area = vmalloc_node(size, nid);

			if (!area)
				return -ENOMEM;
			vfree(area);
		}
		*took_ns += ktime_get_ns() - start;
	}
	return 0;
}
