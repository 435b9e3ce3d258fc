// SPDX-License-Identifier: GPL-2.0
/*
 * Work on all nodes at once, each on its own CPUs.
 */
#include "shim.h"

#include <linux/atomic.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct mms_node_works {
	atomic_t left;
	wait_queue_head_t done;
};

struct mms_node_work {
	struct work_struct work;
	struct mms_node_works *all;
	struct mms_node_walk *walk;
	int nid;
};

static void mms_node_work_fn(struct work_struct *work)
{
	struct mms_node_work *one = container_of(work, struct mms_node_work, work);

	mms_core_walk_node(one->walk, one->nid);
	if (atomic_dec_and_test(&one->all->left))
		wake_up(&one->all->done);
}

int mms_run_on_nodes(struct mms_node_walk *walk, const int *nids, unsigned int nr_nids,
		     mms_u32 *cancelled)
{
	struct mms_node_works all = { .left = ATOMIC_INIT(nr_nids) };
	struct mms_node_work *works;
	unsigned int i;

	works = kvcalloc(nr_nids, sizeof(*works), GFP_KERNEL | __GFP_NOWARN);
	if (!works)
		return -ENOMEM;

	init_waitqueue_head(&all.done);
	for (i = 0; i < nr_nids; i++) {
		works[i].all = &all;
		works[i].walk = walk;
		works[i].nid = nids[i];
		INIT_WORK(&works[i].work, mms_node_work_fn);
		queue_work_node(nids[i], system_unbound_wq, &works[i].work);
	}
	if (wait_event_interruptible(all.done, !atomic_read(&all.left)))
		WRITE_ONCE(*cancelled, 1);
	/* The last one may still be in wake_up(). */
	for (i = 0; i < nr_nids; i++)
		flush_work(&works[i].work);
	kvfree(works);
	return READ_ONCE(*cancelled) ? -EINTR : 0;
}

int mms_walk_cancelled(const mms_u32 *cancelled)
{
	return READ_ONCE(*cancelled);
}
