// SPDX-License-Identifier: GPL-2.0
/*
 * Module entry, exit and parameters.
 */
#include "shim.h"

#include <linux/module.h>
#include <linux/moduleparam.h>

#include "internal.h"

/*
 * A free list is walked with zone->lock held and interrupts off. 4096 blocks
 * are well below a millisecond; the upper limit is the kernel's own one in
 * pagetypeinfo_showfree_print().
 */
#define MMS_FREE_LIST_BOUND_MAX 100000

static unsigned int free_list_bound = 4096;

static int free_list_bound_set(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, MMS_FREE_LIST_BOUND_MAX);
}

static const struct kernel_param_ops free_list_bound_ops = {
	.set = free_list_bound_set,
	.get = param_get_uint,
};

module_param_cb(free_list_bound, &free_list_bound_ops, &free_list_bound, 0644);
__MODULE_PARM_TYPE(free_list_bound, "uint");
MODULE_PARM_DESC(free_list_bound,
		 "Blocks counted per free list while the zone lock is held, 1 to 100000 (default 4096)");

/* Half of what is spare is never taken, whatever the percentage. */
#define MMS_BENCH_BUDGET_MAX 50

static unsigned int bench_budget_percent = 5;

static int bench_budget_percent_set(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_minmax(val, kp, 1, MMS_BENCH_BUDGET_MAX);
}

static const struct kernel_param_ops bench_budget_percent_ops = {
	.set = bench_budget_percent_set,
	.get = param_get_uint,
};

module_param_cb(bench_budget_percent, &bench_budget_percent_ops, &bench_budget_percent, 0644);
__MODULE_PARM_TYPE(bench_budget_percent, "uint");
MODULE_PARM_DESC(bench_budget_percent,
		 "Percent of a node's spare pages that a run of the lab may hold, 1 to 50 (default 5)");

unsigned int mms_bench_budget_percent(void)
{
	return READ_ONCE(bench_budget_percent);
}

mms_u64 mms_free_list_bound(void)
{
	return READ_ONCE(free_list_bound);
}

static int __init mmscope_init(void)
{
	int err;

	err = mms_hotplug_init();
	if (err)
		return err;
	err = mms_debugfs_init();
	if (err)
		mms_hotplug_exit();
	return err;
}

static void __exit mmscope_exit(void)
{
	mms_debugfs_exit();
	mms_core_lab_exit();
	mms_hotplug_exit();
}

module_init(mmscope_init);
module_exit(mmscope_exit);

MODULE_DESCRIPTION("Look at, drive and compare Linux memory management, per NUMA node");
MODULE_AUTHOR("The mmscope developers");
MODULE_VERSION(MMS_VERSION);
MODULE_LICENSE("GPL");
