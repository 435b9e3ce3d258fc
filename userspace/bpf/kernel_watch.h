/* SPDX-License-Identifier: GPL-2.0 */
/* More of the kernel, for programs that watch reclaim, faults and migration. */
#ifndef MMSCOPE_BPF_KERNEL_WATCH_H
#define MMSCOPE_BPF_KERNEL_WATCH_H

#include "kernel.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* include/linux/mmzone.h. A name's end from ___ on is ours: what is the same struct. */
struct pglist_data___id {
	int node_id;
};

struct zone___place {
	struct pglist_data *zone_pgdat;
};

/* arch/x86/include/asm/ptrace.h: the sixth argument */
struct pt_regs___sixth {
	unsigned long r9;
};

/* mm/internal.h */
enum migrate_mode {
	MIGRATE_ASYNC,
};

struct compact_control {
	struct zone *zone;
	enum migrate_mode mode;
	unsigned long total_migrate_scanned;
};

/* include/linux/oom.h */
struct mem_cgroup;
struct oom_control {
	struct mem_cgroup *memcg;
};

/* include/linux/sched.h */
struct task_struct___watch {
	unsigned int flags;
	int tgid;
	char comm[16];
};

/* include/linux/mm_types.h, fs.h, dcache.h */
struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct super_block {
	unsigned long s_magic;
};

struct inode {
	struct super_block *i_sb;
};

struct file {
	struct path f_path;
	struct inode *f_inode;
};

struct mm_struct {
	unsigned long *pgd;
	unsigned long start_brk;
	unsigned long brk;
	unsigned long start_stack;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
	const void *vm_ops;
	struct file *vm_file;
};

enum pageflags {
	PG_head,
};

struct folio {
	unsigned long flags;
	unsigned int _folio_nr_pages;
};

#pragma clang attribute pop

#endif /* MMSCOPE_BPF_KERNEL_WATCH_H */
