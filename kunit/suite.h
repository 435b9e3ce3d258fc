/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every suite is made with: registration, the filter, parameters, and the
 * ways to what the module publishes.
 */
#ifndef MMS_KUNIT_SUITE_H
#define MMS_KUNIT_SUITE_H

#include "../module/core/hooks.h"

#include <kunit/test.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* -- suite.c --------------------------------------------------------------- */

int mmscope_suite_init(struct kunit_suite *suite);
int mmscope_case_init(struct kunit *test);

/* Each is in <area>_test.c; suite.c has those that are to run. */
extern struct kunit_suite mmscope_node_suite;
extern struct kunit_suite mmscope_zone_suite;
extern struct kunit_suite mmscope_zonelist_suite;
extern struct kunit_suite mmscope_page_suite;
extern struct kunit_suite mmscope_buddy_suite;
extern struct kunit_suite mmscope_wire_suite;
extern struct kunit_suite mmscope_request_suite;
extern struct kunit_suite mmscope_histogram_suite;
extern struct kunit_suite mmscope_bench_suite;
extern struct kunit_suite mmscope_slab_suite;
extern struct kunit_suite mmscope_vmalloc_suite;
extern struct kunit_suite mmscope_percpu_counter_suite;
extern struct kunit_suite mmscope_heap_suite;
extern struct kunit_suite mmscope_kmap_suite;
extern struct kunit_suite mmscope_cma_suite;
extern struct kunit_suite mmscope_translate_suite;

/* The suite mmscope_<area>; the last thing in <area>_test.c. */
#define MMSCOPE_SUITE(area, cases)					\
	struct kunit_suite mmscope_##area##_suite = {			\
		.name = "mmscope_" #area,				\
		.suite_init = mmscope_suite_init,			\
		.init = mmscope_case_init,				\
		.test_cases = cases,					\
	}

/*
 * Ends the case as one that is skipped. KUnit's own kunit_skip() overwrites what has
 * failed by then; a case that failed stays failed here.
 */
#define mmscope_skip(test, fmt, ...)						\
	do {									\
		struct kunit *mmscope_case = (test);				\
										\
		if (READ_ONCE(mmscope_case->status) == KUNIT_FAILURE)		\
			kunit_try_catch_throw(&mmscope_case->try_catch);	\
		kunit_skip(mmscope_case, fmt, ##__VA_ARGS__);			\
	} while (0)

/*
 * Calls @action(@context) when the case is over, in reverse order, whatever the
 * way it ends. Where that cannot be arranged, it is called at once and the case
 * ends.
 */
void mmscope_defer(struct kunit *test, void (*action)(void *context), void *context);

/*
 * Others use memory meanwhile: true where @look comes to true in one of a few tries.
 * Whoever looks gives back what it took, or leaves that to the end of the case.
 */
bool mmscope_eventually(struct kunit *test, bool (*look)(struct kunit *test));

/* -- params.c -------------------------------------------------------------- */

/* A parameter that goes with each node that has memory for the kernel itself. */
struct mmscope_param {
	int nid;
	u64 value;
};

/*
 * The parameter after @prev (NULL: the first) of those that @values times all
 * such nodes come to, kept in *@param; NULL after the last. Describes it
 * as "node 0, <what> <value>".
 */
const void *mmscope_next_param(struct mmscope_param *param, const void *prev, const u64 *values,
			       size_t nr_values, const char *what, char *desc);

/* Generator @name_gen_params: each of the values on each node as above. */
#define MMSCOPE_PARAM(name, what, ...)							\
	static const void *name##_gen_params(const void *prev, char *desc)		\
	{										\
		static const u64 values[] = { __VA_ARGS__ };				\
		static struct mmscope_param param;					\
											\
		return mmscope_next_param(&param, prev, values, ARRAY_SIZE(values),	\
					  what, desc);					\
	}

/* Of a case that is made with MMSCOPE_PARAM(). */
static inline const struct mmscope_param *mmscope_param(struct kunit *test)
{
	return test->param_value;
}

/* The first node that the kernel itself can allocate from. */
int mmscope_kernel_node(void);

/* "0,1,...": the first @most CPUs that are online, until the case is over. */
const char *mmscope_cpus(struct kunit *test, unsigned int most);

/* Each possible node, online or not; the parameter is a struct mmscope_param. */
const void *mmscope_node_gen_params(const void *prev, char *desc);
/* Each zone of each online node, populated or not; the value is its index. */
const void *mmscope_zone_gen_params(const void *prev, char *desc);

/* -- content.c: what the module publishes ---------------------------------- */

/* The content of a file, until the case is over; the case ends where there is none. */
const struct mms_hook_text *mmscope_read(struct kunit *test, const char *file);

/* The answer to a request, likewise. */
__printf(3, 4)
const struct mms_hook_text *mmscope_ask(struct kunit *test, const char *file,
					const char *format, ...);

/* A request that has to be refused with this errno, a negative number. */
__printf(4, 5)
void mmscope_expect_error(struct kunit *test, int expected, const char *file,
			  const char *format, ...);

/*
 * The same from the arguments of a caller: 0 with an answer in @text, or a negative
 * errno. *@line is the request, until the case is over.
 */
__printf(5, 0)
int mmscope_vask(struct kunit *test, const char *file, struct mms_hook_text *text,
		 const char **line, const char *format, va_list args);

/* Describes a parameter that is a line; control characters would end it in KTAP. */
void mmscope_line_desc(const char * const *line, char *desc);

/* The only record that matches; see mms_hook_next(). The case ends without one. */
__printf(3, 4)
struct mms_hook_record mmscope_find(struct kunit *test, const struct mms_hook_text *text,
				    const char *format, ...);

/*
 * The next record that matches, as mms_hook_next() has it; false where there is
 * none, which a line that is no record is not taken for.
 */
bool mmscope_next(struct kunit *test, const struct mms_hook_text *text, const char *match,
		  struct mms_hook_record *record);

/* Records that match. */
__printf(3, 4)
u64 mmscope_count(struct kunit *test, const struct mms_hook_text *text, const char *format, ...);

/* A field of all records that match, added up. */
__printf(4, 5)
u64 mmscope_sum(struct kunit *test, const struct mms_hook_text *text, const char *key,
		const char *format, ...);

/* A field; the case ends where it is missing. */
u64 mmscope_u64(struct kunit *test, const struct mms_hook_record *record, const char *key);
s64 mmscope_s64(struct kunit *test, const struct mms_hook_record *record, const char *key);
const char *mmscope_word(struct kunit *test, const struct mms_hook_record *record,
			 const char *key);

/* -- lab.c: runs of the lab ------------------------------------------------ */

/* Has the lab do what @format says; it is cancelled where the case ends before it. */
__printf(2, 3)
void mmscope_lab_start(struct kunit *test, const char *format, ...);

/* Has the lab do what @format says, waits for its end, and returns the results. */
__printf(2, 3)
const struct mms_hook_text *mmscope_lab(struct kunit *test, const char *format, ...);

/* Waits until the run is in @phase, or over; returns its record. */
struct mms_hook_record mmscope_lab_wait(struct kunit *test, const char *phase);

/* The lab refuses that with this errno, a negative number; else it is cancelled. */
__printf(3, 4)
void mmscope_lab_expect_error(struct kunit *test, int expected, const char *format, ...);

/* A case: the lab refuses its parameter, a line, with EINVAL. */
void mmscope_lab_refuses(struct kunit *test);

/* Nothing was found wrong, and all that was acquired is released. */
void mmscope_expect_sound(struct kunit *test, const struct mms_hook_text *result);

/* The same, and something was acquired. */
void mmscope_expect_objects(struct kunit *test, const struct mms_hook_text *result);

#endif /* MMS_KUNIT_SUITE_H */
