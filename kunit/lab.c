// SPDX-License-Identifier: GPL-2.0
/*
 * Runs of the lab, for suites.
 */
#include "suite.h"

#include <linux/delay.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/string.h>

/* No run of a suite takes a second, but on an emulated CPU with sanitizers. */
#define MMSCOPE_LAB_WAITS 6000
#define MMSCOPE_LAB_WAIT_US 10000

/* A case that ends early must not leave a run behind for the next one. */
static void mmscope_lab_end(void *unused)
{
	struct mms_hook_text text = {};

	if (!mms_hook_ask("bench/cancel", "", &text))
		mms_hook_text_free(&text);
	mms_hook_close("bench/run");
}

static bool mmscope_is_word(const struct mms_hook_record *record, const char *key,
			    const char *expected)
{
	char word[64];

	return !mms_hook_word(record, key, word, sizeof(word)) && !strcmp(word, expected);
}

struct mms_hook_record mmscope_lab_wait(struct kunit *test, const char *phase)
{
	struct mms_hook_record run;
	int waits;

	for (waits = 0; waits < MMSCOPE_LAB_WAITS; waits++) {
		run = mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
		if (mmscope_is_word(&run, "phase", phase) || mmscope_is_word(&run, "phase", "done"))
			return run;
		fsleep(MMSCOPE_LAB_WAIT_US);
	}
	KUNIT_FAIL(test, "the lab never comes to phase %s", phase);
	return run;
}

const struct mms_hook_text *mmscope_lab(struct kunit *test, const char *format, ...)
{
	struct mms_hook_record run;
	va_list args;
	char *line;

	va_start(args, format);
	line = kvasprintf(GFP_KERNEL, format, args);
	va_end(args);
	KUNIT_ASSERT_NOT_NULL(test, line);
	mmscope_defer(test, mmscope_lab_end, NULL);
	mmscope_ask(test, "bench/run", "%s", line);
	kfree(line);
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "done");
	return mmscope_read(test, "bench/result");
}

void mmscope_expect_sound(struct kunit *test, const struct mms_hook_text *result)
{
	static const char * const wrong[] = {
		"wrong_align", "wrong_zero", "wrong_data", "wrong_place", "wrong_sum", "wrong_bound",
	};
	struct mms_hook_record check = {};
	unsigned int legs = 0;
	size_t i;

	while (!mms_hook_next(result, "bench_check", &check)) {
		legs++;
		for (i = 0; i < ARRAY_SIZE(wrong); i++)
			KUNIT_EXPECT_EQ_MSG(test, mmscope_u64(test, &check, wrong[i]), 0, "%s",
					    wrong[i]);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "acquired"),
				mmscope_u64(test, &check, "released"));
	}
	KUNIT_EXPECT_GT(test, legs, 0);
}
