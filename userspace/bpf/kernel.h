/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the BPF programs read of the kernel: only the members that they use, to be
 * found wherever the running kernel has them (CO-RE). Names and types are the
 * kernel's own; each says where it is defined.
 */
#ifndef MMSCOPE_BPF_KERNEL_H
#define MMSCOPE_BPF_KERNEL_H

#include <stdbool.h>

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef __u64 size_t;

/* include/uapi/linux/bpf.h: an enum there, numbers that never change */
enum {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERF_EVENT_ARRAY = 4,
	BPF_MAP_TYPE_PERCPU_HASH = 5,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_STACK_TRACE = 7,
	BPF_MAP_TYPE_RINGBUF = 27,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
};

enum {
	BPF_F_USER_STACK = 1 << 8,
};

/* include/uapi/asm-generic/errno-base.h */
#define EFAULT 14

#define NULL ((void *)0)

/* bpf_tracing.h takes the kernel's names of registers, not those of user space. */
#define __VMLINUX_H__
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

/* arch/x86/include/asm/ptrace.h */
struct pt_regs {
	unsigned long di;
	unsigned long si;
	unsigned long dx;
	unsigned long cx;
	unsigned long r8;
	unsigned long r9;
	unsigned long ax;
	unsigned long ip;
	unsigned long sp;
	unsigned long bp;
	unsigned long r10;
};

/* include/linux/mm_types.h */
struct page {
	unsigned long flags;
};

/* include/linux/mmzone.h; values are the running kernel's */
enum zone_stat_item {
	NR_FREE_PAGES,
};

enum zone_type {
	ZONE_NORMAL,
};

typedef struct {
	long counter;
} atomic_long_t;

struct zone {
	unsigned long _watermark[4];
	unsigned long watermark_boost;
	long lowmem_reserve[5];
	int node;
	unsigned long zone_start_pfn;
	atomic_long_t managed_pages;
	unsigned long spanned_pages;
	unsigned long present_pages;
	atomic_long_t vm_stat[];
};

struct pglist_data {
	struct zone node_zones[1]; /* only its place is asked for */
	int nr_zones;
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
};

struct zoneref {
	struct zone *zone;
	int zone_idx;
};

/* mm/internal.h */
struct alloc_context {
	struct zoneref *preferred_zoneref;
	enum zone_type highest_zoneidx;
};

/* include/linux/slub_def.h, mm/slab.h */
struct kmem_cache {
	unsigned int size;
	unsigned int object_size;
	const char *name;
};

/* include/linux/sched.h */
struct task_struct {
	int pid;
	int tgid;
	int softirq_disable_cnt; /* CONFIG_PREEMPT_RT only */
};

/* arch/x86/include/asm/current.h, from 6.2 to 6.13 */
struct pcpu_hot {
	int preempt_count;
};

#pragma clang attribute pop

#endif /* MMSCOPE_BPF_KERNEL_H */
