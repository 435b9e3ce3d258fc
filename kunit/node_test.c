// SPDX-License-Identifier: GPL-2.0
/*
 * Nodes: the records against struct pglist_data, and what the kernel promises of it.
 */
#include "suite.h"

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include "pages.h"

static struct mms_hook_record node_record(struct kunit *test, int nid)
{
	return mmscope_find(test, mmscope_read(test, "nodes"), "node nid=%d", nid);
}

/* Parameters are possible nodes; only online ones have a record. */
static struct mms_hook_record online_record(struct kunit *test, int nid)
{
	if (!node_online(nid)) {
		mmscope_lab_expect_error(test, -ENODEV, "case=empty mem_node=%d", nid);
		mmscope_skip(test, "the node is offline");
	}
	return node_record(test, nid);
}

static void only_online_nodes_have_a_record(struct kunit *test)
{
	const struct mms_hook_text *nodes = mmscope_read(test, "nodes");
	int nid;

	for_each_node(nid)
		KUNIT_EXPECT_EQ(test, mmscope_count(test, nodes, "node nid=%d", nid),
				node_online(nid) ? 1 : 0);
	KUNIT_EXPECT_EQ(test, mmscope_count(test, nodes, "node"), num_online_nodes());
}

static void span_is_the_kernels(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_record node = online_record(test, nid);
	const pg_data_t *pgdat = NODE_DATA(nid);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "node_start_pfn"), pgdat->node_start_pfn);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "node_spanned_pages"),
			pgdat->node_spanned_pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "node_present_pages"),
			pgdat->node_present_pages);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "nr_zones"), pgdat->nr_zones);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "totalreserve_pages"),
			pgdat->totalreserve_pages);
}

static void pages_are_nested_and_add_up(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_record node = online_record(test, nid);
	struct zone *zones = NODE_DATA(nid)->node_zones;
	u64 present = 0, managed = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		present += zones[i].present_pages;
		managed += zone_managed_pages(&zones[i]);
	}
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "node_present_pages"), present);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "managed_pages"), managed);
	KUNIT_EXPECT_GE(test, mmscope_u64(test, &node, "node_spanned_pages"), present);
	KUNIT_EXPECT_GE(test, present, managed);
	KUNIT_EXPECT_GE(test, managed, mmscope_u64(test, &node, "nr_free_pages"));
}

static void states_are_the_kernels(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_record node = online_record(test, nid);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "online"), 1);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "has_cpu"), node_state(nid, N_CPU));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "has_memory"), node_state(nid, N_MEMORY));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &node, "has_normal_memory"),
			node_state(nid, N_NORMAL_MEMORY));
	KUNIT_EXPECT_EQ(test, !!mmscope_u64(test, &node, "node_present_pages"),
			node_state(nid, N_MEMORY));
}

static void distances_are_the_kernels(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_record node = online_record(test, nid);
	char *expected = kunit_kzalloc(test, 4 * MAX_NUMNODES, GFP_KERNEL);
	size_t length = 0;
	int to;

	KUNIT_ASSERT_NOT_NULL(test, expected);
	for_each_online_node(to) {
		length += scnprintf(expected + length, 4 * MAX_NUMNODES - length, "%s%d",
				    length ? "," : "", node_distance(nid, to));
		if (to == nid)
			KUNIT_EXPECT_EQ(test, node_distance(nid, to), LOCAL_DISTANCE);
	}
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &node, "distance"), expected);
}

/*
 * A CPU keeps up to 125 pages of each zone's difference to itself (mm/vmstat.c): this
 * one, as it takes the blocks, and others, which hand in theirs when they like.
 */
#define TAKEN_BLOCKS 32
#define TAKEN_ORDER 6
#define TAKEN_PAGES (TAKEN_BLOCKS << TAKEN_ORDER)
#define DRIFT_PAGES (TAKEN_PAGES / 2)

MMSCOPE_PARAM(taken, "pages", TAKEN_PAGES)

static bool taken_pages_are_missing(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	struct mms_hook_record node = node_record(test, nid);
	const s64 before = mmscope_u64(test, &node, "nr_free_pages");
	s64 taken;
	int i;

	for (i = 0; i < TAKEN_BLOCKS; i++)
		mmscope_alloc_pages(test, nid, GFP_KERNEL, TAKEN_ORDER);
	node = node_record(test, nid);
	taken = before - (s64)mmscope_u64(test, &node, "nr_free_pages");
	return abs(taken - TAKEN_PAGES) < DRIFT_PAGES;
}

static void free_pages_go_where_pages_are_taken(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, taken_pages_are_missing));
}

static struct kunit_case node_cases[] = {
	KUNIT_CASE(only_online_nodes_have_a_record),
	KUNIT_CASE_PARAM(span_is_the_kernels, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(pages_are_nested_and_add_up, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(states_are_the_kernels, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(distances_are_the_kernels, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(free_pages_go_where_pages_are_taken, taken_gen_params),
	{}
};

MMSCOPE_SUITE(node, node_cases);
