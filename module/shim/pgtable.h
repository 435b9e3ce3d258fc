/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the walks of pgtable.c and vmalloc.c share: how an entry of x86-64 is to
 * be understood. How a table is read safely is told in pgtable.c.
 */
#ifndef MMS_SHIM_PGTABLE_H
#define MMS_SHIM_PGTABLE_H

#include "shim.h"

#include <linux/types.h>

/* An entry, as the kernel understands it. */
struct mms_entry {
	mms_u64 raw;
	mms_u64 value;
	mms_u64 pfn;
};

/* An entry of @level stands for 1 << this many bytes. */
unsigned int mms_level_shift(enum mms_pgtable_level level);

/*
 * Fills in value and pfn, through the kernel's own types: on Xen a table holds
 * other numbers than pfns, and entries that are not present hold theirs inverted
 * (L1TF).
 */
void mms_entry_understand(enum mms_pgtable_level level, struct mms_entry *entry);

/* Bit 7 tells huge pages from tables, and is another flag (PAT) in a pte. */
bool mms_entry_is_huge(enum mms_pgtable_level level, mms_u64 value);

#endif /* MMS_SHIM_PGTABLE_H */
