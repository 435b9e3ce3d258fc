/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The binary file map.bin: one record for each pageblock with an online struct
 * page, in the order of node and pfn. Little-endian, naturally aligned, padding
 * zeroed. A reader goes by header_size, record_size and the nr_ counts, so that
 * a newer module may add classes or members.
 */
#ifndef MMS_WIRE_MAP_H
#define MMS_WIRE_MAP_H

#include "page.h"
#include "records.h"

#define MMS_MAP_MAGIC "MMSCOPEM"
#define MMS_MAP_VERSION 1

#define MMS_MAP_NAME_SIZE 16
#define MMS_MAP_MAX_ZONES 8
#define MMS_MAP_MAX_MIGRATETYPES 16
#define MMS_MAP_MAX_CLASSES 32

/* No free block starts in the pageblock. */
#define MMS_MAP_NO_FREE 0xff

struct mms_map_header {
	char magic[8];			/* MMS_MAP_MAGIC, without a NUL */
	mms_u32 version;		/* MMS_MAP_VERSION */
	mms_u32 header_size;		/* bytes from the start of the file to the first record */
	mms_u32 record_size;		/* bytes from one record to the next */
	mms_u32 nr_zones;		/* names below that are in use */
	mms_u32 nr_migratetypes;
	mms_u32 nr_classes;		/* also the counts in each record */
	mms_u64 nr_records;
	mms_u64 page_size;		/* bytes */
	mms_u64 pageblock_pages;	/* pages */
	mms_u64 ktime_ns;		/* ktime_get_ns() when the walk began */
	mms_u64 took_ns;
	char kernel[64];		/* utsname()->release, cut if longer */
	char zones[MMS_MAP_MAX_ZONES][MMS_MAP_NAME_SIZE];	/* by zone_idx */
	char migratetypes[MMS_MAP_MAX_MIGRATETYPES][MMS_MAP_NAME_SIZE];
	char classes[MMS_MAP_MAX_CLASSES][MMS_MAP_NAME_SIZE];	/* as in the census */
};

struct mms_map_record {
	mms_u64 pfn;			/* first pfn of the pageblock */
	mms_u16 nid;
	mms_u8 zone_idx;		/* of the first page that was seen */
	mms_u8 migratetype;		/* nr_migratetypes: none that has a name */
	mms_u8 free_order;		/* of the largest free block in it, or MMS_MAP_NO_FREE */
	mms_u8 reserved[3];		/* 0 */
	mms_u16 pages[MMS_NR_PAGE_CLASSES];	/* by class; they sum up to the pages seen */
	mms_u16 padding[(4 - MMS_NR_PAGE_CLASSES % 4) % 4];	/* 0 */
};

#ifdef __cplusplus
static_assert(sizeof(mms_map_header) % sizeof(mms_u64) == 0);
static_assert(sizeof(mms_map_record) == 16 + (MMS_NR_PAGE_CLASSES + 3) / 4 * 8);
static_assert(MMS_NR_PAGE_CLASSES <= MMS_MAP_MAX_CLASSES);
#endif

#endif /* MMS_WIRE_MAP_H */
