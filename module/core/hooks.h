/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the KUnit suites in kunit/ may call of the core. It is built into
 * mmscope.ko, and exported, only for kernels with CONFIG_KUNIT.
 *
 * Unless a comment says otherwise: call from process context, may sleep, needs
 * no lock. Errors are negative errno; after one nothing is owed and outputs are
 * as they were.
 */
#ifndef MMS_CORE_HOOKS_H
#define MMS_CORE_HOOKS_H

#include "../wire/records.h"

/* The content of a debugfs file, as one open() or one request gets it. */
struct mms_hook_text {
	char *bytes;
	mms_size size;
};

/* One record of such a content; it borrows from it. */
struct mms_hook_record {
	const char *line;	/* not terminated */
	mms_size size;		/* bytes, without the newline */
};

/* Room for the reason of a refused request, and for its end. */
#define MMS_HOOK_REASON_SIZE 401

/* One histogram of the lab; large. */
struct mms_hook_histogram;

#ifdef __cplusplus
extern "C" {
#endif

/* -- what the module publishes --------------------------------------------- */

/*
 * Makes the content of the file @name ("zones", "bench/status"), as its open()
 * does. -ENOENT: there is none of that name. The text is the caller's, who gives
 * it back with mms_hook_text_free().
 */
int mms_hook_read(const char *name, struct mms_hook_text *text);

/* Answers one line to the request file @name ("page", "bench/run") likewise. */
int mms_hook_ask(const char *name, const char *line, struct mms_hook_text *text);

/*
 * Tells the request file @name that whoever asked through mms_hook_ask() has
 * closed it.
 */
void mms_hook_close(const char *name);

/* A text without bytes is fine. Leaves it so. */
void mms_hook_text_free(struct mms_hook_text *text);

/* -- the codec ------------------------------------------------------------- */

/*
 * The next record that starts with the words of @match, which are separated by
 * single spaces: its tag, then any fields that it must have ("zone nid=0
 * name=DMA"). Begins after *@record, with the first line where that has no line.
 * -ENOENT: there is no more; -EINVAL: a line that is no record came before.
 */
int mms_hook_next(const struct mms_hook_text *text, const char *match,
		  struct mms_hook_record *record);

/* A field that is a number. -ENOENT: not there; -EINVAL: no number, or too large. */
int mms_hook_number(const struct mms_hook_record *record, const char *key, mms_u64 *value);
int mms_hook_signed(const struct mms_hook_record *record, const char *key, mms_s64 *value);

/*
 * A field as text, unescaped and terminated. -ENOENT: not there; -EINVAL: badly
 * escaped; -EFBIG: longer than @size - 1.
 */
int mms_hook_word(const struct mms_hook_record *record, const char *key, char *word,
		  mms_size size);

/* A record "info" with @value as its field "kernel", as the encoder writes it. */
int mms_hook_encode_word(const char *value, mms_size size, struct mms_hook_text *text);

/*
 * A record "zone" as the struct that it was made from, and a struct as the record.
 * -EINVAL: the record is another one, or a value is not of its key's type.
 */
int mms_hook_decode_zone(const struct mms_hook_record *record, struct mms_wire_zone *zone);
int mms_hook_encode_zone(const struct mms_wire_zone *zone, struct mms_hook_text *text);

/* -- requests -------------------------------------------------------------- */

/*
 * Parses @line and takes the number @key out of it, which must be in [@min,
 * @max], and the only one there. @reason is a string after -EINVAL.
 */
int mms_hook_request_number(const char *line, const char *key, mms_u64 min, mms_u64 max,
			    mms_u64 *value, char reason[MMS_HOOK_REASON_SIZE]);

/* -- histograms ------------------------------------------------------------ */

mms_size mms_hook_histogram_buckets(void);
/* The bucket that a value falls into, and the values of a bucket, both inclusive. */
mms_size mms_hook_histogram_index(mms_u64 value);
mms_u64 mms_hook_histogram_low(mms_size bucket);
mms_u64 mms_hook_histogram_high(mms_size bucket);
/* Empty; NULL: no memory. mms_hook_histogram_delete() gives it back. */
struct mms_hook_histogram *mms_hook_histogram_new(void);
void mms_hook_histogram_delete(struct mms_hook_histogram *histogram);
void mms_hook_histogram_add(struct mms_hook_histogram *histogram, mms_u64 value);
void mms_hook_histogram_merge(struct mms_hook_histogram *into,
			      const struct mms_hook_histogram *from);
mms_u64 mms_hook_histogram_count(const struct mms_hook_histogram *histogram, mms_size bucket);

#ifdef __cplusplus
}
#endif

#endif /* MMS_CORE_HOOKS_H */
