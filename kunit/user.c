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
	struct mm_struct *mm;
	unsigned long addr;
	unsigned long size;
};

static void mmscope_unuse_mm(void *mm)
{
	kthread_unuse_mm(mm);
	mmput(mm);
}

static void mmscope_unmap(void *context)
{
	struct mmscope_mapping *mapping = context;

	vm_munmap(mapping->addr, mapping->size);
	kfree(mapping);
}

unsigned long mmscope_map_user(struct kunit *test, unsigned int pages)
{
	struct mmscope_mapping *mapping;

	KUNIT_ASSERT_TRUE(test, mmget_not_zero(loader_mm));
	kthread_use_mm(loader_mm);
	mmscope_defer(test, mmscope_unuse_mm, loader_mm);

	mapping = kzalloc(sizeof(*mapping), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mapping);
	mapping->size = pages * PAGE_SIZE;
	mapping->addr = vm_mmap(NULL, 0, mapping->size, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, 0);
	if (IS_ERR_VALUE(mapping->addr)) {
		kfree(mapping);
		KUNIT_ASSERT_TRUE_MSG(test, false, "no memory can be mapped");
	}
	mmscope_defer(test, mmscope_unmap, mapping);
	return mapping->addr;
}

u64 mmscope_touch_user(struct kunit *test, unsigned long addr)
{
	struct page *page;
	u64 pfn;

	KUNIT_ASSERT_EQ(test, put_user(1UL, (unsigned long __user *)addr), 0);
	KUNIT_ASSERT_EQ(test, get_user_pages_fast(addr, 1, FOLL_WRITE, &page), 1);
	pfn = page_to_pfn(page);
	put_page(page);
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
