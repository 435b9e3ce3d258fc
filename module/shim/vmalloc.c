// SPDX-License-Identifier: GPL-2.0
/*
 * What the page tables map in the parts of the address space that vmalloc areas
 * lie in. The list of the areas themselves is the kernel's own (vmap_area_list,
 * find_vm_area() are not exported).
 *
 * Areas come and go while this reads, and their tables with them: pgtable.c tells
 * what keeps a table from going while interrupts are off, and why a table that
 * went all the same does no harm. One call reads one table at most, 512 entries,
 * so that interrupts are never off for long.
 */
#include "shim.h"

#ifdef CONFIG_X86_64

#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "pgtable.h"

/* Entries that are copied at once; a table holds a multiple of it. */
#define NR_COPIED 64

#define TABLE_SHIFT ilog2(PTRS_PER_PTE)

int mms_vmalloc_range(unsigned int idx, mms_u64 *start, mms_u64 *end)
{
	switch (idx) {
	case 0:
		*start = VMALLOC_START;
		*end = VMALLOC_END + 1;
		return 0;
	case 1:
		*start = MODULES_VADDR;
		*end = MODULES_END;
		return 0;
	default:
		return -ENOENT;
	}
}

/* End of what one entry of @level stands for, the one that @addr belongs to. */
static mms_u64 entry_end(mms_u64 addr, unsigned int shift, mms_u64 end)
{
	const mms_u64 next = ((addr >> shift) + 1) << shift;

	/* The last one of the address space ends at 0. */
	return next && next < end ? next : end;
}

static int nid_of(mms_u64 pfn)
{
	/* Huge pages of memory are blocks of the buddy allocator, of one zone. */
	struct page *page = pfn_to_online_page(pfn);

	return page ? page_to_nid(page) : -1;
}

/* False where there is no room left. */
static bool add_mapping(const struct mms_vmalloc_run *mapping, struct mms_vmalloc_batch *out)
{
	struct mms_vmalloc_run *last = out->nr_runs ? &out->runs[out->nr_runs - 1] : NULL;

	if (last && last->addr + last->nr_pages * PAGE_SIZE == mapping->addr &&
	    last->pfn + last->nr_pages == mapping->pfn && last->nid == mapping->nid &&
	    last->level == mapping->level) {
		last->nr_pages += mapping->nr_pages;
		return true;
	}
	if (out->nr_runs == MMS_MAX_VMALLOC_RUNS)
		return false;
	out->runs[out->nr_runs++] = *mapping;
	return true;
}

static bool leads_to_table(enum mms_pgtable_level level, const struct mms_entry *entry)
{
	return level != MMS_LEVEL_PTE && (entry->value & _PAGE_PRESENT) &&
	       !mms_entry_is_huge(level, entry->value);
}

/* The entry, which leads to no table, stands for [@addr, @next). */
static bool add_entry(enum mms_pgtable_level level, mms_u64 addr, mms_u64 next,
		      const struct mms_entry *entry, struct mms_vmalloc_batch *out)
{
	const mms_u64 within = addr & ((1ULL << mms_level_shift(level)) - 1);
	struct mms_vmalloc_run mapping;

	if (!(entry->value & _PAGE_PRESENT))
		return true;
	mapping.addr = addr;
	mapping.pfn = entry->pfn + (within >> PAGE_SHIFT);
	mapping.nr_pages = (next - addr) >> PAGE_SHIFT;
	mapping.nid = nid_of(entry->pfn);
	mapping.level = level;
	return add_mapping(&mapping, out);
}

/*
 * Reads along one table from the entry of @addr on, and stops where an entry
 * leads to another table. If that is the very first one, true is returned with
 * that table, for the caller to go on there; else next_addr is where it stopped,
 * behind @addr.
 */
static bool read_table(enum mms_pgtable_level level, mms_u64 addr, mms_u64 end,
		       mms_u64 *table_pfn, struct mms_vmalloc_batch *out)
{
	const unsigned int shift = mms_level_shift(level);
	mms_u64 table_end = entry_end(addr, shift + TABLE_SHIFT, end);
	const mms_u64 *table = __va(PFN_PHYS(*table_pfn));
	mms_u64 copied[NR_COPIED];
	const mms_u64 start = addr;

	while (addr < table_end) {
		const unsigned int index = (addr >> shift) % PTRS_PER_PTE;
		const unsigned int nr = NR_COPIED - index % NR_COPIED;
		unsigned int i;

		if (copy_from_kernel_nofault(copied, &table[index], nr * sizeof(*copied))) {
			out->raced = 1;
			addr = table_end;
			break;
		}
		for (i = 0; i < nr && addr < table_end; i++) {
			const mms_u64 next = entry_end(addr, shift, end);
			struct mms_entry entry = { .raw = copied[i] };

			mms_entry_understand(level, &entry);
			if (leads_to_table(level, &entry) && addr == start) {
				*table_pfn = entry.pfn;
				return true;
			}
			if (leads_to_table(level, &entry) ||
			    !add_entry(level, addr, next, &entry, out)) {
				table_end = addr;
				break;
			}
			addr = next;
		}
	}
	out->next_addr = addr;
	return false;
}

/* Interrupts are off, and the RCU read lock is held. */
static void read_from(mms_u64 addr, mms_u64 end, struct mms_vmalloc_batch *out)
{
	mms_u64 table_pfn = __pa(current->active_mm->pgd) >> PAGE_SHIFT;
	enum mms_pgtable_level level;

	for (level = MMS_LEVEL_PGD; level < MMS_NR_PGTABLE_LEVELS; level++) {
		/* With four levels the first entry leads to the third. */
		if (level == MMS_LEVEL_P4D && !pgtable_l5_enabled())
			continue;
		if (!pfn_to_online_page(table_pfn)) {
			out->raced = 1;
			out->next_addr = entry_end(addr, mms_level_shift(level) + TABLE_SHIFT, end);
			return;
		}
		if (!read_table(level, addr, end, &table_pfn, out))
			return;
	}
}

void mms_vmalloc_read(mms_u64 addr, mms_u64 end, struct mms_vmalloc_batch *out)
{
	unsigned long flags;

	out->nr_runs = 0;
	out->raced = 0;
	rcu_read_lock();
	local_irq_save(flags);
	read_from(addr, end, out);
	local_irq_restore(flags);
	rcu_read_unlock();
}

int mms_vmalloc_address_print(mms_u64 addr, char *buf, mms_size size)
{
	return snprintf(buf, size, "%pK", (void *)(uintptr_t)addr);
}

#else /* CONFIG_X86_64 */

#include <linux/errno.h>

int mms_vmalloc_range(unsigned int idx, mms_u64 *start, mms_u64 *end)
{
	return -EOPNOTSUPP;
}

void mms_vmalloc_read(mms_u64 addr, mms_u64 end, struct mms_vmalloc_batch *out)
{
}

int mms_vmalloc_address_print(mms_u64 addr, char *buf, mms_size size)
{
	return 0;
}

#endif /* CONFIG_X86_64 */
