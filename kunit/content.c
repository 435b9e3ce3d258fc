// SPDX-License-Identifier: GPL-2.0
/*
 * What the module publishes, for suites: contents that go with the case, and
 * fields that have to be there.
 */
#include "suite.h"

#include <linux/slab.h>
#include <linux/stdarg.h>

/* Longer than any request that is taken. */
#define MMSCOPE_LINE_SIZE 1200

static void mmscope_text_delete(void *context)
{
	struct mms_hook_text *text = context;

	mms_hook_text_free(text);
	kfree(text);
}

static struct mms_hook_text *mmscope_text_new(struct kunit *test)
{
	struct mms_hook_text *text = kzalloc(sizeof(*text), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	mmscope_defer(test, mmscope_text_delete, text);
	return text;
}

const struct mms_hook_text *mmscope_read(struct kunit *test, const char *file)
{
	struct mms_hook_text *text = mmscope_text_new(test);

	KUNIT_ASSERT_EQ_MSG(test, mms_hook_read(file, text), 0, "%s cannot be read", file);
	return text;
}

int mmscope_vask(struct kunit *test, const char *file, struct mms_hook_text *text,
		 const char **line, const char *format, va_list args)
{
	char *request = kunit_kzalloc(test, MMSCOPE_LINE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, request);
	KUNIT_ASSERT_LT(test, vsnprintf(request, MMSCOPE_LINE_SIZE, format, args),
			MMSCOPE_LINE_SIZE);
	*line = request;
	return mms_hook_ask(file, request, text);
}

const struct mms_hook_text *mmscope_ask(struct kunit *test, const char *file,
					const char *format, ...)
{
	struct mms_hook_text *text = mmscope_text_new(test);
	const char *line;
	va_list args;
	int err;

	va_start(args, format);
	err = mmscope_vask(test, file, text, &line, format, args);
	va_end(args);
	KUNIT_ASSERT_EQ_MSG(test, err, 0, "%s refuses '%s'", file, line);
	return text;
}

void mmscope_expect_error(struct kunit *test, int expected, const char *file,
			  const char *format, ...)
{
	struct mms_hook_text text = {};
	const char *line;
	va_list args;
	int err;

	va_start(args, format);
	err = mmscope_vask(test, file, &text, &line, format, args);
	va_end(args);
	mms_hook_text_free(&text);
	KUNIT_EXPECT_EQ_MSG(test, err, expected, "%s is asked '%s'", file, line);
}

void mmscope_line_desc(const char * const *line, char *desc)
{
	int i;

	strscpy(desc, *line, KUNIT_PARAM_DESC_SIZE);
	for (i = 0; desc[i]; i++)
		if (desc[i] < ' ')
			desc[i] = '_';
}

struct mms_hook_record mmscope_find(struct kunit *test, const struct mms_hook_text *text,
				    const char *format, ...)
{
	struct mms_hook_record record = {};
	struct mms_hook_record again;
	char match[128];
	va_list args;

	va_start(args, format);
	vsnprintf(match, sizeof(match), format, args);
	va_end(args);
	KUNIT_ASSERT_EQ_MSG(test, mms_hook_next(text, match, &record), 0, "no record '%s'", match);
	again = record;
	KUNIT_EXPECT_EQ_MSG(test, mms_hook_next(text, match, &again), -ENOENT,
			    "'%s' is there twice", match);
	return record;
}

bool mmscope_next(struct kunit *test, const struct mms_hook_text *text, const char *match,
		  struct mms_hook_record *record)
{
	const int err = mms_hook_next(text, match, record);

	if (err)
		KUNIT_EXPECT_EQ_MSG(test, err, -ENOENT, "looking for '%s'", match);
	return !err;
}

/* Adds up @key, or 1 where that is NULL, of all records that match. */
static u64 mmscope_vsum(struct kunit *test, const struct mms_hook_text *text, const char *key,
			const char *format, va_list args)
{
	struct mms_hook_record record = {};
	char match[128];
	u64 sum = 0;

	vsnprintf(match, sizeof(match), format, args);
	while (mmscope_next(test, text, match, &record))
		sum += key ? mmscope_u64(test, &record, key) : 1;
	return sum;
}

u64 mmscope_count(struct kunit *test, const struct mms_hook_text *text, const char *format, ...)
{
	va_list args;
	u64 records;

	va_start(args, format);
	records = mmscope_vsum(test, text, NULL, format, args);
	va_end(args);
	return records;
}

u64 mmscope_sum(struct kunit *test, const struct mms_hook_text *text, const char *key,
		const char *format, ...)
{
	va_list args;
	u64 sum;

	va_start(args, format);
	sum = mmscope_vsum(test, text, key, format, args);
	va_end(args);
	return sum;
}

u64 mmscope_u64(struct kunit *test, const struct mms_hook_record *record, const char *key)
{
	mms_u64 value = 0;

	KUNIT_ASSERT_EQ_MSG(test, mms_hook_number(record, key, &value), 0,
			    "no number '%s' in '%.*s'", key, (int)record->size, record->line);
	return value;
}

s64 mmscope_s64(struct kunit *test, const struct mms_hook_record *record, const char *key)
{
	mms_s64 value = 0;

	KUNIT_ASSERT_EQ_MSG(test, mms_hook_signed(record, key, &value), 0,
			    "no number '%s' in '%.*s'", key, (int)record->size, record->line);
	return value;
}

const char *mmscope_word(struct kunit *test, const struct mms_hook_record *record,
			 const char *key)
{
	char *word = kunit_kzalloc(test, MMSCOPE_LINE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, word);
	KUNIT_ASSERT_EQ_MSG(test, mms_hook_word(record, key, word, MMSCOPE_LINE_SIZE), 0,
			    "no word '%s' in '%.*s'", key, (int)record->size, record->line);
	return word;
}
