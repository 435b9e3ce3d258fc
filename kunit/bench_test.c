// SPDX-License-Identifier: GPL-2.0
/*
 * The lab's harness: patterns, threads, budget, time, cancelling and holding.
 */
#include "suite.h"

#include <linux/cpumask.h>
#include <linux/nodemask.h>
#include <linux/string.h>
#include <linux/topology.h>

#include "pages.h"

static struct mms_hook_record check_of(struct kunit *test, const struct mms_hook_text *result)
{
	return mmscope_find(test, result, "bench_check leg=0");
}

/* -- patterns -------------------------------------------------------------- */

struct pattern {
	const char *name;
	const char *more;
};

static const struct pattern patterns[] = {
	{ "pair", "" },
	{ "pair", "batch=16" },
	{ "burst", "" },
	{ "burst", "depth=7" },
	{ "burst", "batch=16 depth=64" },
	{ "random", "" },
	{ "random", "depth=1" },
	{ "ramp", "depth=300" },
};

static void pattern_desc(const struct pattern *pattern, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s", pattern->name, pattern->more);
}

KUNIT_ARRAY_PARAM(pattern, patterns, pattern_desc);

static void pattern_gives_back_all(struct kunit *test)
{
	const struct pattern *pattern = test->param_value;
	const struct mms_hook_text *result;
	struct mms_hook_record run, check;

	result = mmscope_lab(test, "case=alloc_pages order=1 ops=600 warm_up=0 pattern=%s %s",
			     pattern->name, pattern->more);
	mmscope_expect_sound(test, result);
	run = mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "pattern"), pattern->name);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &run, "done_ops"), 600);
	check = check_of(test, result);
	KUNIT_EXPECT_GT(test, mmscope_u64(test, &check, "acquired"), 0);
}

/* Each operation is in the totals once, and in one bucket. */
static void buckets_add_up_to_the_operations(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=alloc_pages ops=500 warm_up=0 pattern=burst");
	struct mms_hook_record op = mmscope_find(test, result, "bench leg=0 op=alloc");
	struct mms_hook_record bucket = {};

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops") + mmscope_u64(test, &op, "failed"),
			500);
	KUNIT_EXPECT_LE(test, mmscope_u64(test, &op, "min_ns"), mmscope_u64(test, &op, "max_ns"));
	KUNIT_EXPECT_LE(test, mmscope_u64(test, &op, "max_ns"), mmscope_u64(test, &op, "sum_ns"));
	while (mmscope_next(test, result, "bench_bucket leg=0 op=alloc", &bucket))
		KUNIT_EXPECT_LE(test, mmscope_u64(test, &bucket, "low_ns"),
				mmscope_u64(test, &bucket, "high_ns"));
	KUNIT_EXPECT_EQ(test, mmscope_sum(test, result, "count", "bench_bucket leg=0 op=alloc"),
			mmscope_u64(test, &op, "ops"));
}

static void warm_up_is_not_counted(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=alloc_pages ops=100 warm_up=50 pattern=burst depth=10");
	struct mms_hook_record op = mmscope_find(test, result, "bench leg=0 op=alloc");
	struct mms_hook_record check = check_of(test, result);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &op, "ops"), 100);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "acquired"), 150);
}

/* -- threads and legs ------------------------------------------------------ */

static void each_thread_runs_on_its_cpu(struct kunit *test)
{
	const struct mms_hook_text *result;
	struct mms_hook_record thread, check;
	unsigned int i, cpu;

	result = mmscope_lab(test, "case=percpu_counter ops=100 cpus=%s", mmscope_cpus(test, 8));
	mmscope_expect_sound(test, result);
	i = 0;
	for_each_online_cpu(cpu) {
		if (i == 8)
			break;
		thread = mmscope_find(test, result, "bench_thread leg=0 op=add thread=%u", i++);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &thread, "cpu"), cpu);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &thread, "nid"), cpu_to_node(cpu));
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &thread, "ops"), 100);
	}
	check = check_of(test, result);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "moved_threads"), 0);
}

#define MAX_LEGS 256 /* max_legs of module/core/bench_run.hpp */

static void matrix_has_a_leg_of_every_pair_of_nodes(struct kunit *test)
{
	const struct mms_hook_text *result;
	int cpu_node, mem_node;

	if (num_node_state(N_CPU) * num_node_state(N_MEMORY) > MAX_LEGS)
		mmscope_skip(test, "the lab has no more than %d legs", MAX_LEGS);
	result = mmscope_lab(test,
			     "case=alloc_pages ops=20 cpu_node=all mem_node=all gfp=thisnode");
	mmscope_expect_sound(test, result);
	KUNIT_EXPECT_EQ(test, mmscope_count(test, result, "bench_check"),
			num_node_state(N_CPU) * num_node_state(N_MEMORY));
	for_each_node_state(cpu_node, N_CPU) {
		for_each_node_state(mem_node, N_MEMORY)
			mmscope_find(test, result, "bench cpu_node=%d mem_node=%d op=alloc",
				     cpu_node, mem_node);
	}
}

static void offline_cpu_and_node_are_refused(struct kunit *test)
{
	int nid = first_node(node_states[N_POSSIBLE]);

	mmscope_lab_expect_error(test, -ENODEV, "case=empty cpus=%u", nr_cpu_ids);
	for_each_node(nid)
		if (!node_state(nid, N_CPU))
			mmscope_lab_expect_error(test, -ENODEV, "case=empty cpu_node=%d", nid);
	mmscope_lab_expect_error(test, -EINVAL, "case=empty mem_node=%d", nr_node_ids);
}

/* -- limits ---------------------------------------------------------------- */

static void more_than_the_budget_is_refused(struct kunit *test)
{
	static const char * const lines[] = {
		"case=alloc_pages pattern=burst depth=11 budget_pages=10",
		"case=alloc_pages order=9 pattern=burst depth=65536 budget_pages=1000",
		"case=alloc_pages hold=1 ops=11 budget_pages=10",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		mmscope_lab_expect_error(test, -EINVAL, "%s", lines[i]);
}

static void budget_bounds_a_ramp(struct kunit *test)
{
	const struct mms_hook_text *result;
	struct mms_hook_record run;

	result = mmscope_lab(test,
			     "case=alloc_pages pattern=ramp budget_pages=100 ops=1000 warm_up=0");
	run = mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
	mmscope_expect_sound(test, result);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &run, "budget_pages"), 100);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &run, "depth"), 100);
}

/* -- ends ------------------------------------------------------------------ */

#define FOREVER "ops=1000000000000"

static void run_can_be_cancelled(struct kunit *test)
{
	struct mms_hook_record run;

	mmscope_lab_start(test, "case=alloc_pages pattern=burst " FOREVER);
	mmscope_lab_wait(test, "run");
	mmscope_ask(test, "bench/cancel", "%s", "");
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "cancelled");
	mmscope_expect_sound(test, mmscope_read(test, "bench/result"));
	mmscope_expect_error(test, -ENOENT, "bench/cancel", "%s", "");
}

static void second_run_is_refused(struct kunit *test)
{
	struct mms_hook_record run, still;

	mmscope_lab_start(test, "case=empty " FOREVER);
	run = mmscope_lab_wait(test, "run");
	mmscope_lab_expect_error(test, -EBUSY, "case=empty");
	still = mmscope_lab_wait(test, "run");
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &still, "run"), mmscope_u64(test, &run, "run"));
}

static void time_ends_a_run(struct kunit *test)
{
	struct mms_hook_record run;

	mmscope_lab_start(test, "case=empty seconds=1 " FOREVER);
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "time");
	KUNIT_EXPECT_GE(test, mmscope_u64(test, &run, "elapsed_ns"), NSEC_PER_SEC);
}

static void held_objects_go_with_their_opener(struct kunit *test)
{
	struct mms_hook_record run, check;

	mmscope_lab_start(test, "case=alloc_pages order=3 gfp=comp ops=20 hold=1");
	run = mmscope_lab_wait(test, "hold");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "phase"), "hold");
	mms_hook_close("bench/run");
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "closed");
	check = check_of(test, mmscope_read(test, "bench/result"));
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "acquired"), 20);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "released"), 20);
}

static void held_objects_go_when_cancelled(struct kunit *test)
{
	struct mms_hook_record run;

	mmscope_lab_start(test, "case=kmalloc size=256 ops=50 hold=1");
	mmscope_lab_wait(test, "hold");
	mmscope_ask(test, "bench/cancel", "%s", "");
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "cancelled");
	mmscope_expect_sound(test, mmscope_read(test, "bench/result"));
}

static u64 acquired_with_seed(struct kunit *test, int seed)
{
	const struct mms_hook_record check = check_of(test,
		mmscope_lab(test,
			    "case=kmalloc size=64 pattern=random ops=500 warm_up=0 depth=32 seed=%d",
			    seed));

	return mmscope_u64(test, &check, "acquired");
}

/* The same seed makes the same choices: as many objects are got; another one others. */
static void seed_repeats_a_run(struct kunit *test)
{
	const u64 acquired = acquired_with_seed(test, 7);
	int others = 0, seed;

	KUNIT_EXPECT_GT(test, acquired, 100);
	KUNIT_EXPECT_EQ(test, acquired_with_seed(test, 7), acquired);
	for (seed = 8; seed < 12; seed++)
		others += acquired_with_seed(test, seed) != acquired;
	KUNIT_EXPECT_GT(test, others, 0);
}

/* -- what stays ------------------------------------------------------------ */

struct lossy {
	const char *name;
	const char *line;
};

#define LOSSY_RUNS 8

/*
 * In all runs each would lose 8000 pages or more if every operation lost one block, or
 * what is cut off of one.
 */
static const struct lossy lossy[] = {
	{ "alloc_pages", "case=alloc_pages order=8 pattern=burst depth=4 ops=8" },
	{ "alloc_pages_bulk", "case=alloc_pages_bulk bulk=64 pattern=burst depth=4 ops=32" },
	{ "heap_contig", "case=heap_contig size=1052672 ops=8" },
	{ "heap_system", "case=heap_system size=1048576 ops=8" },
	{ "vmalloc", "case=vmalloc size=1048576 ops=8" },
	/* Pages of these are the run's. */
	{ "vmap", "case=vmap size=4194304 ops=8" },
	{ "vm_map_ram", "case=vm_map_ram size=4194304 ops=8" },
};

static void lossy_desc(const struct lossy *lossy, char *desc)
{
	strscpy(desc, lossy->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(lossy, lossy, lossy_desc);

/* Pages freed one by one stay in per-CPU lists, by thousands. */
static s64 pages_not_in_use(struct kunit *test)
{
	return mmscope_sum(test, mmscope_read(test, "nodes"), "nr_free_pages", "node") +
	       mmscope_sum(test, mmscope_read(test, "pcp"), "count_pages", "pcp");
}

/*
 * What is lost in each run adds up. What is read in between, others and, with KASAN,
 * what it keeps of freed objects are far less.
 */
static void runs_leave_nothing_behind(struct kunit *test)
{
	const struct lossy *lossy = test->param_value;
	const s64 before = pages_not_in_use(test);
	struct mms_hook_record check;
	u64 acquired = 0;
	unsigned int i;

	for (i = 0; i < LOSSY_RUNS; i++) {
		check = check_of(test, mmscope_lab(test, "%s budget_pages=4096", lossy->line));
		acquired += mmscope_u64(test, &check, "acquired");
	}
	KUNIT_EXPECT_GT(test, acquired, 0);
	KUNIT_EXPECT_LT(test, before - pages_not_in_use(test), 4000);
}

static struct kunit_case bench_cases[] = {
	KUNIT_CASE_PARAM(pattern_gives_back_all, pattern_gen_params),
	KUNIT_CASE(buckets_add_up_to_the_operations),
	KUNIT_CASE(warm_up_is_not_counted),
	KUNIT_CASE(each_thread_runs_on_its_cpu),
	KUNIT_CASE(matrix_has_a_leg_of_every_pair_of_nodes),
	KUNIT_CASE(offline_cpu_and_node_are_refused),
	KUNIT_CASE(more_than_the_budget_is_refused),
	KUNIT_CASE(budget_bounds_a_ramp),
	KUNIT_CASE(run_can_be_cancelled),
	KUNIT_CASE(second_run_is_refused),
	KUNIT_CASE(time_ends_a_run),
	KUNIT_CASE(held_objects_go_with_their_opener),
	KUNIT_CASE(held_objects_go_when_cancelled),
	KUNIT_CASE(seed_repeats_a_run),
	KUNIT_CASE_PARAM(runs_leave_nothing_behind, lossy_gen_params),
	{}
};

MMSCOPE_SUITE(bench, bench_cases);
