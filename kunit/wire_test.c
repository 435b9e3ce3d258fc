// SPDX-License-Identifier: GPL-2.0
/*
 * The wire inside the kernel: what is encoded comes back as it was, and every
 * file keeps to the form that readers rely on.
 */
#include "suite.h"

#include <linux/slab.h>
#include <linux/string.h>

/* -- values ---------------------------------------------------------------- */

struct sample {
	const char *what;
	const char *bytes;
	size_t size;
};

#define SAMPLE(what, text) { what, text, sizeof(text) - 1 }

static const struct sample samples[] = {
	SAMPLE("plain", "6.1.0-56-amd64"),
	SAMPLE("empty", ""),
	SAMPLE("space", "a b"),
	SAMPLE("equals", "key=value"),
	SAMPLE("quote", "say \"so\""),
	SAMPLE("backslash", "a\\b\\"),
	SAMPLE("newline", "two\nlines"),
	SAMPLE("control", "\x01\x1f\x7f"),
	SAMPLE("utf-8", "\xc3\xa9t\xc3\xa9"),
	SAMPLE("looks like an end", "\nend nr=0\n"),
	SAMPLE("looks like an escape", "\\x41"),
};

static void sample_desc(const struct sample *sample, char *desc)
{
	strscpy(desc, sample->what, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sample, samples, sample_desc);

static void free_text(void *text)
{
	mms_hook_text_free(text);
}

static void value_comes_back_as_it_was(struct kunit *test)
{
	const struct sample *sample = test->param_value;
	struct mms_hook_text *text = kunit_kzalloc(test, sizeof(*text), GFP_KERNEL);
	struct mms_hook_record record;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, mms_hook_encode_word(sample->bytes, sample->size, text), 0);
	mmscope_defer(test, free_text, text);
	/* Whatever is in it, it stays one line. */
	KUNIT_EXPECT_PTR_EQ(test, memchr(text->bytes, '\n', text->size),
			    (void *)text->bytes + text->size - 1);
	record = mmscope_find(test, text, "info");
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &record, "kernel"), sample->bytes);
}

static void word_that_does_not_fit_is_refused(struct kunit *test)
{
	struct mms_hook_text *text = kunit_kzalloc(test, sizeof(*text), GFP_KERNEL);
	char word[8] = "before";
	struct mms_hook_record record;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, mms_hook_encode_word("12345678", 8, text), 0);
	mmscope_defer(test, free_text, text);
	record = mmscope_find(test, text, "info");
	KUNIT_EXPECT_EQ(test, mms_hook_word(&record, "kernel", word, sizeof(word)), -EFBIG);
	KUNIT_EXPECT_STREQ(test, word, "before");
	KUNIT_EXPECT_EQ(test, mms_hook_word(&record, "nothing", word, sizeof(word)), -ENOENT);
}

/* -- bad lines ------------------------------------------------------------- */

static const char * const bad_lines[] = {
	"zone nid\n",
	"zone nid=0 =1\n",
	"zone  nid=0\n",
	"zone nid=0 ",
	"zone nid=\"0\n",
	"zone nid=\"0\\\n",
	"zone nid=0\tzone_idx=1\n",
	" zone nid=0\n",
	"=\n",
};

KUNIT_ARRAY_PARAM(bad_line, bad_lines, mmscope_line_desc);

static void bad_line_is_no_record(struct kunit *test)
{
	const char *line = *(const char * const *)test->param_value;
	const struct mms_hook_text text = { (char *)line, strlen(line) };
	struct mms_hook_record record = {};

	KUNIT_EXPECT_EQ(test, mms_hook_next(&text, "zone", &record), -EINVAL);
	KUNIT_EXPECT_NULL(test, record.line);
}

struct bad_number {
	const char *line;
	int err;
};

static const struct bad_number bad_numbers[] = {
	{ "zone nid=x", -EINVAL },
	{ "zone nid=", -EINVAL },
	{ "zone nid=-1", -EINVAL },
	{ "zone nid=1x", -EINVAL },
	{ "zone nid=18446744073709551616", -EINVAL },
	{ "zone zone_idx=1", -ENOENT },
};

static void bad_number_desc(const struct bad_number *number, char *desc)
{
	strscpy(desc, number->line, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad_number, bad_numbers, bad_number_desc);

static void bad_number_is_refused(struct kunit *test)
{
	const struct bad_number *number = test->param_value;
	const struct mms_hook_record record = { number->line, strlen(number->line) };
	mms_u64 value = 42;

	KUNIT_EXPECT_EQ(test, mms_hook_number(&record, "nid", &value), number->err);
	KUNIT_EXPECT_EQ(test, value, 42);
}

static void largest_numbers_are_taken(struct kunit *test)
{
	static const char line[] =
		"zone a=18446744073709551615 b=-9223372036854775808 c=9223372036854775807";
	const struct mms_hook_record record = { line, sizeof(line) - 1 };

	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &record, "a"), U64_MAX);
	KUNIT_EXPECT_EQ(test, mmscope_s64(test, &record, "b"), S64_MIN);
	KUNIT_EXPECT_EQ(test, mmscope_s64(test, &record, "c"), S64_MAX);
}

/* -- records --------------------------------------------------------------- */

/* Every zone of the machine: from text to the struct, and the same text again. */
static void zones_survive_the_round_trip(struct kunit *test)
{
	const struct mms_hook_text *zones = mmscope_read(test, "zones");
	struct mms_hook_record record = {}, again;
	struct mms_wire_zone *zone = kunit_kzalloc(test, 2 * sizeof(*zone), GFP_KERNEL);
	struct mms_hook_text text;
	unsigned int nr = 0;

	KUNIT_ASSERT_NOT_NULL(test, zone);
	while (mmscope_next(test, zones, "zone", &record)) {
		KUNIT_ASSERT_EQ(test, mms_hook_decode_zone(&record, &zone[0]), 0);
		KUNIT_ASSERT_EQ(test, mms_hook_encode_zone(&zone[0], &text), 0);
		again = (struct mms_hook_record){};
		KUNIT_EXPECT_EQ(test, mms_hook_next(&text, "zone", &again), 0);
		KUNIT_EXPECT_EQ(test, mms_hook_decode_zone(&again, &zone[1]), 0);
		KUNIT_EXPECT_EQ(test, memcmp(&zone[0], &zone[1], sizeof(zone[0])), 0);
		/* The list of reserves is streamed beside the struct, and comes last. */
		KUNIT_EXPECT_EQ(test, memcmp(record.line, again.line, again.size), 0);
		mms_hook_text_free(&text);
		nr++;
	}
	KUNIT_EXPECT_GT(test, nr, 0);
}

static void record_of_another_kind_is_refused(struct kunit *test)
{
	static const char line[] = "node nid=0";
	const struct mms_hook_record record = { line, sizeof(line) - 1 };
	struct mms_wire_zone zone;

	KUNIT_EXPECT_EQ(test, mms_hook_decode_zone(&record, &zone), -EINVAL);
}

/* -- files ----------------------------------------------------------------- */

struct wire_file {
	const char *name;
	const char *kind;
};

static const struct wire_file wire_files[] = {
	{ "info", "info" },
	{ "schema", "field" },
	{ "nodes", "node" },
	{ "zones", "zone" },
	{ "zonelists", "zoneref" },
	{ "free_area", "free_area" },
	{ "pcp", "pcp" },
	{ "model", "model" },
	{ "pages", "page" },
	{ "memmap_read", "memmap_read" },
	{ "vmalloc", "vmalloc_extent" },
	{ "bench/cases", "bench_case" },
	{ "bench/status", "bench_run" },
};

static void wire_file_desc(const struct wire_file *file, char *desc)
{
	strscpy(desc, file->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(wire_file, wire_files, wire_file_desc);

static u64 count_lines(const struct mms_hook_text *text)
{
	u64 lines = 0;
	size_t i;

	for (i = 0; i < text->size; i++)
		lines += text->bytes[i] == '\n';
	return lines;
}

static void file_is_framed(struct kunit *test)
{
	const struct wire_file *file = test->param_value;
	const struct mms_hook_text *text = mmscope_read(test, file->name);
	const struct mms_hook_record head = mmscope_find(test, text, "mmscope");
	const struct mms_hook_record end = mmscope_find(test, text, "end");
	const u64 nr = count_lines(text) - 2;

	KUNIT_EXPECT_PTR_EQ(test, head.line, (const char *)text->bytes);
	KUNIT_EXPECT_PTR_EQ(test, end.line + end.size + 1, (const char *)text->bytes + text->size);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &head, "nr"), nr);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &end, "nr"), nr);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &head, "wire"), 1);
	KUNIT_EXPECT_EQ(test, mmscope_u64(test, &head, "page_size"), PAGE_SIZE);
	KUNIT_EXPECT_STREQ(test, mmscope_word(test, &head, "kind"), file->kind);
	KUNIT_EXPECT_GT(test, mmscope_count(test, text, "%s", file->kind), 0);
}

/* Whoever reads to the end knows that it is the end. */
static void cut_file_has_no_end(struct kunit *test)
{
	const struct wire_file *file = test->param_value;
	struct mms_hook_text text = *mmscope_read(test, file->name);
	struct mms_hook_record record = {};
	int err;

	text.size /= 2;
	err = mms_hook_next(&text, "end", &record);
	KUNIT_EXPECT_TRUE(test, err == -ENOENT || err == -EINVAL);
}

static void file_that_is_not_there_is_refused(struct kunit *test)
{
	struct mms_hook_text text = {};

	KUNIT_EXPECT_EQ(test, mms_hook_read("nothing", &text), -ENOENT);
	KUNIT_EXPECT_EQ(test, mms_hook_read("page", &text), -ENOENT);
	KUNIT_EXPECT_EQ(test, mms_hook_ask("zones", "pfn=1", &text), -ENOENT);
	KUNIT_EXPECT_NULL(test, text.bytes);
}

static struct kunit_case wire_cases[] = {
	KUNIT_CASE_PARAM(value_comes_back_as_it_was, sample_gen_params),
	KUNIT_CASE(word_that_does_not_fit_is_refused),
	KUNIT_CASE_PARAM(bad_line_is_no_record, bad_line_gen_params),
	KUNIT_CASE_PARAM(bad_number_is_refused, bad_number_gen_params),
	KUNIT_CASE(largest_numbers_are_taken),
	KUNIT_CASE(zones_survive_the_round_trip),
	KUNIT_CASE(record_of_another_kind_is_refused),
	KUNIT_CASE_PARAM(file_is_framed, wire_file_gen_params),
	KUNIT_CASE_PARAM(cut_file_has_no_end, wire_file_gen_params),
	KUNIT_CASE(file_that_is_not_there_is_refused),
	{}
};

MMSCOPE_SUITE(wire, wire_cases);
