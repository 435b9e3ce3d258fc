// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of the process that loads the suites, for cases.
 */
#include "user.h"

#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* Valid while a suite runs: the process waits for its end. */
static struct mm_struct *loader_mm;
static pid_t loader_pid;

struct mmscope_mapping {
	unsigned long addr;
	unsigned long size;
};

/*
 * Around what works on the process's memory; in between nothing may end the case.
 * What is deferred may run in another thread than the case, so that neither can
 * rely on what the other one uses; on 6.1, after a case that was ended, in the
 * process itself.
 */
static bool mmscope_use_mm(void)
{
	if (!mmget_not_zero(loader_mm))
		return false;
	if (current->flags & PF_KTHREAD)
		kthread_use_mm(loader_mm);
	return true;
}

static void mmscope_unuse_mm(void)
{
	if (current->flags & PF_KTHREAD)
		kthread_unuse_mm(loader_mm);
	mmput(loader_mm);
}

static void mmscope_unmap(void *context)
{
	struct mmscope_mapping *mapping = context;

	if (mmscope_use_mm()) {
		vm_munmap(mapping->addr, mapping->size);
		mmscope_unuse_mm();
	}
	kfree(mapping);
}

unsigned long mmscope_map_user(struct kunit *test, unsigned int pages)
{
	struct mmscope_mapping *mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	unsigned long addr = -ESRCH;

	KUNIT_ASSERT_NOT_NULL(test, mapping);
	mapping->size = pages * PAGE_SIZE;
	if (mmscope_use_mm()) {
		addr = vm_mmap(NULL, 0, mapping->size, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, 0);
		mmscope_unuse_mm();
	}
	if (IS_ERR_VALUE(addr))
		kfree(mapping);
	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR_VALUE(addr), "no memory can be mapped: %ld",
			       (long)addr);
	mapping->addr = addr;
	mmscope_defer(test, mmscope_unmap, mapping);
	return addr;
}

u64 mmscope_touch_user(struct kunit *test, unsigned long addr)
{
	struct page *page;
	u64 pfn = 0;

	if (mmscope_use_mm()) {
		if (!put_user(1UL, (unsigned long __user *)addr) &&
		    get_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1) {
			pfn = page_to_pfn(page);
			put_page(page);
		}
		mmscope_unuse_mm();
	}
	KUNIT_ASSERT_NE_MSG(test, pfn, 0, "no page at 0x%lx", addr);
	return pfn;
}

pid_t mmscope_user_pid(void)
{
	return loader_pid;
}

/* KUnit calls this, as all of a suite but its cases, on behalf of the process. */
void mmscope_user_init(void)
{
	loader_mm = current->mm;
	loader_pid = task_pid_nr(current);
}
