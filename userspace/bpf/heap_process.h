/* SPDX-License-Identifier: GPL-2.0 */
/* The processes that are followed: how they are called, when they begin and end. */
#ifndef MMSCOPE_BPF_HEAP_PROCESS_H
#define MMSCOPE_BPF_HEAP_PROCESS_H

#include "heap_kernel.h"
#include "heap_maps.h"
#include "heap_peak.h"

/* The command's. Nothing counts before it is executed: until then it is the tool. */
const volatile unsigned int root_tgid;

/* Name of a file without its directories; empty: none. */
const volatile char library[MMS_HEAP_NAME_LEN];

static __always_inline struct mms_heap_process *this_process(void)
{
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;

	return bpf_map_lookup_elem(&processes, &tgid);
}

static __always_inline void name_process(struct mms_heap_process *process)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();

	BPF_CORE_READ_INTO(&process->comm, task, group_leader, comm);
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(heap_fork, struct task_struct *parent, struct task_struct *child)
{
	struct mms_heap_process process = {}, *before;
	struct task_struct___heap *task = (void *)child;
	__u32 tgid;

	if (!is_wanted() || !parent || !child || parent->tgid == child->tgid)
		return 0;
	tgid = child->tgid;
	process.parent = parent->tgid;
	BPF_CORE_READ_INTO(&process.comm, task, comm);
	before = bpf_map_lookup_elem(&processes, &tgid);
	if (before) {
		before->ended = 0;
		lose_heap(MMS_HEAP_LOSS_PID_AGAIN);
	} else if (bpf_map_update_elem(&processes, &tgid, &process, BPF_NOEXIST)) {
		lose_heap(MMS_HEAP_LOSS_PROCESSES_FULL);
	}
	return 0;
}

/* The image that goes was its own, unless it is the one it was forked with. */
SEC("fentry/begin_new_exec")
int BPF_PROG(heap_exec_begin)
{
	struct mms_heap_process *process;

	if (!is_wanted())
		return 0;
	process = this_process();
	if (process && process->execs)
		look_at_memory();
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(heap_exec)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();
	struct mms_heap_process fresh = {}, *process;
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;

	if (tgid == root_tgid)
		counting = 1;
	if (!is_wanted())
		return 0;
	process = bpf_map_lookup_elem(&processes, &tgid);
	if (!process) {
		fresh.parent = BPF_CORE_READ(task, real_parent, tgid);
		bpf_map_update_elem(&processes, &tgid, &fresh, BPF_NOEXIST);
		process = bpf_map_lookup_elem(&processes, &tgid);
	}
	if (!process) {
		lose_heap(MMS_HEAP_LOSS_PROCESSES_FULL);
		return 0;
	}
	/* What it was forked with is its parent's. */
	if (!process->execs)
		bpf_map_delete_elem(&peaks, &tgid);
	process->execs++;
	process->library = 0;
	name_process(process);
	return 0;
}

/* Each thread comes here, the last one with all that the process has. */
SEC("fentry/do_exit")
int BPF_PROG(heap_exit)
{
	struct mms_heap_process *process;

	if (!is_wanted())
		return 0;
	look_at_memory();
	process = this_process();
	if (process) {
		process->ended = 1;
		name_process(process);
	}
	return 0;
}

static __always_inline void note_library(unsigned int fd)
{
	struct task_struct___heap *task = (void *)bpf_get_current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct mms_heap_process *process = this_process();
	char name[MMS_HEAP_NAME_LEN] = {};
	struct file **files, *file = NULL;

	if (!library[0] || !process || fd >= BPF_CORE_READ(table, max_fds))
		return;
	files = BPF_CORE_READ(table, fd);
	bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	bpf_probe_read_kernel_str(name, sizeof(name),
				  BPF_CORE_READ(file, f_path.dentry, d_name.name));
	if (!bpf_strncmp(name, sizeof(name), (const char *)library))
		process->library = 1;
}

#endif /* MMSCOPE_BPF_HEAP_PROCESS_H */
