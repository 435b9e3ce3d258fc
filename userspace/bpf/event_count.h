/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counting events by sort, and by process. Every program's file that counts events
 * includes this once, after filter.h, and says before that which event has no times by
 * process, UNTIMED_EVENT, and which flags of a sort tell these times apart, TIMES_OF_FLAGS.
 */
#ifndef MMSCOPE_BPF_EVENT_COUNT_H
#define MMSCOPE_BPF_EVENT_COUNT_H

#include "bucket.h"
#include "events.h"
#include "filter.h"

/* By sort and latency: small keys, so that all of them find a place. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct mms_event_sort);
	__type(value, struct mms_event_sum);
} sorts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct mms_event_key);
	__type(value, struct mms_event_sum);
} groups SEC(".maps");

/* By process and latency, whatever the mapping. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct mms_process_time);
	__type(value, __u64);
} process_times SEC(".maps");

/* What has begun and not ended. */
struct mms_start {
	__u64 ns;
	__u64 mm;	/* of a fault: where its page table is */
	__u64 address;
	__u64 entry;	/* what that had */
	struct mms_event_key key;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct mms_start);
} starts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_UNPAIRED);
	__type(key, __u32);
	__type(value, __u64);
} unpaired SEC(".maps");

static __always_inline void add_sum(void *map, const void *key, const struct mms_event_sum *more,
				    enum mms_loss loss)
{
	struct mms_event_sum *sum = bpf_map_lookup_elem(map, key), zero = {};

	if (!sum) {
		bpf_map_update_elem(map, key, &zero, BPF_NOEXIST);
		sum = bpf_map_lookup_elem(map, key);
	}
	if (!sum) {
		lose(loss);
		return;
	}
	__sync_fetch_and_add(&sum->count, more->count);
	__sync_fetch_and_add(&sum->ns, more->ns);
	__sync_fetch_and_add(&sum->pages, more->pages);
	__sync_fetch_and_add(&sum->more, more->more);
	if (more->max_ns > sum->max_ns)
		sum->max_ns = more->max_ns;
}

static __always_inline void count_time(const struct mms_event_key *key, __u32 bucket)
{
	struct mms_process_time at = {
		.what = key->sort.what, .bucket = bucket, .tgid = key->tgid,
		.flags = key->sort.flags & TIMES_OF_FLAGS,
	};

	__builtin_memcpy(at.comm, key->comm, sizeof(at.comm));
	if (!add_to_key(&process_times, &at))
		lose(MMS_LOSS_TIMES_FULL);
}

static __always_inline void count_event(struct mms_event_key *key, const struct mms_event_sum *more)
{
	struct mms_event_sort sort = key->sort;

	add_sum(&groups, key, more, MMS_LOSS_GROUPS_FULL);
	if (more->max_ns) {
		sort.bucket = bucket_of(more->ns);
		if (sort.what != UNTIMED_EVENT)
			count_time(key, sort.bucket);
	}
	add_sum(&sorts, &sort, more, MMS_LOSS_RANGE);
}

static __always_inline void name_process(struct mms_event_key *key)
{
	key->tgid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(key->comm, sizeof(key->comm));
}

/* A moment of the task that runs. */
static __always_inline void count_moment(__u32 what, int nid, int other, int code, __u32 flags,
					 __u64 pages, __u64 more)
{
	struct mms_event_sum sum = { .count = 1, .pages = pages, .more = more };
	struct mms_event_key key = {
		.sort = { .what = what, .bucket = MMS_NO_BUCKET, .nid = nid, .other = other,
			  .code = code, .flags = flags },
	};

	if (!is_wanted())
		return;
	name_process(&key);
	count_event(&key, &sum);
}

/* One thread may be in several events, of one kind each. */
static __always_inline __u64 start_of(__u32 what)
{
	return (__u64)what << 56 | start_key();
}

static __always_inline void begin_event(__u32 what, int nid, int other, int code, __u32 flags)
{
	__u64 at = start_of(what);
	struct mms_start start = {
		.ns = bpf_ktime_get_ns(),
		.key.sort = { .what = what, .bucket = MMS_NO_BUCKET, .nid = nid, .other = other,
			      .code = code, .flags = flags },
	};

	if (!is_wanted())
		return;
	name_process(&start.key);
	if (bpf_map_update_elem(&starts, &at, &start, BPF_ANY))
		lose(MMS_LOSS_STARTS_FULL);
}

/* NULL where its beginning was not seen. */
static __always_inline struct mms_start *begun(__u32 what)
{
	__u64 at = start_of(what);
	struct mms_start *start = bpf_map_lookup_elem(&starts, &at);

	if (!start && is_wanted())
		add(&unpaired, MMS_ENDED_ONLY, 1);
	return start;
}

static __always_inline void end_event(struct mms_start *start, __u64 pages, __u64 more)
{
	__u64 ns = bpf_ktime_get_ns() - start->ns, at = start_of(start->key.sort.what);
	struct mms_event_sum sum = {
		.count = 1, .ns = ns, .max_ns = ns ? ns : 1, .pages = pages, .more = more,
	};
	struct mms_event_key key = start->key;

	/* What ends later stays, to be told of. */
	if (!counting)
		return;
	count_event(&key, &sum);
	bpf_map_delete_elem(&starts, &at);
}

#endif /* MMSCOPE_BPF_EVENT_COUNT_H */
