// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters that depend on the machine: its nodes, zones and CPUs.
 */
#include "suite.h"

#include <linux/cpumask.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>

const void *mmscope_next_param(struct mmscope_param *param, const void *prev, const u64 *values,
			       size_t nr_values, const char *what, char *desc)
{
	size_t next = 0;

	if (!prev) {
		param->nid = first_node(node_states[N_NORMAL_MEMORY]);
	} else {
		while (values[next] != param->value)
			next++;
		if (++next == nr_values) {
			next = 0;
			param->nid = next_node(param->nid, node_states[N_NORMAL_MEMORY]);
		}
	}
	if (param->nid >= MAX_NUMNODES)
		return NULL;
	param->value = values[next];
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "node %d, %s %llu", param->nid, what, param->value);
	return param;
}

int mmscope_kernel_node(void)
{
	return first_node(node_states[N_NORMAL_MEMORY]);
}

const char *mmscope_cpus(struct kunit *test, unsigned int most)
{
	const size_t size = most * sizeof("4294967295");
	char *cpus = kunit_kzalloc(test, size, GFP_KERNEL);
	unsigned int cpu, nr = 0;
	size_t length = 0;

	KUNIT_ASSERT_NOT_NULL(test, cpus);
	for_each_online_cpu(cpu)
		if (nr++ < most)
			length += scnprintf(cpus + length, size - length, "%s%u",
					    length ? "," : "", cpu);
	return cpus;
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
