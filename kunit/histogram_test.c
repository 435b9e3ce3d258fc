// SPDX-License-Identifier: GPL-2.0
/*
 * The lab's histogram: its buckets cover all values, without gaps, and are as
 * narrow as they are said to be.
 */
#include "suite.h"

#include <linux/limits.h>
#include <linux/minmax.h>

/* Values at and around the borders of powers of two. */
static const u64 borders[] = {
	0, 1, 63, 64, 127, 128, 129, 255, 256, 4095, 4096, 4097, 1000000, 1ULL << 32, 1ULL << 39,
	(1ULL << 40) - 1,
};

static void border_desc(const u64 *value, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "value %llu", *value);
}

KUNIT_ARRAY_PARAM(border, borders, border_desc);

static void value_lies_in_its_bucket(struct kunit *test)
{
	const u64 value = *(const u64 *)test->param_value;
	const size_t bucket = mms_hook_histogram_index(value);

	KUNIT_ASSERT_LT(test, bucket, mms_hook_histogram_buckets());
	KUNIT_EXPECT_LE(test, mms_hook_histogram_low(bucket), value);
	KUNIT_EXPECT_GE(test, mms_hook_histogram_high(bucket), value);
	/* 1.6 %: the value's distance from the middle is half of it. */
	KUNIT_EXPECT_LE(test,
			(mms_hook_histogram_high(bucket) - mms_hook_histogram_low(bucket)) * 64,
			mms_hook_histogram_low(bucket));
}

static void buckets_follow_each_other(struct kunit *test)
{
	const size_t nr = mms_hook_histogram_buckets();
	size_t bucket;

	KUNIT_EXPECT_EQ(test, mms_hook_histogram_low(0), 0);
	for (bucket = 0; bucket + 1 < nr; bucket++) {
		KUNIT_ASSERT_EQ(test, mms_hook_histogram_high(bucket) + 1,
				mms_hook_histogram_low(bucket + 1));
		KUNIT_ASSERT_EQ(test, mms_hook_histogram_index(mms_hook_histogram_low(bucket)),
				bucket);
		KUNIT_ASSERT_EQ(test, mms_hook_histogram_index(mms_hook_histogram_high(bucket)),
				bucket);
	}
}

static void what_is_too_large_is_in_the_last_bucket(struct kunit *test)
{
	const size_t last = mms_hook_histogram_buckets() - 1;

	KUNIT_EXPECT_EQ(test, mms_hook_histogram_index(1ULL << 40), last);
	KUNIT_EXPECT_EQ(test, mms_hook_histogram_index(U64_MAX), last);
}

static void delete_histogram(void *context)
{
	mms_hook_histogram_delete(context);
}

static struct mms_hook_histogram *new_histogram(struct kunit *test)
{
	struct mms_hook_histogram *histogram = mms_hook_histogram_new();

	KUNIT_ASSERT_NOT_NULL(test, histogram);
	mmscope_defer(test, delete_histogram, histogram);
	return histogram;
}

static u64 count_all(const struct mms_hook_histogram *histogram)
{
	u64 count = 0;
	size_t bucket;

	for (bucket = 0; bucket < mms_hook_histogram_buckets(); bucket++)
		count += mms_hook_histogram_count(histogram, bucket);
	return count;
}

/* All that is in the same bucket. */
static u64 count_of(const struct mms_hook_histogram *histogram, u64 value)
{
	return mms_hook_histogram_count(histogram, mms_hook_histogram_index(value));
}

static void a_new_one_is_empty(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, count_all(new_histogram(test)), 0);
}

static void values_are_counted_once(struct kunit *test)
{
	struct mms_hook_histogram *histogram = new_histogram(test);
	const u64 value = *(const u64 *)test->param_value;

	mms_hook_histogram_add(histogram, value);
	mms_hook_histogram_add(histogram, value);
	KUNIT_EXPECT_EQ(test, count_all(histogram), 2);
	KUNIT_EXPECT_EQ(test, count_of(histogram, value), 2);
}

static void merging_adds_each_bucket(struct kunit *test)
{
	struct mms_hook_histogram *a = new_histogram(test);
	struct mms_hook_histogram *b = new_histogram(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(borders); i++) {
		mms_hook_histogram_add(a, borders[i]);
		mms_hook_histogram_add(b, borders[i]);
		mms_hook_histogram_add(b, borders[i]);
	}
	mms_hook_histogram_merge(a, b);
	KUNIT_EXPECT_EQ(test, count_all(a), 3 * ARRAY_SIZE(borders));
	KUNIT_EXPECT_EQ(test, count_all(b), 2 * ARRAY_SIZE(borders));
	for (i = 0; i < ARRAY_SIZE(borders); i++)
		KUNIT_EXPECT_GE(test, count_of(a, borders[i]), 3);
}

static struct kunit_case histogram_cases[] = {
	KUNIT_CASE_PARAM(value_lies_in_its_bucket, border_gen_params),
	KUNIT_CASE(buckets_follow_each_other),
	KUNIT_CASE(what_is_too_large_is_in_the_last_bucket),
	KUNIT_CASE(a_new_one_is_empty),
	KUNIT_CASE_PARAM(values_are_counted_once, border_gen_params),
	KUNIT_CASE(merging_adds_each_bucket),
	{}
};

MMSCOPE_SUITE(histogram, histogram_cases);
