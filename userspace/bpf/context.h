/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a task runs or what interrupts it. */
#ifndef MMSCOPE_BPF_CONTEXT_H
#define MMSCOPE_BPF_CONTEXT_H

#include "kernel.h"

/* Where the count of preemption lies: by itself, or in pcpu_hot (6.2 to 6.13). */
extern const int __preempt_count __ksym __weak;
extern const struct pcpu_hot pcpu_hot __ksym __weak;

#define HARDIRQ_AND_NMI 0x00ff0000
#define SERVING_SOFTIRQ 0x00000100

/* 0 in a thread, else a number for each context that can interrupt another. */
static __always_inline __u32 interrupt_context(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	int count = 0;

	if (&pcpu_hot)
		count = ((struct pcpu_hot *)bpf_this_cpu_ptr(&pcpu_hot))->preempt_count;
	else if (&__preempt_count)
		count = *(int *)bpf_this_cpu_ptr(&__preempt_count);
	if (bpf_core_field_exists(task->softirq_disable_cnt))
		count |= task->softirq_disable_cnt & SERVING_SOFTIRQ;
	return count & (HARDIRQ_AND_NMI | SERVING_SOFTIRQ);
}

/* What interrupts a thread allocates too: each gets a start of its own. */
static __always_inline __u64 start_key(void)
{
	__u32 context = interrupt_context();

	if (context)
		return (__u64)context << 32 | bpf_get_smp_processor_id();
	return (__u32)bpf_get_current_pid_tgid();
}

#endif /* MMSCOPE_BPF_CONTEXT_H */
