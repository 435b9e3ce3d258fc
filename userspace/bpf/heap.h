/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What heap.bpf.c and its loader agree on: the calls that are counted, and what
 * is kept of each process. Plain C, for both.
 */
#ifndef MMSCOPE_BPF_HEAP_H
#define MMSCOPE_BPF_HEAP_H

/* One counter for each; those of madvise() follow, by advice. */
enum mms_heap_call {
	MMS_HEAP_BRK_GROW,
	MMS_HEAP_BRK_SHRINK,
	MMS_HEAP_BRK_QUERY,	/* the break was asked for, or set to where it is */
	MMS_HEAP_MMAP_ANON,
	MMS_HEAP_MMAP_RESERVE,	/* anonymous and PROT_NONE: addresses, no memory yet */
	MMS_HEAP_MMAP_FILE,
	MMS_HEAP_MUNMAP,
	MMS_HEAP_MREMAP_GROW,
	MMS_HEAP_MREMAP_SHRINK,
	MMS_HEAP_MREMAP_MOVE,	/* of the same size */
	MMS_HEAP_MPROTECT,
	MMS_HEAP_FAULT_MINOR_ANON,	/* from user mode, as the next three */
	MMS_HEAP_FAULT_MINOR_FILE,
	MMS_HEAP_FAULT_MAJOR_ANON,
	MMS_HEAP_FAULT_MAJOR_FILE,
	MMS_HEAP_FAULT_KERNEL,	/* taken by the kernel: copies, mlock(), MAP_POPULATE */
	MMS_HEAP_MADVISE,	/* + advice */
	MMS_HEAP_CALLS = MMS_HEAP_MADVISE + 32
};

/* The last one stands for all advice from there on. */
#define MMS_HEAP_ADVICE_MAX (MMS_HEAP_CALLS - MMS_HEAP_MADVISE - 1)

struct mms_heap_key {
	unsigned int tgid;
	unsigned int call;	/* enum mms_heap_call */
};

struct mms_heap_count {
	unsigned long long calls;	/* those that failed as well */
	unsigned long long failed;
	unsigned long long bytes;	/* whole pages but for brk(); of what did not fail */
	unsigned long long ns;
};

struct mms_heap_peak {
	unsigned long long anon_pages;
	unsigned long long mapped_pages;	/* mm->hiwater_vm: VmPeak */
};

#define MMS_HEAP_NAME_LEN 64

struct mms_heap_process {
	unsigned int parent;	/* its tgid */
	unsigned int execs;
	unsigned int library;	/* not 0: mapped the file that was asked for */
	unsigned int ended;
	char comm[16];
};

/* Every way to lose something, besides those of filter.h. */
enum mms_heap_loss {
	MMS_HEAP_LOSS_COUNTS_FULL,	/* a call is in the totals, but not its process's */
	MMS_HEAP_LOSS_STARTS_FULL,	/* a call was not counted at all */
	MMS_HEAP_LOSS_PROCESSES_FULL,	/* a process has no name, or no peak */
	MMS_HEAP_LOSS_PID_AGAIN,	/* two processes are one row */
	MMS_HEAP_LOSSES
};

#endif /* MMSCOPE_BPF_HEAP_H */
