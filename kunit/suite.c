// SPDX-License-Identifier: GPL-2.0
/*
 * The module that holds the suites, and which of their cases it runs.
 */
#include "suite.h"

#include <kunit/resource.h>
#include <linux/glob.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../module/shim/compat.h"
#include "user.h"

static char *filter = "*";
module_param(filter, charp, 0444);
MODULE_PARM_DESC(filter,
		 "Cases to run, as a glob for SUITE.CASE or SUITE; the others are skipped (default *)");

/* Suites run one after the other. */
static const char *running_suite;

int mmscope_suite_init(struct kunit_suite *suite)
{
	running_suite = suite->name;
	mmscope_user_init();
	return 0;
}

/* KUnit filters the suites of modules by itself since 6.7 only. */
int mmscope_case_init(struct kunit *test)
{
	char name[128];

	snprintf(name, sizeof(name), "%s.%s", running_suite, test->name);
	if (!glob_match(filter, name) && !glob_match(filter, running_suite))
		mmscope_skip(test, "not in filter");
	return 0;
}

struct mmscope_deferred {
	void (*action)(void *context);
	void *context;
};

static int mmscope_deferred_init(struct kunit_resource *resource, void *context)
{
	resource->data = context;
	return 0;
}

static void mmscope_deferred_free(struct kunit_resource *resource)
{
	struct mmscope_deferred *deferred = resource->data;

	deferred->action(deferred->context);
	kfree(deferred);
}

void mmscope_defer(struct kunit *test, void (*action)(void *context), void *context)
{
	struct mmscope_deferred *deferred = kzalloc(sizeof(*deferred), GFP_KERNEL);

	if (deferred) {
		deferred->action = action;
		deferred->context = context;
		if (kunit_alloc_resource(test, mmscope_deferred_init, mmscope_deferred_free,
					 GFP_KERNEL, deferred))
			return;
		kfree(deferred);
	}
	action(context);
	KUNIT_ASSERT_TRUE_MSG(test, false, "no memory to remember what is to be cleaned up");
}

#define MMSCOPE_TRIES 8

bool mmscope_eventually(struct kunit *test, bool (*look)(struct kunit *test))
{
	int tries;

	for (tries = 0; tries < MMSCOPE_TRIES; tries++)
		if (look(test))
			return true;
	return false;
}

#ifdef MMS_KUNIT_RUNS_EARLY
#define MMSCOPE_SUITES_SECTION ".data"
#else
/* Where kunit_test_suites() would put them: KUnit runs them once the module is loaded. */
#define MMSCOPE_SUITES_SECTION ".kunit_test_suites"
#endif

/* In the order in which they run. */
static struct kunit_suite *suites[]
	__aligned(sizeof(struct kunit_suite *)) __used __section(MMSCOPE_SUITES_SECTION) = {
	&mmscope_node_suite,
	&mmscope_zone_suite,
	&mmscope_zonelist_suite,
	&mmscope_page_suite,
	&mmscope_buddy_suite,
	&mmscope_wire_suite,
	&mmscope_request_suite,
	&mmscope_histogram_suite,
	&mmscope_bench_suite,
	&mmscope_slab_suite,
	&mmscope_vmalloc_suite,
	&mmscope_percpu_counter_suite,
	&mmscope_heap_suite,
	&mmscope_kmap_suite,
	&mmscope_cma_suite,
	&mmscope_translate_suite,
};

#ifdef MMS_KUNIT_RUNS_EARLY
static int __init mmscope_kunit_init(void)
{
	return __kunit_test_suites_init(suites, ARRAY_SIZE(suites));
}

static void __exit mmscope_kunit_exit(void)
{
	__kunit_test_suites_exit(suites, ARRAY_SIZE(suites));
}

module_init(mmscope_kunit_init);
module_exit(mmscope_kunit_exit);
#endif

MODULE_DESCRIPTION("KUnit suites of mmscope");
MODULE_AUTHOR("The mmscope developers");
MODULE_LICENSE("GPL");
