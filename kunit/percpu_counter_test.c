// SPDX-License-Identifier: GPL-2.0
/*
 * Counters that CPUs share: exact sums, bounded reads, and per-CPU memory.
 */
#include "suite.h"

#include <linux/cpumask.h>
#include <linux/percpu.h>

#include "pages.h"

static const unsigned int batches[] = { 1, 2, 32, 4096 };

static void batch_desc(const unsigned int *batch, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "batch %u", *batch);
}

KUNIT_ARRAY_PARAM(batch, batches, batch_desc);

/* As many threads as may run at once. */
static unsigned int some_threads(void)
{
	return min(num_online_cpus(), 4U);
}

static void expect_ops(struct kunit *test, const struct mms_hook_text *result, const char *op,
		       u64 ops)
{
	const struct mms_hook_record record =
		mmscope_find(test, result, "bench leg=0 op=%s", op);

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "ops"), ops);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "failed"), 0);
}

/* wrong_sum and wrong_bound are what the lab holds the counter against. */
static void sum_is_exact_and_reads_are_bounded(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=percpu_counter counter_batch=%u ops=2000 cpus=%s",
			    *(const unsigned int *)test->param_value,
			    mmscope_cpus(test, some_threads()));

	mmscope_expect_sound(test, result);
	expect_ops(test, result, "add", 2000 * some_threads());
}

static void atomic_loses_nothing(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=atomic64 ops=2000 cpus=%s",
			    mmscope_cpus(test, some_threads()));

	mmscope_expect_sound(test, result);
	expect_ops(test, result, "add", 2000 * some_threads());
}

static void percpu_word_loses_nothing(struct kunit *test)
{
	const struct mms_hook_text *result =
		mmscope_lab(test, "case=percpu ops=2000 cpus=%s",
			    mmscope_cpus(test, some_threads()));

	mmscope_expect_sound(test, result);
	expect_ops(test, result, "add", 2000 * some_threads());
}

struct percpu_size {
	unsigned int size;
	unsigned int align;
};

static const struct percpu_size percpu_sizes[] = {
	{ 8, 8 }, { 24, 8 }, { 64, 64 }, { 1000, 8 }, { 4096, 4096 }, { PCPU_MIN_UNIT_SIZE, 8 },
};

static void percpu_size_desc(const struct percpu_size *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u bytes, align %u", size->size, size->align);
}

KUNIT_ARRAY_PARAM(percpu_size, percpu_sizes, percpu_size_desc);

static void percpu_memory_is_zeroed_and_aligned(struct kunit *test)
{
	const struct percpu_size *size = test->param_value;

	mmscope_expect_objects(test, mmscope_lab(test,
						 "case=alloc_percpu size=%u align=%u pattern=burst depth=4 ops=16",
						 size->size, size->align));
}

static const char * const refused[] = {
	"case=alloc_percpu size=0",
	"case=alloc_percpu size=1099511627776",
	"case=alloc_percpu size=8 align=3",
	"case=alloc_percpu size=8 align=8192",
	"case=percpu_counter counter_batch=0",
	"case=percpu_counter pattern=burst",
	"case=percpu counter_batch=2",
};

KUNIT_ARRAY_PARAM(refused, refused, mmscope_line_desc);

static struct kunit_case percpu_counter_cases[] = {
	KUNIT_CASE_PARAM(sum_is_exact_and_reads_are_bounded, batch_gen_params),
	KUNIT_CASE(atomic_loses_nothing),
	KUNIT_CASE(percpu_word_loses_nothing),
	KUNIT_CASE_PARAM(percpu_memory_is_zeroed_and_aligned, percpu_size_gen_params),
	KUNIT_CASE_PARAM(mmscope_lab_refuses, refused_gen_params),
	{}
};

MMSCOPE_SUITE(percpu_counter, percpu_counter_cases);
