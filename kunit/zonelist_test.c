// SPDX-License-Identifier: GPL-2.0
/*
 * Zonelists: the order in which zones are tried, against the kernel's own lists
 * and against what it promises of them.
 */
#include "suite.h"

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/topology.h>

#include "pages.h"

/* What build_zonelists() may put before a node that is nearer: the last ones of
 * its weights are for the node's number and for CPUs on it.
 */
#define DISTANCE_SLACK 2

static const char *list_name(int list)
{
	return list == ZONELIST_FALLBACK ? "fallback" : "nofallback";
}

/* The parameter's lists; ends the case for a node without any. */
static struct zonelist *param_lists(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;

	if (!node_online(nid))
		mmscope_skip(test, "the node is offline");
	return NODE_DATA(nid)->node_zonelists;
}

static void expect_list(struct kunit *test, const struct mms_hook_text *text, int nid, int list)
{
	struct zoneref *entry = NODE_DATA(nid)->node_zonelists[list]._zonerefs;
	struct mms_hook_record record;
	u64 pos = 0;

	for (; zonelist_zone(entry); entry++, pos++) {
		record = mmscope_find(test, text, "zoneref nid=%d list=%s pos=%llu", nid,
				      list_name(list), pos);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "zone_nid"),
				zonelist_node_idx(entry));
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "zone_idx"),
				zonelist_zone_idx(entry));
		KUNIT_EXPECT_STREQ(test, mmscope_word(test, &record, "zone"),
				   zonelist_zone(entry)->name);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "distance"),
				node_distance(nid, zonelist_node_idx(entry)));
	}
	KUNIT_EXPECT_EQ(test, mmscope_count(test, text, "zoneref nid=%d list=%s", nid,
					    list_name(list)), pos);
}

static void lists_are_the_kernels(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_text *text = mmscope_read(test, "zonelists");
	int list;

	param_lists(test);
	for (list = 0; list < MAX_ZONELISTS; list++)
		expect_list(test, text, nid, list);
}

static void fallback_has_each_populated_zone_once(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_text *text = mmscope_read(test, "zonelists");
	u64 populated = 0, entries;
	int other, i;

	param_lists(test);
	for_each_online_node(other) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &NODE_DATA(other)->node_zones[i];
			const bool listed = populated_zone(zone);

			entries = mmscope_count(test, text,
						"zoneref nid=%d list=fallback zone_nid=%d zone_idx=%d",
						nid, other, i);
			KUNIT_EXPECT_EQ_MSG(test, entries, listed, "node %d, zone %d", other, i);
			populated += listed;
		}
	}
	KUNIT_EXPECT_GT(test, populated, 0);
}

static void fallback_goes_from_near_to_far(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_text *text = mmscope_read(test, "zonelists");
	struct mms_hook_record record = {};
	u64 distance, last_distance = 0, last_nid = nid, last_zone = MAX_NR_ZONES;
	unsigned int entries = 0;
	char match[64];

	param_lists(test);
	snprintf(match, sizeof(match), "zoneref nid=%d list=fallback", nid);
	while (mmscope_next(test, text, match, &record)) {
		distance = mmscope_u64(test, &record, "distance");
		KUNIT_EXPECT_GE(test, distance + DISTANCE_SLACK, last_distance);
		/* Within a node the zones go down. */
		if (mmscope_u64(test, &record, "zone_nid") == last_nid)
			KUNIT_EXPECT_LT(test, mmscope_u64(test, &record, "zone_idx"), last_zone);
		last_nid = mmscope_u64(test, &record, "zone_nid");
		last_zone = mmscope_u64(test, &record, "zone_idx");
		last_distance = distance;
		entries++;
	}
	KUNIT_EXPECT_GT(test, entries, 0);
}

static void own_node_is_tried_first(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	struct mms_hook_record first;

	param_lists(test);
	first = mmscope_find(test, mmscope_read(test, "zonelists"),
			     "zoneref nid=%d list=fallback pos=0", nid);
	if (node_state(nid, N_MEMORY))
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &first, "zone_nid"), nid);
	else
		KUNIT_EXPECT_NE(test, mmscope_u64(test, &first, "zone_nid"), nid);
}

static void nofallback_has_own_zones_only(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_text *text = mmscope_read(test, "zonelists");
	u64 populated = 0;
	int i;

	param_lists(test);
	for (i = 0; i < MAX_NR_ZONES; i++)
		populated += populated_zone(&NODE_DATA(nid)->node_zones[i]);
	KUNIT_EXPECT_EQ(test, mmscope_count(test, text, "zoneref nid=%d list=nofallback", nid),
			populated);
	KUNIT_EXPECT_EQ(test, mmscope_count(test, text,
					    "zoneref nid=%d list=nofallback zone_nid=%d", nid, nid),
			populated);
}

/*
 * The zone that the list names first for GFP_KERNEL is where a page comes from, if
 * not always: a low watermark, or the wish not to mix migratetypes, sends it on.
 */
static bool page_is_of_the_first_zone(struct kunit *test)
{
	const int nid = mmscope_param(test)->nid;
	const struct mms_hook_text *text = mmscope_read(test, "zonelists");
	struct mms_hook_record record = {};
	struct page *page;
	char match[64];
	u64 zone_nid, zone_idx;

	snprintf(match, sizeof(match), "zoneref nid=%d list=fallback", nid);
	do {
		KUNIT_ASSERT_EQ(test, mms_hook_next(text, match, &record), 0);
		zone_idx = mmscope_u64(test, &record, "zone_idx");
	} while (zone_idx > gfp_zone(GFP_KERNEL));
	zone_nid = mmscope_u64(test, &record, "zone_nid");
	page = alloc_pages_node(nid, GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	mmscope_hold(test, page, 0);
	return zone_nid == page_to_nid(page) && zone_idx == page_zonenum(page);
}

static void page_comes_from_the_first_zone(struct kunit *test)
{
	param_lists(test);
	KUNIT_EXPECT_TRUE(test, mmscope_eventually(test, page_is_of_the_first_zone));
}

static struct kunit_case zonelist_cases[] = {
	KUNIT_CASE_PARAM(lists_are_the_kernels, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(fallback_has_each_populated_zone_once, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(fallback_goes_from_near_to_far, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(own_node_is_tried_first, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(nofallback_has_own_zones_only, mmscope_node_gen_params),
	KUNIT_CASE_PARAM(page_comes_from_the_first_zone, mmscope_node_gen_params),
	{}
};

MMSCOPE_SUITE(zonelist, zonelist_cases);
