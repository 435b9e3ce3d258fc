// SPDX-License-Identifier: GPL-2.0
/*
 * Memory for the core's buffers.
 */
#include "shim.h"

#include <linux/mm.h>
#include <linux/slab.h>

void *mms_kvmalloc(mms_size size)
{
	/* RETRY_MAYFAIL: an instrument gives up before the OOM killer is asked. */
	return kvmalloc(size, GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL);
}

void mms_kvfree(const void *memory)
{
	kvfree(memory);
}
