// SPDX-License-Identifier: GPL-2.0
/*
 * Counts what a program and its children ask of the kernel for memory: calls with
 * bytes and times, page faults, and the most that each process had at once.
 */
#include "kernel.h"

#include "heap_kernel.h"
#include "heap_maps.h"
#include "heap_peak.h"
#include "heap_process.h"

struct start {
	__u64 ns;
	__u64 was;	/* of brk() the break, of a fault the address */
	__u32 anon;	/* of a fault */
	__u32 retried;
};

/* A fault may come while a call copies from user space. */
#define FAULT_KEY (1ULL << 32)

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct start);
} starts SEC(".maps");

static __always_inline __u64 this_thread(void)
{
	return (__u32)bpf_get_current_pid_tgid();
}

static __always_inline void begin(__u64 key, struct start *start)
{
	start->ns = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&starts, &key, start, BPF_ANY))
		lose_heap(MMS_HEAP_LOSS_STARTS_FULL);
}

static __always_inline int enter(void)
{
	struct start start = {};

	if (is_wanted())
		begin(this_thread(), &start);
	return 0;
}

/* Of calls that may give memory back. */
static __always_inline int enter_and_look(void)
{
	struct start start = {};

	if (!is_wanted())
		return 0;
	look_at_memory();
	begin(this_thread(), &start);
	return 0;
}

/* False where the call was not seen to begin; else ns is the time that it took. */
static __always_inline bool end(struct start *start)
{
	__u64 key = this_thread();
	struct start *found = bpf_map_lookup_elem(&starts, &key);

	if (!found)
		return false;
	*start = *found;
	start->ns = bpf_ktime_get_ns() - start->ns;
	bpf_map_delete_elem(&starts, &key);
	return true;
}

static __always_inline int leave(__u32 call, __u64 bytes, long result)
{
	bool failed = IS_ERR_VALUE(result);
	struct start start;

	if (end(&start))
		count_call(call, failed ? 0 : bytes, failed, start.ns);
	return 0;
}

SEC("fentry/__x64_sys_brk")
int BPF_PROG(brk_enter)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();
	struct start start = {};

	if (!is_wanted())
		return 0;
	look_at_memory();
	start.was = BPF_CORE_READ(task, mm, brk);
	begin(this_thread(), &start);
	return 0;
}

/* It returns where the break is, moved or not. */
SEC("fexit/__x64_sys_brk")
int BPF_PROG(brk_exit, struct pt_regs *regs, unsigned long now)
{
	unsigned long wanted = regs->di;
	struct start start;

	if (!end(&start))
		return 0;
	if (now > start.was)
		count_call(MMS_HEAP_BRK_GROW, now - start.was, false, start.ns);
	else if (now < start.was)
		count_call(MMS_HEAP_BRK_SHRINK, start.was - now, false, start.ns);
	else if (!wanted || wanted == now)
		count_call(MMS_HEAP_BRK_QUERY, 0, false, start.ns);
	else
		count_call(wanted > now ? MMS_HEAP_BRK_GROW : MMS_HEAP_BRK_SHRINK, 0, true,
			   start.ns);
	return 0;
}

/* With MAP_FIXED it takes away what is there. */
SEC("fentry/__x64_sys_mmap")
int BPF_PROG(mmap_enter)
{
	return enter_and_look();
}

SEC("fexit/__x64_sys_mmap")
int BPF_PROG(mmap_exit, struct pt_regs *regs, long result)
{
	__u32 call = MMS_HEAP_MMAP_FILE;

	if (regs->r10 & MAP_ANONYMOUS)
		call = regs->dx == PROT_NONE ? MMS_HEAP_MMAP_RESERVE : MMS_HEAP_MMAP_ANON;
	else if (is_wanted() && !IS_ERR_VALUE(result))
		note_library(regs->r8);
	return leave(call, PAGE_ALIGN(regs->si), result);
}

SEC("fentry/__x64_sys_munmap")
int BPF_PROG(munmap_enter)
{
	return enter_and_look();
}

SEC("fexit/__x64_sys_munmap")
int BPF_PROG(munmap_exit, struct pt_regs *regs, long result)
{
	return leave(MMS_HEAP_MUNMAP, PAGE_ALIGN(regs->si), result);
}

SEC("fentry/__x64_sys_mremap")
int BPF_PROG(mremap_enter)
{
	return enter_and_look();
}

SEC("fexit/__x64_sys_mremap")
int BPF_PROG(mremap_exit, struct pt_regs *regs, long result)
{
	unsigned long was = PAGE_ALIGN(regs->si), now = PAGE_ALIGN(regs->dx);

	if (now > was)
		return leave(MMS_HEAP_MREMAP_GROW, now - was, result);
	if (now < was)
		return leave(MMS_HEAP_MREMAP_SHRINK, was - now, result);
	return leave(MMS_HEAP_MREMAP_MOVE, now, result);
}

SEC("fentry/__x64_sys_mprotect")
int BPF_PROG(mprotect_enter)
{
	return enter();
}

SEC("fexit/__x64_sys_mprotect")
int BPF_PROG(mprotect_exit, struct pt_regs *regs, long result)
{
	return leave(MMS_HEAP_MPROTECT, PAGE_ALIGN(regs->si), result);
}

SEC("fentry/__x64_sys_madvise")
int BPF_PROG(madvise_enter)
{
	return enter_and_look();
}

SEC("fexit/__x64_sys_madvise")
int BPF_PROG(madvise_exit, struct pt_regs *regs, long result)
{
	__u32 advice = regs->dx;

	if (advice > MMS_HEAP_ADVICE_MAX)
		advice = MMS_HEAP_ADVICE_MAX;
	return leave(MMS_HEAP_MADVISE + advice, PAGE_ALIGN(regs->si), result);
}

/* A fault that waited without the lock comes again: that is still the same one. */
SEC("fentry/handle_mm_fault")
int BPF_PROG(fault_enter, struct vm_area_struct *vma, unsigned long address)
{
	__u64 key = this_thread() | FAULT_KEY;
	struct start start = {}, *before;

	if (!is_wanted())
		return 0;
	before = bpf_map_lookup_elem(&starts, &key);
	if (before && before->retried && before->was == address)
		return 0;
	start.was = address;
	start.anon = !vma->vm_ops;
	begin(key, &start);
	return 0;
}

/* What counts, and what is major, is decided as in mm_account_fault(). */
SEC("fexit/handle_mm_fault")
int BPF_PROG(fault_exit, struct vm_area_struct *vma, unsigned long address, unsigned int flags,
	     struct pt_regs *regs, unsigned int result)
{
	__u32 retry = bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_RETRY);
	__u32 error = bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_OOM) |
		      bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_SIGBUS) |
		      bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_SIGSEGV) |
		      bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_HWPOISON) |
		      bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_HWPOISON_LARGE) |
		      bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_FALLBACK);
	__u64 key = this_thread() | FAULT_KEY, ns;
	struct start *start = bpf_map_lookup_elem(&starts, &key);
	__u32 call = MMS_HEAP_FAULT_KERNEL, anon;

	if (!start)
		return 0;
	if (result & retry) {
		start->retried = 1;
		return 0;
	}
	ns = bpf_ktime_get_ns() - start->ns;
	anon = start->anon;
	bpf_map_delete_elem(&starts, &key);
	if (result & error)
		return 0;
	if (flags & bpf_core_enum_value(enum fault_flag, FAULT_FLAG_USER)) {
		if (result & bpf_core_enum_value(enum vm_fault_reason, VM_FAULT_MAJOR) ||
		    flags & bpf_core_enum_value(enum fault_flag, FAULT_FLAG_TRIED))
			call = anon ? MMS_HEAP_FAULT_MAJOR_ANON : MMS_HEAP_FAULT_MAJOR_FILE;
		else
			call = anon ? MMS_HEAP_FAULT_MINOR_ANON : MMS_HEAP_FAULT_MINOR_FILE;
	}
	count_call(call, 0, false, ns);
	return 0;
}
