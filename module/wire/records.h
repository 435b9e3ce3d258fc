/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One struct for each record of fields.h, with its U64, S64 and NAME fields as
 * members. The shim fills them, the codec turns them into text and back.
 *
 * A member that nobody set keeps its absent value and stays off the wire:
 * start every struct with mms_wire_<record>_clear(), which leaves no byte as
 * it was.
 */
#ifndef MMS_WIRE_RECORDS_H
#define MMS_WIRE_RECORDS_H

#include "fields.h"

typedef __UINT64_TYPE__ mms_u64;
typedef __INT64_TYPE__ mms_s64;
typedef __UINT8_TYPE__ mms_u8;
typedef __UINT16_TYPE__ mms_u16;
typedef __UINT32_TYPE__ mms_u32;
typedef __INT32_TYPE__ mms_s32;
typedef __SIZE_TYPE__ mms_size;

/* No counter of the kernel reaches these: they mark a member as not there. */
#define MMS_ABSENT_U64 (~(mms_u64)0)
#define MMS_ABSENT_S64 (-__INT64_MAX__ - 1)

/* clang-format off */
#define MMS_MEMBER_U64(key)  mms_u64 key;
#define MMS_MEMBER_S64(key)  mms_s64 key;
#define MMS_MEMBER_NAME(key) char key[MMS_NAME_SIZE];
#define MMS_MEMBER_LIST(key)
#define MMS_MEMBER_TEXT(key)
#define MMS_MEMBER(type, key, unit, since, source, meaning) MMS_MEMBER_##type(key)

#define MMS_CLEAR_U64(key)  record->key = MMS_ABSENT_U64;
#define MMS_CLEAR_S64(key)  record->key = MMS_ABSENT_S64;
#define MMS_CLEAR_NAME(key) __builtin_memset(record->key, 0, sizeof(record->key));
#define MMS_CLEAR_LIST(key)
#define MMS_CLEAR_TEXT(key)
#define MMS_CLEAR(type, key, unit, since, source, meaning) MMS_CLEAR_##type(key)

#define MMS_STRUCT(tag, file, meaning)                                                             \
	struct mms_wire_##tag {                                                                        \
		MMS_FIELDS_##tag(MMS_MEMBER)                                                               \
	};                                                                                             \
	static inline void mms_wire_##tag##_clear(struct mms_wire_##tag *record)                       \
	{                                                                                              \
		MMS_FIELDS_##tag(MMS_CLEAR)                                                                \
	}

MMS_RECORDS(MMS_STRUCT)
/* clang-format on */

#undef MMS_STRUCT

/* The structs are made of 8-byte members and names of 32 bytes: no padding,
 * hence nothing of the kernel's stack could ever leak through one.
 */
#ifdef __cplusplus
static_assert(MMS_NAME_SIZE % sizeof(mms_u64) == 0);
static_assert(sizeof(mms_wire_free_order) == MMS_NAME_SIZE + 4 * sizeof(mms_u64));
#else
_Static_assert(MMS_NAME_SIZE % sizeof(mms_u64) == 0, "names keep the members aligned");
#endif

#endif /* MMS_WIRE_RECORDS_H */
