/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages that a case holds, and what the module says of a page.
 */
#ifndef MMS_KUNIT_PAGES_H
#define MMS_KUNIT_PAGES_H

#include "suite.h"

#include <linux/gfp.h>

/*
 * A block of @nid and no other node, which is given back when the case is over.
 * The case ends where there is none.
 */
struct page *mmscope_alloc_pages(struct kunit *test, int nid, gfp_t gfp, unsigned int order);

/* Gives a block back, of pages that have a reference, when the case is over. */
void mmscope_hold(struct kunit *test, struct page *page, unsigned int order);

/* An area of vmalloc(), which goes when the case is over; the case ends without it. */
void *mmscope_vmalloc(struct kunit *test, size_t bytes);

/* The record of one page, as the file `page` answers. */
struct mms_hook_record mmscope_page_info(struct kunit *test, u64 pfn);

/* Is a field of the record this word? */
bool mmscope_is(const struct mms_hook_record *record, const char *key, const char *word);

#endif /* MMS_KUNIT_PAGES_H */
