/* SPDX-License-Identifier: GPL-2.0 */
/* Where heap.bpf.c puts what it counts. Included once. */
#ifndef MMSCOPE_BPF_HEAP_MAPS_H
#define MMSCOPE_BPF_HEAP_MAPS_H

#include "bucket.h"
#include "filter.h"
#include "heap.h"

/* These are never full, whatever becomes of single processes. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_HEAP_CALLS);
	__type(key, __u32);
	__type(value, struct mms_heap_count);
} totals SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_HEAP_CALLS * MMS_LATENCY_BUCKETS);
	__type(key, __u32);
	__type(value, __u64);
} times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct mms_heap_key);
	__type(value, struct mms_heap_count);
} counts SEC(".maps");

/* Per CPU, so that two threads do not undo each other's maximum. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct mms_heap_peak);
} peaks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct mms_heap_process);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_HEAP_LOSSES);
	__type(key, __u32);
	__type(value, __u64);
} heap_losses SEC(".maps");

static __always_inline void lose_heap(enum mms_heap_loss loss)
{
	add(&heap_losses, loss, 1);
}

static __always_inline void add_call(struct mms_heap_count *counter, __u64 bytes, bool failed,
				     __u64 ns)
{
	__sync_fetch_and_add(&counter->calls, 1);
	__sync_fetch_and_add(&counter->bytes, bytes);
	__sync_fetch_and_add(&counter->ns, ns);
	if (failed)
		__sync_fetch_and_add(&counter->failed, 1);
}

static __always_inline void count_call(__u32 call, __u64 bytes, bool failed, __u64 ns)
{
	struct mms_heap_key key = {
		.tgid = bpf_get_current_pid_tgid() >> 32,
		.call = call,
	};
	struct mms_heap_count *counter, zero = {};

	counter = bpf_map_lookup_elem(&totals, &call);
	if (counter)
		add_call(counter, bytes, failed, ns);
	add(&times, call * MMS_LATENCY_BUCKETS + bucket_of(ns), 1);

	counter = bpf_map_lookup_elem(&counts, &key);
	if (!counter) {
		bpf_map_update_elem(&counts, &key, &zero, BPF_NOEXIST);
		counter = bpf_map_lookup_elem(&counts, &key);
	}
	if (counter)
		add_call(counter, bytes, failed, ns);
	else
		lose_heap(MMS_HEAP_LOSS_COUNTS_FULL);
}

#endif /* MMSCOPE_BPF_HEAP_MAPS_H */
