// SPDX-License-Identifier: GPL-2.0
/*
 * Pages: what the module says of a page, against struct page, for pages that are
 * made on purpose, and for one that changes while it is looked at.
 */
#include "suite.h"

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../module/wire/page.h"
#include "pages.h"
#include "user.h"

/* -- any page: the way to its node and zone, and back ---------------------- */

static void expect_page(struct kunit *test, u64 pfn)
{
	const struct mms_hook_record info = mmscope_page_info(test, pfn);
	const struct page *page = pfn_to_page(pfn);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "pfn"), page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "nid"), page_to_nid(page));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "zone_idx"), page_zonenum(page));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "section"), pfn_to_section_nr(pfn));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "pageblock"),
			round_down(pfn, pageblock_nr_pages));
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &info, "zone"), page_zone(page)->name);
}

/* Nothing in struct page tells it from its neighbours, which are reserved as well. */
static void page_of_zeros_alone_is_told(struct kunit *test)
{
	const u64 pfn = page_to_pfn(ZERO_PAGE(0));
	int by;

	for (by = -1; by <= 1; by++) {
		const struct mms_hook_record info = mmscope_page_info(test, pfn + by);

		KUNIT_EXPECT_EQ(test, !!(mmscope_u64(test, &info, "flags_bits") &
					 MMS_PG(ZERO_PAGE)), !by);
	}
}

/* Places in a zone, as parts of 8 of its span. */
static const u64 eighths[] = { 0, 1, 4, 7 };

struct zone_place {
	struct mmscope_param zone;
	u64 eighth;
};

static const void *zone_place_gen_params(const void *prev, char *desc)
{
	static struct zone_place place;
	static const struct mmscope_param *zone;
	static size_t next;
	char zone_desc[KUNIT_PARAM_DESC_SIZE];

	if (!prev || ++next == ARRAY_SIZE(eighths)) {
		do {
			zone = mmscope_zone_gen_params(prev ? zone : NULL, zone_desc);
			prev = zone;
		} while (zone && !populated_zone(&NODE_DATA(zone->nid)->node_zones[zone->value]));
		if (!zone)
			return NULL;
		next = 0;
	}
	place.zone = *zone;
	place.eighth = eighths[next];
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "node %d, zone %s, %llu/8", zone->nid,
		 NODE_DATA(zone->nid)->node_zones[zone->value].name, place.eighth);
	return &place;
}

/*
 * Spans have holes, of terabytes even, in subsections; below each there is memory
 * of the same zone, or of another one.
 */
static u64 online_pfn_down_from(u64 pfn)
{
	while (!pfn_to_online_page(pfn))
		pfn = round_down(pfn, PAGES_PER_SUBSECTION) - 1;
	return pfn;
}

static void page_knows_its_node_and_zone(struct kunit *test)
{
	const struct zone_place *place = test->param_value;
	const struct mmscope_param *param = &place->zone;
	const struct zone *zone = &NODE_DATA(param->nid)->node_zones[param->value];

	expect_page(test, online_pfn_down_from(zone->zone_start_pfn +
					       zone->spanned_pages * place->eighth / 8));
}

/* And the way back: what is found in a zone is of that zone, by its own flags. */
static void zone_has_pages_of_its_own(struct kunit *test)
{
	const struct zone_place *place = test->param_value;
	const struct mmscope_param *param = &place->zone;
	struct zone *zone = &NODE_DATA(param->nid)->node_zones[param->value];
	const u64 from = zone->zone_start_pfn + zone->spanned_pages * place->eighth / 8;
	struct mms_hook_record info = {};
	const struct mms_hook_text *found;
	u64 pfn;

	found = mmscope_ask(test, "page_find", "nid=%d zone=%s from=%llu limit=1", param->nid,
			    zone->name, from);
	if (!mmscope_next(test, found, "page_info", &info)) {
		KUNIT_EXPECT_NE_MSG(test, place->eighth, 0, "the zone has no page");
		mmscope_skip(test, "only a hole is behind that place");
	}
	pfn = mmscope_u64(test, &info, "pfn");
	KUNIT_EXPECT_GE(test, pfn, from);
	KUNIT_EXPECT_LT(test, pfn, zone_end_pfn(zone));
	KUNIT_ASSERT_NOT_NULL(test, pfn_to_online_page(pfn));
	KUNIT_EXPECT_PTR_EQ(test, page_zone(pfn_to_page(pfn)), zone);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "nid"), param->nid);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "zone_idx"), param->value);
}

static void last_page_of_a_zone_is_told(struct kunit *test)
{
	const struct mmscope_param *param = mmscope_param(test);
	struct zone *zone = &NODE_DATA(param->nid)->node_zones[param->value];

	if (populated_zone(zone))
		expect_page(test, online_pfn_down_from(zone_end_pfn(zone) - 1));
	else if (!zone_is_zone_device(zone))
		KUNIT_EXPECT_EQ(test, zone->spanned_pages, 0);
}

static void pages_that_are_not_there_are_refused(struct kunit *test)
{
	u64 pfn = 0;
	int nid;

	for_each_online_node(nid)
		pfn = max_t(u64, pfn, pgdat_end_pfn(NODE_DATA(nid)));
	pfn = round_up(pfn, PAGES_PER_SECTION);
	mmscope_expect_error(test, -ENXIO, "page", "pfn=%llu", pfn);
	pfn = ~0ULL >> PAGE_SHIFT;
	mmscope_expect_error(test, -ENXIO, "page", "pfn=%llu", pfn);
	mmscope_expect_error(test, -EINVAL, "page", "pfn=%s", "-1");
	mmscope_expect_error(test, -EINVAL, "page", "%s", "");
}

/* -- pages made on purpose ------------------------------------------------- */

/* Each returns the pfn of a page that stays what it is until the case is over. */

static u64 make_kernel(struct kunit *test)
{
	return page_to_pfn(mmscope_alloc_pages(test, mmscope_kernel_node(), GFP_KERNEL, 0));
}

static u64 make_compound_head(struct kunit *test)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_COMP;

	return page_to_pfn(mmscope_alloc_pages(test, mmscope_kernel_node(), gfp, 3));
}

static u64 make_compound_tail(struct kunit *test)
{
	return make_compound_head(test) + 5;
}

static u64 make_slab(struct kunit *test)
{
	void *object = kunit_kzalloc(test, 192, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	return page_to_pfn(virt_to_page(object));
}

/* Larger than any slab of kmalloc(). */
static u64 make_large_kmalloc(struct kunit *test)
{
	void *object = kunit_kzalloc(test, 16 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	return page_to_pfn(virt_to_page(object));
}

static u64 make_vmalloc(struct kunit *test)
{
	return vmalloc_to_pfn(mmscope_vmalloc(test, 3 * PAGE_SIZE) + PAGE_SIZE);
}

static void put_file(void *file)
{
	fput(file);
}

static u64 make_shmem(struct kunit *test)
{
	struct file *file = shmem_file_setup("mmscope", PAGE_SIZE, 0);
	struct page *page;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	mmscope_defer(test, put_file, file);
	page = shmem_read_mapping_page(file->f_mapping, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(page));
	/* The file keeps it. */
	put_page(page);
	return page_to_pfn(page);
}

static u64 make_anon(struct kunit *test)
{
	return mmscope_touch_user(test, mmscope_map_user(test, 1));
}

/* The table that maps such a page, as the walk through the tables has it. */
static u64 make_pgtable(struct kunit *test)
{
	const unsigned long addr = mmscope_map_user(test, 1);
	struct mms_hook_record entry;

	mmscope_touch_user(test, addr);
	entry = mmscope_find(test, mmscope_ask(test, "translate", "addr=0x%lx pid=%d", addr,
					       mmscope_user_pid()), "pgtable_level level=pte");
	return mmscope_u64(test, &entry, "table_pfn");
}

static u64 make_reserved(struct kunit *test)
{
	return page_to_pfn(ZERO_PAGE(0));
}

/* The page that holds struct page of another one. */
static u64 make_memmap(struct kunit *test)
{
	const struct page *page = mmscope_alloc_pages(test, mmscope_kernel_node(), GFP_KERNEL, 0);
	struct mms_hook_record end;

	end = mmscope_find(test, mmscope_ask(test, "translate", "addr=0x%lx", (unsigned long)page),
			   "translation");
	return mmscope_u64(test, &end, "pfn");
}

struct page_kind {
	const char *name;
	u64 (*make)(struct kunit *test);
	const char *class;
	unsigned int order;
};

static const struct page_kind kinds[] = {
	{ "single page of the kernel", make_kernel, "kernel", 0 },
	{ "head of a compound page", make_compound_head, "compound", 3 },
	{ "tail of a compound page", make_compound_tail, "compound", 3 },
	{ "slab", make_slab, "slab", ~0 },
	{ "kmalloc() past the slabs", make_large_kmalloc, "compound", 4 },
	{ "vmalloc()", make_vmalloc, "kernel", 0 },
	{ "shmem", make_shmem, "shmem", 0 },
	{ "anonymous", make_anon, "anon", 0 },
	{ "page table", make_pgtable, "pgtable", 0 },
	{ "kernel image", make_reserved, "reserved", 0 },
	{ "memory map", make_memmap, "memmap", 0 },
};

static void kind_desc(const struct page_kind *kind, char *desc)
{
	strscpy(desc, kind->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kind, kinds, kind_desc);

static void class_is_what_was_made(struct kunit *test)
{
	const struct page_kind *kind = test->param_value;
	const u64 pfn = kind->make(test);
	const struct mms_hook_record info = mmscope_page_info(test, pfn);

	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &info, "class"), kind->class);
	if (kind->order != ~0)
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "order"), kind->order);
	expect_page(test, pfn);
}

static void head_and_references_are_the_kernels(struct kunit *test)
{
	const struct page_kind *kind = test->param_value;
	const u64 pfn = kind->make(test);
	const struct mms_hook_record info = mmscope_page_info(test, pfn);
	struct page *head = compound_head(pfn_to_page(pfn));

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "head_pfn"), page_to_pfn(head));
	/* Those of other pages come and go with the LRU lists. */
	if (!mmscope_is(&info, "class", "anon") && !mmscope_is(&info, "class", "shmem"))
		KUNIT_EXPECT_EQ(test, mmscope_s64(test, &info, "refcount"), page_ref_count(head));
}

/* A class is found where it was made, among all pages of its node. */
static void find_comes_by_it(struct kunit *test)
{
	const struct page_kind *kind = test->param_value;
	const u64 pfn = kind->make(test);
	const struct mms_hook_record info = mmscope_page_info(test, pfn);
	const struct mms_hook_text *found;
	struct mms_hook_record first = {};

	found = mmscope_ask(test, "page_find", "nid=%llu class=%s from=%llu limit=1",
			    mmscope_u64(test, &info, "nid"), kind->class,
			    mmscope_u64(test, &info, "head_pfn"));
	KUNIT_ASSERT_EQ(test, mms_hook_next(found, "page_info", &first), 0);
	/* Blocks are told by their first page, and it may be the one that holds it. */
	KUNIT_EXPECT_LE(test, mmscope_u64(test, &first, "pfn"), pfn);
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &first, "class"), kind->class);
}

/* -- a page that changes --------------------------------------------------- */

#define SPLIT_ORDER 4
#define SPLIT_LOOKS 300

struct splitter {
	u64 pfn;	/* of the block that was taken last */
	int nid;
	unsigned long splits;
	unsigned int looks;	/* that the case has had */
	struct completion first;
};

static struct page *take_block(struct splitter *splitter, gfp_t gfp)
{
	struct page *page = alloc_pages_node(splitter->nid, gfp | GFP_KERNEL | __GFP_THISNODE |
					     __GFP_NOWARN, SPLIT_ORDER);

	if (page)
		WRITE_ONCE(splitter->pfn, page_to_pfn(page));
	return page;
}

/* Until the case has looked at what it was told of last. */
static void wait_for_a_look(struct splitter *splitter)
{
	const unsigned int looks = READ_ONCE(splitter->looks);

	while (READ_ONCE(splitter->looks) - looks < 2 && !kthread_should_stop())
		usleep_range(50, 100);
}

/*
 * Takes a block apart and gives it back page by page, and one that stays compound as a
 * whole, again and again: most likely it is the same one. Every second of those stays
 * for long enough to be seen.
 */
static int split_blocks(void *context)
{
	struct splitter *splitter = context;
	struct page *page;
	int i;

	while (!kthread_should_stop()) {
		page = take_block(splitter, 0);
		if (page) {
			complete(&splitter->first);
			split_page(page, SPLIT_ORDER);
			for (i = 0; i < 1 << SPLIT_ORDER; i++)
				__free_page(page + i);
			WRITE_ONCE(splitter->splits, splitter->splits + 1);
		}
		page = take_block(splitter, __GFP_COMP);
		if (page) {
			if (splitter->splits & 1)
				wait_for_a_look(splitter);
			__free_pages(page, SPLIT_ORDER);
		}
		cond_resched();
	}
	return 0;
}

static void stop_thread(void *thread)
{
	kthread_stop(thread);
}

static void page_being_split_is_told_soundly(struct kunit *test)
{
	struct splitter *splitter = kunit_kzalloc(test, sizeof(*splitter), GFP_KERNEL);
	unsigned int looks, sound = 0, compound = 0;
	struct mms_hook_record info;
	struct task_struct *thread;
	u64 pfn, head, order;

	KUNIT_ASSERT_NOT_NULL(test, splitter);
	splitter->nid = mmscope_kernel_node();
	init_completion(&splitter->first);
	thread = kthread_run(split_blocks, splitter, "mmscope_split");
	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	mmscope_defer(test, stop_thread, thread);
	KUNIT_ASSERT_GT_MSG(test, wait_for_completion_timeout(&splitter->first, 60 * HZ), 0,
			    "node %d has no block of order %d", splitter->nid, SPLIT_ORDER);

	/* Some are raced, but not all; and some are at compound pages. */
	for (looks = 0; looks < SPLIT_LOOKS; looks++) {
		pfn = READ_ONCE(splitter->pfn) + looks % (1 << SPLIT_ORDER);
		info = mmscope_page_info(test, pfn);
		WRITE_ONCE(splitter->looks, looks + 1);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "pfn"), pfn);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &info, "nid"), splitter->nid);
		if (mmscope_is(&info, "class", "raced"))
			continue;
		sound++;
		head = mmscope_u64(test, &info, "head_pfn");
		order = mmscope_u64(test, &info, "order");
		KUNIT_ASSERT_LT(test, order, 20);
		KUNIT_EXPECT_EQ(test, head, round_down(pfn, 1ULL << order));
		KUNIT_EXPECT_GE(test, mmscope_s64(test, &info, "refcount"), 0);
		if (mmscope_is(&info, "class", "compound")) {
			compound++;
			KUNIT_EXPECT_EQ(test, order, SPLIT_ORDER);
		}
	}
	KUNIT_EXPECT_GT(test, sound, looks / 10);
	KUNIT_EXPECT_GT(test, compound, 0);
	KUNIT_EXPECT_GT(test, READ_ONCE(splitter->splits), 0);
}

static struct kunit_case page_cases[] = {
	KUNIT_CASE_PARAM(page_knows_its_node_and_zone, zone_place_gen_params),
	KUNIT_CASE_PARAM(zone_has_pages_of_its_own, zone_place_gen_params),
	KUNIT_CASE_PARAM(last_page_of_a_zone_is_told, mmscope_zone_gen_params),
	KUNIT_CASE(pages_that_are_not_there_are_refused),
	KUNIT_CASE(page_of_zeros_alone_is_told),
	KUNIT_CASE_PARAM(class_is_what_was_made, kind_gen_params),
	KUNIT_CASE_PARAM(head_and_references_are_the_kernels, kind_gen_params),
	KUNIT_CASE_PARAM(find_comes_by_it, kind_gen_params),
	KUNIT_CASE(page_being_split_is_told_soundly),
	{}
};

MMSCOPE_SUITE(page, page_cases);
