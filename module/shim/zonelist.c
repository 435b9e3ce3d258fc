// SPDX-License-Identifier: GPL-2.0
/*
 * Zonelists: the order in which a node's allocations try zones.
 */
#include "shim.h"

#include <linux/mmzone.h>

unsigned int mms_nr_zonelists(void)
{
	return MAX_ZONELISTS;
}

struct zone *mms_zonelist_zone(struct pglist_data *pgdat, enum mms_zonelist list, unsigned int pos)
{
	/* The last entry is the end mark; a rebuild never moves it further. */
	if (pos >= MAX_ZONES_PER_ZONELIST)
		return NULL;
	return READ_ONCE(pgdat->node_zonelists[list]._zonerefs[pos].zone);
}
