// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters that depend on the machine: its nodes and zones.
 */
#include "suite.h"

#include <linux/mmzone.h>
#include <linux/nodemask.h>

const void *mmscope_next_param(struct mmscope_param *param, const void *prev, const u64 *values,
			       size_t nr_values, const char *what, char *desc)
{
	size_t next = 0;

	if (!prev) {
		param->nid = first_node(node_states[N_MEMORY]);
	} else {
		while (values[next] != param->value)
			next++;
		if (++next == nr_values) {
			next = 0;
			param->nid = next_node(param->nid, node_states[N_MEMORY]);
		}
	}
	if (param->nid >= MAX_NUMNODES)
		return NULL;
	param->value = values[next];
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "node %d, %s %llu", param->nid, what, param->value);
	return param;
}

const void *mmscope_node_gen_params(const void *prev, char *desc)
{
	static struct mmscope_param param;

	param.nid = prev ? next_node(param.nid, node_states[N_POSSIBLE]) :
			   first_node(node_states[N_POSSIBLE]);
	if (param.nid >= MAX_NUMNODES)
		return NULL;
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "node %d%s", param.nid,
		 node_online(param.nid) ? "" : ", offline");
	return &param;
}

const void *mmscope_zone_gen_params(const void *prev, char *desc)
{
	static struct mmscope_param param;
	struct zone *zone;

	if (!prev) {
		param.nid = first_online_node;
		param.value = 0;
	} else if (++param.value == MAX_NR_ZONES) {
		param.nid = next_online_node(param.nid);
		param.value = 0;
	}
	if (param.nid >= MAX_NUMNODES)
		return NULL;
	zone = &NODE_DATA(param.nid)->node_zones[param.value];
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "node %d, zone %s%s", param.nid, zone->name,
		 populated_zone(zone) ? "" : ", empty");
	return &param;
}
