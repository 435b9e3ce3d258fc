// SPDX-License-Identifier: GPL-2.0
/*
 * Clock, scheduling points and CPUs.
 */
#include "shim.h"

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>

mms_u64 mms_ktime_get_ns(void)
{
	return ktime_get_ns();
}

void mms_cond_resched(void)
{
	cond_resched();
}

int mms_signal_pending(void)
{
	return signal_pending(current);
}

void mms_cpus_read_lock(void)
{
	cpus_read_lock();
}

void mms_cpus_read_unlock(void)
{
	cpus_read_unlock();
}

int mms_next_online_cpu(int cpu)
{
	return cpumask_next(cpu, cpu_online_mask);
}

int mms_nr_cpu_ids(void)
{
	return nr_cpu_ids;
}
