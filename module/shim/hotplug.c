// SPDX-License-Identifier: GPL-2.0
/*
 * Memory hot-removal waits for whoever reads struct page.
 *
 * A reader checks under rcu_read_lock() that its pages are online and reads
 * them before it lets go. MEM_OFFLINE is sent after the section stopped to be
 * online and before its memmap can be freed: a grace period in between sees out
 * every reader that still found it online.
 */
#include "shim.h"

#include <linux/memory.h>
#include <linux/notifier.h>
#include <linux/rcupdate.h>

#include "internal.h"

static int mms_memory_event(struct notifier_block *block, unsigned long action, void *arg)
{
	if (action == MEM_OFFLINE)
		synchronize_rcu();
	return NOTIFY_OK;
}

static struct notifier_block mms_memory_block = {
	.notifier_call = mms_memory_event,
};

int mms_hotplug_init(void)
{
	return register_memory_notifier(&mms_memory_block);
}

void mms_hotplug_exit(void)
{
	unregister_memory_notifier(&mms_memory_block);
}
