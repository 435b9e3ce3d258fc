/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which events count: what was asked for, the tasks that are followed, and what is
 * lost on the way. Every program's file includes this once.
 */
#ifndef MMSCOPE_BPF_FILTER_H
#define MMSCOPE_BPF_FILTER_H

#include "kernel.h"

#include "context.h"
#include "counts.h"

char LICENSE[] SEC("license") = "GPL";

/* Constants once loaded: the verifier drops what was not asked for. */
const volatile struct mms_layout layout;
const volatile struct mms_asked asked;

/* Set while events count: attaching and detaching make some of their own. */
int counting;

/* Thread groups that are followed; the value says nothing. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u32);
} followed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_LOSSES);
	__type(key, __u32);
	__type(value, __u64);
} losses SEC(".maps");

static __always_inline void add(void *map, __u32 index, __u64 more)
{
	__u64 *counter = bpf_map_lookup_elem(map, &index);

	if (counter)
		__sync_fetch_and_add(counter, more);
}

/* One more of a key in a per-CPU hash; false where there is no room for it. */
static __always_inline bool add_to_key(void *map, const void *key)
{
	__u64 *counter = bpf_map_lookup_elem(map, key), zero = 0;

	if (!counter) {
		bpf_map_update_elem(map, key, &zero, BPF_NOEXIST);
		counter = bpf_map_lookup_elem(map, key);
	}
	if (counter)
		__sync_fetch_and_add(counter, 1);
	return counter;
}

static __always_inline void lose(enum mms_loss loss)
{
	add(&losses, loss, 1);
}

/*
 * An argument of a tracepoint or function as a number: what a verifier makes of
 * pointers, and of those to void before 6.2, does not matter then.
 */
static __always_inline __u64 argument(void *ctx, __u32 index)
{
	__u64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), (__u64 *)ctx + index);
	return value;
}

static __always_inline bool is_named(void)
{
	char comm[MMS_COMM_LEN];
	unsigned int i;

	if (bpf_get_current_comm(comm, sizeof(comm)))
		return false;
	for (i = 0; i < MMS_COMM_LEN; i++)
		if (i < asked.comm_len && comm[i] != asked.comm[i])
			return false;
	return true;
}

/* Whether the task is one that was asked for. */
static __always_inline bool is_wanted(void)
{
	__u32 tgid;

	if (!counting)
		return false;
	if (asked.thread_only && interrupt_context())
		return false;
	if (asked.followed) {
		tgid = bpf_get_current_pid_tgid() >> 32;
		if (!bpf_map_lookup_elem(&followed, &tgid))
			return false;
	}
	return !asked.comm_len || is_named();
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(follow_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 tgid, yes = 1;

	if (!parent || !child)
		return 0;
	tgid = parent->tgid;
	if (!bpf_map_lookup_elem(&followed, &tgid))
		return 0;
	tgid = child->tgid;
	if (bpf_map_update_elem(&followed, &tgid, &yes, BPF_ANY))
		lose(MMS_LOSS_FOLLOWED_FULL);
	return 0;
}

/*
 * Its pid may be given to anyone from here on. The leader's task is the last to be freed,
 * when the whole thread group is gone and nobody waits for it any more.
 */
SEC("tp_btf/sched_process_free")
int BPF_PROG(forget_ended, struct task_struct *task)
{
	__u32 tgid;

	if (!task || task->pid != task->tgid)
		return 0;
	tgid = task->tgid;
	bpf_map_delete_elem(&followed, &tgid);
	return 0;
}

#endif /* MMSCOPE_BPF_FILTER_H */
