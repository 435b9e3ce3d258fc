// SPDX-License-Identifier: GPL-2.0
/*
 * Requests inside the kernel: numbers at their limits, and lines that nobody
 * means well with. What is refused must change nothing.
 */
#include "suite.h"

#include <linux/slab.h>
#include <linux/string.h>

struct numbered {
	const char *line;
	int err;
	u64 value;
	const char *reason;	/* a part of it */
};

/* All ask for n, from 3 to 300. */
static const struct numbered numbered[] = {
	{ "n=3", 0, 3 },
	{ "n=300", 0, 300 },
	{ "n=0x12c", 0, 300 },
	{ "n=007", 0, 7 },
	{ "n=5\n", 0, 5 },
	{ "n=2", -EINVAL, 0, "out of range: 3 to 300" },
	{ "n=301", -EINVAL, 0, "out of range: 3 to 300" },
	{ "n=", -EINVAL, 0, "no number" },
	{ "n=x", -EINVAL, 0, "no number" },
	{ "n=0x", -EINVAL, 0, "no number" },
	{ "n=-5", -EINVAL, 0, "no number" },
	{ "n=5.0", -EINVAL, 0, "no number" },
	{ "n=18446744073709551616", -EINVAL, 0, "no number" },
	{ "", -EINVAL, 0, "'n' is missing" },
	{ "m=5", -EINVAL, 0, "'n' is missing" },
	{ "n=5 m=6", -EINVAL, 0, "there is no key 'm'; allowed: n" },
	{ "n=5 n=5", -EINVAL, 0, "'n'" },
	{ "n", -EINVAL, 0, "" },
	{ "=5", -EINVAL, 0, "" },
	{ "n = 5", -EINVAL, 0, "" },
};

static void numbered_desc(const struct numbered *numbered, char *desc)
{
	strscpy(desc, numbered->line, KUNIT_PARAM_DESC_SIZE);
	strreplace(desc, '\n', '_');
}

KUNIT_ARRAY_PARAM(numbered, numbered, numbered_desc);

static void number_is_taken_or_refused_with_a_reason(struct kunit *test)
{
	const struct numbered *asked = test->param_value;
	char *reason = kunit_kzalloc(test, MMS_HOOK_REASON_SIZE, GFP_KERNEL);
	mms_u64 value = 0;

	KUNIT_ASSERT_NOT_NULL(test, reason);
	KUNIT_EXPECT_EQ(test, mms_hook_request_number(asked->line, "n", 3, 300, &value, reason),
			asked->err);
	KUNIT_EXPECT_EQ(test, value, asked->value);
	if (asked->err) {
		KUNIT_EXPECT_GT(test, strlen(reason), 0);
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(reason, asked->reason), "reason: %s",
					  reason);
	}
}

/* Words by the dozen: more than there is room for. */
static void too_many_words_are_refused(struct kunit *test)
{
	char *line = kunit_kzalloc(test, 1024, GFP_KERNEL);
	size_t length = 0;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, line);
	for (i = 0; i < 100; i++)
		length += scnprintf(line + length, 1024 - length, "k%d=%d ", i, i);
	line[length - 1] = '\0';
	mmscope_expect_error(test, -EINVAL, "page", "%s", line);
	mmscope_lab_expect_error(test, -EINVAL, "%s", line);
}

struct hostile {
	const char *file;
	const char *line;
	int err;
};

static const struct hostile hostile[] = {
	{ "page", "pfn", -EINVAL },
	{ "page", "pfn=1 pfn=1", -EINVAL },
	{ "page", "pfn=18446744073709551615", -EINVAL },
	{ "page_find", "class=nonsense", -EINVAL },
	{ "page_find", "limit=0", -EINVAL },
	{ "page_find", "limit=10001", -EINVAL },
	{ "page_find", "nid=4096", -EINVAL },
	{ "page_find", "zone=Nowhere", -EINVAL },
	{ "page_find", "order=64", -EINVAL },
	{ "page_find", "migratetype=None", -EINVAL },
	{ "translate", "addr=nowhere", -EINVAL },
	{ "translate", "addr=0x1000 pid=-1", -EINVAL },
	{ "bench/run", "case=", -EINVAL },
	{ "bench/run", "case=format_disk", -EINVAL },
	{ "bench/run", "case=empty ops=0", -EINVAL },
	{ "bench/run", "case=empty threads=0", -EINVAL },
	{ "bench/run", "case=empty threads=257", -EINVAL },
	{ "bench/run", "case=empty seconds=0", -EINVAL },
	{ "bench/run", "case=empty pattern=pair", -EINVAL },
	{ "bench/run", "case=empty cpus=0 threads=1", -EINVAL },
	{ "bench/run", "case=empty cpus=9999", -ENODEV },
	{ "bench/run", "case=empty cpus=0,,1", -EINVAL },
	{ "bench/run", "case=alloc_pages order=64", -EINVAL },
	{ "bench/run", "case=alloc_pages gfp=evil", -EINVAL },
	{ "bench/run", "case=alloc_pages pattern=chaos", -EINVAL },
	{ "bench/run", "case=alloc_pages pattern=random batch=2", -EINVAL },
	{ "bench/run", "case=alloc_pages hold=2", -EINVAL },
	{ "bench/run", "case=alloc_pages depth=2", -EINVAL },
	{ "bench/run", "case=kmalloc size=0", -EINVAL },
	{ "bench/run", "case=kmalloc size=18446744073709551615", -EINVAL },
	{ "bench/run", "case=vmalloc size=0", -EINVAL },
	{ "bench/plain", "case=empty", -EINVAL },
};

static void hostile_desc(const struct hostile *hostile, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s: %s", hostile->file, hostile->line);
}

KUNIT_ARRAY_PARAM(hostile, hostile, hostile_desc);

static void hostile_line_is_refused_and_changes_nothing(struct kunit *test)
{
	const struct hostile *hostile = test->param_value;
	const struct mms_hook_record before =
		mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
	struct mms_hook_record after;

	mmscope_expect_error(test, hostile->err, hostile->file, "%s", hostile->line);
	after = mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &after, "phase"),
			   mmscope_word(test, &before, "phase"));
	if (strcmp(mmscope_word(test, &before, "phase"), "idle"))
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &after, "run"),
				mmscope_u64(test, &before, "run"));
}

static struct kunit_case request_cases[] = {
	KUNIT_CASE_PARAM(number_is_taken_or_refused_with_a_reason, numbered_gen_params),
	KUNIT_CASE(too_many_words_are_refused),
	KUNIT_CASE_PARAM(hostile_line_is_refused_and_changes_nothing, hostile_gen_params),
	{}
};

MMSCOPE_SUITE(request, request_cases);
