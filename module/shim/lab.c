// SPDX-License-Identifier: GPL-2.0
/*
 * What the lab runs on: one coordinator, and threads bound to CPUs.
 *
 * The threads are plain kernel threads, preemptible, with interrupts on: what
 * they measure is what a kernel thread on that CPU would see.
 */
#include "shim.h"

#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static DEFINE_MUTEX(mms_lab_mutex);

void mms_lab_lock(void)
{
	mutex_lock(&mms_lab_mutex);
}

void mms_lab_unlock(void)
{
	mutex_unlock(&mms_lab_mutex);
}

#ifdef CONFIG_FAULT_INJECTION
/*
 * What /proc/PID/fail-nth is to a task: the allocation of the next run that fails,
 * or how many were too few for that. A run is more than one task: the countdown
 * goes with the coordinator, and with the first thread while there are threads.
 */
static unsigned int mms_lab_fail_nth;
module_param_named(lab_fail_nth, mms_lab_fail_nth, uint, 0600);
MODULE_PARM_DESC(lab_fail_nth, "Fail the n-th allocation of the next run of the lab (for tests)");

static void mms_fault_take(void)
{
	WRITE_ONCE(current->fail_nth, mms_lab_fail_nth);
}

static void mms_fault_give(void)
{
	mms_lab_fail_nth = READ_ONCE(current->fail_nth);
	WRITE_ONCE(current->fail_nth, 0);
}
#else
static void mms_fault_take(void)
{
}

static void mms_fault_give(void)
{
}
#endif

static void mms_lab_work_fn(struct work_struct *work)
{
	mms_fault_take();
	mms_core_lab_run();
	mms_fault_give();
}

static DECLARE_WORK(mms_lab_work, mms_lab_work_fn);

void mms_lab_start(void)
{
	queue_work(system_unbound_wq, &mms_lab_work);
}

void mms_lab_join(void)
{
	flush_work(&mms_lab_work);
}

struct mms_crew {
	struct mms_lab_job *job;
	unsigned int nr_threads;
	atomic_t arrived;
	atomic_t left;
	wait_queue_head_t done;
};

struct mms_hand {
	struct mms_crew *crew;
	struct task_struct *task;
	unsigned int thread;
};

static int mms_hand_fn(void *arg)
{
	struct mms_hand *hand = arg;
	struct mms_crew *crew = hand->crew;

	atomic_inc(&crew->arrived);
	while (atomic_read(&crew->arrived) < crew->nr_threads) {
		cpu_relax();
		cond_resched();
	}
	if (!hand->thread)
		mms_fault_take();
	mms_core_lab_thread(crew->job, hand->thread);
	if (!hand->thread)
		mms_fault_give();
	if (atomic_dec_and_test(&crew->left))
		wake_up(&crew->done);

	/* kthread_stop() must find the thread alive. */
	set_current_state(TASK_IDLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_IDLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

int mms_threads_run(struct mms_lab_job *job, const int *cpus, unsigned int nr_threads)
{
	struct mms_crew crew = {
		.job = job,
		.nr_threads = nr_threads,
		.arrived = ATOMIC_INIT(0),
		.left = ATOMIC_INIT(nr_threads),
	};
	struct mms_hand *hands;
	unsigned int made, i;
	int err = 0;

	hands = kvcalloc(nr_threads, sizeof(*hands), GFP_KERNEL | __GFP_NOWARN);
	if (!hands)
		return -ENOMEM;

	init_waitqueue_head(&crew.done);
	for (made = 0; made < nr_threads; made++) {
		struct mms_hand *hand = &hands[made];

		hand->crew = &crew;
		hand->thread = made;
		hand->task = kthread_create_on_node(mms_hand_fn, hand, cpu_to_node(cpus[made]),
						    "mmscope/%d", cpus[made]);
		if (IS_ERR(hand->task)) {
			err = PTR_ERR(hand->task);
			break;
		}
		kthread_bind(hand->task, cpus[made]);
	}
	if (!err) {
		mms_fault_give();
		for (i = 0; i < made; i++)
			wake_up_process(hands[i].task);
		wait_event_idle(crew.done, !atomic_read(&crew.left));
		mms_fault_take();
	}
	/* A thread that was never woken ends without having run. */
	for (i = 0; i < made; i++)
		kthread_stop(hands[i].task);
	kvfree(hands);
	return err;
}

int mms_move_to_cpu(int cpu)
{
	return set_cpus_allowed_ptr(current, cpumask_of(cpu));
}

int mms_this_cpu(void)
{
	return raw_smp_processor_id();
}

int mms_cpu_to_node(int cpu)
{
	return cpu_to_node(cpu);
}

int mms_cpu_online(int cpu)
{
	return cpu >= 0 && cpu < nr_cpu_ids && cpu_online(cpu);
}

void mms_sleep_ms(unsigned int ms)
{
	schedule_timeout_idle(msecs_to_jiffies(ms));
}
