/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of a process for cases: that of the one which runs the suites, by
 * loading them, as KUnit has its cases in kernel threads.
 */
#ifndef MMS_KUNIT_USER_H
#define MMS_KUNIT_USER_H

#include "suite.h"

/*
 * Maps @pages pages of anonymous memory, private and writable, into that process,
 * until the case is over. Returns the address; the case ends where there is none.
 */
unsigned long mmscope_map_user(struct kunit *test, unsigned int pages);

/* Writes to such an address, so that a page is there, and returns its pfn. */
u64 mmscope_touch_user(struct kunit *test, unsigned long addr);

/* Once for each suite, not from a case: makes the caller the process. */
void mmscope_user_init(void);

/* The process, in the first pid namespace. */
pid_t mmscope_user_pid(void);

#endif /* MMS_KUNIT_USER_H */
