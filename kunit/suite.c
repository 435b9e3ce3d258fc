// SPDX-License-Identifier: GPL-2.0
/*
 * The module that holds the suites, and which of their cases it runs.
 */
#include "suite.h"

#include <kunit/resource.h>
#include <linux/glob.h>
#include <linux/module.h>
#include <linux/slab.h>

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
		kunit_skip(test, "not in filter");
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

MODULE_DESCRIPTION("KUnit suites of mmscope");
MODULE_AUTHOR("The mmscope developers");
MODULE_LICENSE("GPL");
