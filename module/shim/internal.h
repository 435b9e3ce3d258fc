/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the shim share among themselves; the core never sees it.
 */
#ifndef MMS_SHIM_INTERNAL_H
#define MMS_SHIM_INTERNAL_H

#include "shim.h"

#include <linux/list.h>

/* Entries of a list, at most @bound; the caller holds the list's lock. */
static inline mms_u64 mms_list_count(const struct list_head *head, mms_u64 bound)
{
	const struct list_head *entry;
	mms_u64 entries = 0;

	list_for_each(entry, head)
		if (++entries == bound)
			break;
	return entries;
}

int mms_hotplug_init(void);
void mms_hotplug_exit(void);
int mms_debugfs_init(void);
void mms_debugfs_exit(void);

#endif /* MMS_SHIM_INTERNAL_H */
