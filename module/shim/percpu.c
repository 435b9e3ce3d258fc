// SPDX-License-Identifier: GPL-2.0
/*
 * Per-CPU memory and percpu_counter, driven.
 */
#include "shim.h"

#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/slab.h>

struct percpu_counter *mms_percpu_counter_new(void)
{
	struct percpu_counter *counter = kmalloc(sizeof(*counter), GFP_KERNEL | __GFP_NOWARN);

	if (!counter)
		return NULL;
	if (percpu_counter_init(counter, 0, GFP_KERNEL | __GFP_NOWARN)) {
		kfree(counter);
		return NULL;
	}
	return counter;
}

void mms_percpu_counter_delete(struct percpu_counter *counter)
{
	percpu_counter_destroy(counter);
	kfree(counter);
}

mms_s32 mms_percpu_counter_batch(void)
{
	return READ_ONCE(percpu_counter_batch);
}

void mms_percpu_counter_add_batch(struct percpu_counter *counter, mms_s64 amount, mms_s32 batch)
{
	percpu_counter_add_batch(counter, amount, batch);
}

mms_s64 mms_percpu_counter_read(struct percpu_counter *counter)
{
	return percpu_counter_read(counter);
}

mms_s64 mms_percpu_counter_sum(struct percpu_counter *counter)
{
	return percpu_counter_sum(counter);
}

void *mms_alloc_percpu(mms_size size, mms_size align)
{
	gfp_t gfp = GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN;

	return (__force void *)__alloc_percpu_gfp(size, align, gfp);
}

void mms_free_percpu(void *cookie)
{
	free_percpu((__force void __percpu *)cookie);
}

mms_u64 mms_percpu_max_size(void)
{
	return PCPU_MIN_UNIT_SIZE;
}

void *mms_per_cpu_ptr(void *cookie, int cpu)
{
	return per_cpu_ptr((__force void __percpu *)cookie, cpu);
}

int mms_cpu_possible(int cpu)
{
	return cpu >= 0 && cpu < nr_cpu_ids && cpu_possible(cpu);
}

void mms_this_cpu_add(void *cookie, mms_u64 amount)
{
	this_cpu_add(*(mms_u64 __percpu *)(__force void __percpu *)cookie, amount);
}

mms_u64 mms_per_cpu_sum(void *cookie)
{
	mms_u64 __percpu *value = (__force mms_u64 __percpu *)cookie;
	mms_u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(value, cpu);
	return sum;
}
