/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When the calls that are under way began, by who makes them: a thread, or what
 * interrupts a CPU. Each takes a slot of an array, found in a few instructions, where a
 * hash takes hundreds to enter and leave; the hash is for those that meet another at
 * their slot. Calls nest: reclaim, on the way to a page, may want pages itself.
 */
#ifndef MMSCOPE_BPF_STARTS_H
#define MMSCOPE_BPF_STARTS_H

#include "kernel.h"

#include "context.h"
#include "counts.h"
#include "filter.h"

/* As many as a cache line has room for. */
#define MMS_STARTS_DEEP 4
#define MMS_STARTS_LOG 12

struct mms_starts {
	__u64 owner;	/* start_key() and one; 0: free */
	__u64 depth;	/* calls that have not returned, those without room as well */
	__u64 at_ns[MMS_STARTS_DEEP];
	__u64 zero[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << MMS_STARTS_LOG);
	__type(key, __u32);
	__type(value, struct mms_starts);
} starts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct mms_starts);
} more_starts SEC(".maps");

/* Numbers of threads follow each other: spread, lest CPUs share lines. */
static __always_inline struct mms_starts *slot_of(__u64 owner)
{
	__u32 index = (owner * 0x9e3779b97f4a7c15ULL) >> (64 - MMS_STARTS_LOG);

	return bpf_map_lookup_elem(&starts, &index);
}

static __always_inline struct mms_starts *take_starts(__u64 owner)
{
	struct mms_starts *slot = slot_of(owner), fresh = { .owner = owner };

	if (slot && (slot->owner == owner ||
		     (!slot->owner && !__sync_val_compare_and_swap(&slot->owner, 0, owner))))
		return slot;
	slot = bpf_map_lookup_elem(&more_starts, &owner);
	if (slot)
		return slot;
	bpf_map_update_elem(&more_starts, &owner, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&more_starts, &owner);
}

/* A call begins. */
static __always_inline void start(void)
{
	struct mms_starts *mine = take_starts(start_key() + 1);
	__u64 depth;

	if (!mine) {
		lose(MMS_LOSS_STARTS_FULL);
		return;
	}
	depth = mine->depth++;
	if (depth < MMS_STARTS_DEEP)
		mine->at_ns[depth & (MMS_STARTS_DEEP - 1)] = bpf_ktime_get_ns();
	else
		lose(MMS_LOSS_STARTS_FULL);
}

/* Is a call of this thread, or of what interrupts it, under way? */
static __always_inline bool is_started(void)
{
	__u64 owner = start_key() + 1;
	struct mms_starts *mine = slot_of(owner);

	return (mine && mine->owner == owner) || bpf_map_lookup_elem(&more_starts, &owner);
}

/* It ends: true, and how long it took; false where nobody saw it begin. */
static __always_inline bool stop(__u64 *took_ns)
{
	__u64 now = bpf_ktime_get_ns(), owner = start_key() + 1, depth;
	struct mms_starts *mine = slot_of(owner);
	bool in_slot = mine && mine->owner == owner;

	if (!in_slot)
		mine = bpf_map_lookup_elem(&more_starts, &owner);
	if (!mine || !mine->depth)
		return false;
	depth = --mine->depth;
	*took_ns = now - mine->at_ns[depth & (MMS_STARTS_DEEP - 1)];
	if (!depth && in_slot)
		mine->owner = 0;
	else if (!depth)
		bpf_map_delete_elem(&more_starts, &owner);
	return depth < MMS_STARTS_DEEP;
}

#endif /* MMSCOPE_BPF_STARTS_H */
