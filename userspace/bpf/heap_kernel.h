/* SPDX-License-Identifier: GPL-2.0 */
/* What heap.bpf.c reads of the kernel beyond kernel.h; each says where it is defined. */
#ifndef MMSCOPE_BPF_HEAP_KERNEL_H
#define MMSCOPE_BPF_HEAP_KERNEL_H

#include "kernel.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* include/linux/percpu_counter.h */
struct percpu_counter {
	__s64 count;
	__s32 *counters;
};

/* include/linux/mm_types.h */
struct mm_struct {
	unsigned long brk;
	unsigned long total_vm;
	unsigned long hiwater_vm;
	struct percpu_counter rss_stat[4];	/* since 6.2 (f1a7941243c1) */
};

/* Before that a counter for all, and of each task what is not yet added to it. */
struct mm_rss_stat {
	atomic_long_t count[4];
};

struct mm_struct___shared {
	struct mm_rss_stat rss_stat;
};

struct task_rss_stat {
	int count[4];
};

struct vm_area_struct {
	void *vm_ops;
};

/* include/linux/mm_types.h: an enum without a name */
#define MM_ANONPAGES 1

/* include/linux/mm_types.h; values are the running kernel's */
enum fault_flag {
	FAULT_FLAG_TRIED,
	FAULT_FLAG_USER,
};

enum vm_fault_reason {
	VM_FAULT_OOM,
	VM_FAULT_SIGBUS,
	VM_FAULT_MAJOR,
	VM_FAULT_HWPOISON,
	VM_FAULT_HWPOISON_LARGE,
	VM_FAULT_SIGSEGV,
	VM_FAULT_RETRY,
	VM_FAULT_FALLBACK,
};

/* include/linux/fs.h, dcache.h, fdtable.h */
struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct file {
	struct path f_path;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

/* include/linux/sched.h */
struct task_struct___heap {
	struct mm_struct *mm;
	struct files_struct *files;
	struct task_struct___heap *group_leader;
	struct task_struct___heap *real_parent;
	struct task_rss_stat rss_stat;	/* SPLIT_RSS_COUNTING, until 6.1 */
	int tgid;
	char comm[16];
};

#pragma clang attribute pop

/* include/uapi/asm-generic/mman-common.h */
#define PROT_NONE 0
#define MAP_ANONYMOUS 0x20

#define PAGE_SIZE 4096UL
#define PAGE_ALIGN(bytes) (((bytes) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1))
#define MAX_ERRNO 4095UL
#define IS_ERR_VALUE(result) ((unsigned long)(result) >= -MAX_ERRNO)

#endif /* MMSCOPE_BPF_HEAP_KERNEL_H */
