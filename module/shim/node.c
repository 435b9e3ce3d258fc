// SPDX-License-Identifier: GPL-2.0
/*
 * Nodes: node_states[], struct pglist_data, distances.
 */
#include "shim.h"

#include <linux/minmax.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/topology.h>

int mms_next_node(int nid, enum mms_node_state state)
{
	const enum node_states kernel_state = state == MMS_NODE_ONLINE ? N_ONLINE : N_POSSIBLE;

	return next_node(nid, node_states[kernel_state]);
}

int mms_nr_node_ids(void)
{
	return nr_node_ids;
}

struct pglist_data *mms_node_data(int nid)
{
	return NODE_DATA(nid);
}

int mms_node_distance(int from, int to)
{
	return node_distance(from, to);
}

void mms_node_read(struct pglist_data *pgdat, struct mms_wire_node *node)
{
	const int nid = pgdat->node_id;

	node->nid = nid;
	node->online = node_state(nid, N_ONLINE);
	node->has_cpu = node_state(nid, N_CPU);
	node->has_memory = node_state(nid, N_MEMORY);
	node->has_normal_memory = node_state(nid, N_NORMAL_MEMORY);
	node->has_generic_initiator = node_state(nid, N_GENERIC_INITIATOR);
	node->nr_zones = READ_ONCE(pgdat->nr_zones);
	node->node_start_pfn = READ_ONCE(pgdat->node_start_pfn);
	node->node_spanned_pages = READ_ONCE(pgdat->node_spanned_pages);
	node->node_present_pages = READ_ONCE(pgdat->node_present_pages);
	node->totalreserve_pages = READ_ONCE(pgdat->totalreserve_pages);
#ifdef CONFIG_NUMA
	node->min_unmapped_pages = READ_ONCE(pgdat->min_unmapped_pages);
	node->min_slab_pages = READ_ONCE(pgdat->min_slab_pages);
#endif
	node->kswapd_order = READ_ONCE(pgdat->kswapd_order);
	node->kswapd_highest_zoneidx = READ_ONCE(pgdat->kswapd_highest_zoneidx);
	node->kswapd_failures = READ_ONCE(pgdat->kswapd_failures);
}
