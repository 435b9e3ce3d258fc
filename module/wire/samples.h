/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The binary file bench/samples: times of single operations of the last run,
 * evenly chosen. Little-endian, naturally aligned, padding zeroed. A reader goes
 * by header_size and record_size, so that a newer module may add members.
 */
#ifndef MMS_WIRE_SAMPLES_H
#define MMS_WIRE_SAMPLES_H

#include "records.h"

#define MMS_SAMPLES_MAGIC "MMSCOPES"
#define MMS_SAMPLES_VERSION 1

struct mms_samples_header {
	char magic[8];			/* MMS_SAMPLES_MAGIC, without a NUL */
	mms_u32 version;		/* MMS_SAMPLES_VERSION */
	mms_u32 header_size;		/* bytes from the start of the file to the first record */
	mms_u32 record_size;		/* bytes from one record to the next */
	mms_u32 run;			/* number of the run, as in bench/result */
	mms_u64 nr_records;
};

struct mms_samples_record {
	mms_u16 leg;
	mms_u16 op;			/* place in the case's ops= in bench/cases, from 0 */
	mms_u32 ns;			/* 0xffffffff: that or longer */
};

#ifdef __cplusplus
static_assert(sizeof(mms_samples_header) == 32);
static_assert(sizeof(mms_samples_record) == 8);
#endif

#endif /* MMS_WIRE_SAMPLES_H */
