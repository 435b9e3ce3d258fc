/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The most that a process had at once. Memory grows with each fault and shrinks in
 * few places: it is looked at before each call that may give some back, and at the
 * end. What the kernel takes by itself, to swap, is not seen to go.
 */
#ifndef MMSCOPE_BPF_HEAP_PEAK_H
#define MMSCOPE_BPF_HEAP_PEAK_H

#include "heap_kernel.h"
#include "heap_maps.h"

/* arch/x86/kernel/setup_percpu.c: an array that BTF does not tell of */
extern const void __per_cpu_offset __ksym __weak;

const volatile unsigned int possible_cpus = 1;

static __always_inline __s64 percpu_sum(const struct percpu_counter *counter)
{
	const void *counters = BPF_CORE_READ(counter, counters);
	__s64 sum = BPF_CORE_READ(counter, count);
	unsigned int cpu;

	for (cpu = 0; cpu < possible_cpus; cpu++) {
		__u64 offset = 0;
		__s32 part = 0;

		bpf_probe_read_kernel(&offset, sizeof(offset),
				      (const __u64 *)&__per_cpu_offset + cpu);
		bpf_probe_read_kernel(&part, sizeof(part), counters + offset);
		sum += part;
	}
	return sum;
}

/* Exact but for what other threads add meanwhile; until 6.1, up to 64 pages each. */
static __always_inline __u64 anon_pages(struct mm_struct *mm)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();
	struct mm_struct___shared *shared = (void *)mm;
	__s64 pages;

	if (bpf_core_type_exists(struct mm_rss_stat)) {
		pages = BPF_CORE_READ(shared, rss_stat.count[MM_ANONPAGES].counter);
		if (bpf_core_field_exists(task->rss_stat))
			pages += BPF_CORE_READ(task, rss_stat.count[MM_ANONPAGES]);
	} else {
		pages = percpu_sum(__builtin_preserve_access_index(&mm->rss_stat[MM_ANONPAGES]));
	}
	return pages < 0 ? 0 : pages;
}

static __always_inline void look_at_memory(void)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct mms_heap_peak *peak, zero = {};
	__u64 anon, mapped, most;

	if (!mm)
		return;
	peak = bpf_map_lookup_elem(&peaks, &tgid);
	if (!peak) {
		bpf_map_update_elem(&peaks, &tgid, &zero, BPF_NOEXIST);
		peak = bpf_map_lookup_elem(&peaks, &tgid);
	}
	if (!peak) {
		lose_heap(MMS_HEAP_LOSS_PROCESSES_FULL);
		return;
	}
	anon = anon_pages(mm);
	mapped = BPF_CORE_READ(mm, total_vm);
	most = BPF_CORE_READ(mm, hiwater_vm);
	if (most > mapped)
		mapped = most;
	if (anon > peak->anon_pages)
		peak->anon_pages = anon;
	if (mapped > peak->mapped_pages)
		peak->mapped_pages = mapped;
}

#endif /* MMSCOPE_BPF_HEAP_PEAK_H */
