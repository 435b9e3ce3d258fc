// SPDX-License-Identifier: GPL-2.0
/*
 * Runs of the lab, for suites.
 */
#include "suite.h"

#include <linux/delay.h>
#include <linux/stdarg.h>

#include "pages.h"

/* No run of a suite takes a second, but on an emulated CPU with sanitizers. */
#define MMSCOPE_LAB_WAITS 6000
#define MMSCOPE_LAB_WAIT_US 10000

static bool mmscope_lab_is_in(const char *phase)
{
	struct mms_hook_record run = {};
	struct mms_hook_text text = {};
	bool in = false;

	if (mms_hook_read("bench/status", &text))
		return false;
	if (!mms_hook_next(&text, "bench_run", &run))
		in = mmscope_is(&run, "phase", phase);
	mms_hook_text_free(&text);
	return in;
}

/* Waits until the run is in @phase, or over. */
static bool mmscope_lab_reaches(const char *phase)
{
	int waits;

	for (waits = 0; waits < MMSCOPE_LAB_WAITS; waits++) {
		if (mmscope_lab_is_in(phase) || mmscope_lab_is_in("done"))
			return true;
		fsleep(MMSCOPE_LAB_WAIT_US);
	}
	return false;
}

struct mms_hook_record mmscope_lab_wait(struct kunit *test, const char *phase)
{
	KUNIT_ASSERT_TRUE_MSG(test, mmscope_lab_reaches(phase), "the lab never comes to phase %s",
			      phase);
	return mmscope_find(test, mmscope_read(test, "bench/status"), "bench_run");
}

/* A case that ends early must not leave a run behind for the next one. */
static void mmscope_lab_end(void *unused)
{
	struct mms_hook_text text = {};

	if (!mms_hook_ask("bench/cancel", "", &text))
		mms_hook_text_free(&text);
	mms_hook_close("bench/run");
	mmscope_lab_reaches("done");
}

static void mmscope_lab_vstart(struct kunit *test, const char *format, va_list args)
{
	struct mms_hook_text text = {};
	const char *line;
	int err;

	err = mmscope_vask(test, "bench/run", &text, &line, format, args);
	mms_hook_text_free(&text);
	KUNIT_ASSERT_EQ_MSG(test, err, 0, "the lab refuses '%s'", line);
	mmscope_defer(test, mmscope_lab_end, NULL);
}

void mmscope_lab_start(struct kunit *test, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	mmscope_lab_vstart(test, format, args);
	va_end(args);
}

const struct mms_hook_text *mmscope_lab(struct kunit *test, const char *format, ...)
{
	struct mms_hook_record run;
	va_list args;

	va_start(args, format);
	mmscope_lab_vstart(test, format, args);
	va_end(args);
	run = mmscope_lab_wait(test, "done");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &run, "stopped"), "done");
	return mmscope_read(test, "bench/result");
}

void mmscope_lab_expect_error(struct kunit *test, int expected, const char *format, ...)
{
	struct mms_hook_text text = {};
	const char *line;
	va_list args;
	int err;

	va_start(args, format);
	err = mmscope_vask(test, "bench/run", &text, &line, format, args);
	va_end(args);
	mms_hook_text_free(&text);
	if (!err)
		mmscope_defer(test, mmscope_lab_end, NULL);
	KUNIT_EXPECT_EQ_MSG(test, err, expected, "the lab is asked '%s'", line);
}

void mmscope_lab_refuses(struct kunit *test)
{
	const char * const *line = test->param_value;

	mmscope_lab_expect_error(test, -EINVAL, "%s", *line);
}

void mmscope_expect_sound(struct kunit *test, const struct mms_hook_text *result)
{
	static const char * const wrong[] = {
		"wrong_align", "wrong_zero", "wrong_data",
		"wrong_place", "wrong_sum", "wrong_bound",
	};
	struct mms_hook_record check = {};
	unsigned int legs = 0;
	size_t i;

	while (mmscope_next(test, result, "bench_check", &check)) {
		legs++;
		for (i = 0; i < ARRAY_SIZE(wrong); i++)
			KUNIT_EXPECT_EQ_MSG(test, mmscope_u64(test, &check, wrong[i]), 0, "%s",
					    wrong[i]);
		KUNIT_EXPECT_EQ(test, mmscope_u64(test, &check, "acquired"),
				mmscope_u64(test, &check, "released"));
	}
	KUNIT_EXPECT_GT(test, legs, 0);
}

void mmscope_expect_objects(struct kunit *test, const struct mms_hook_text *result)
{
	mmscope_expect_sound(test, result);
	KUNIT_EXPECT_GT(test, mmscope_sum(test, result, "acquired", "bench_check"), 0);
}
