// SPDX-License-Identifier: GPL-2.0
/*
 * Page tables of x86-64, and the parts of its address space.
 *
 * A walk reads and changes nothing, faults nothing in, and must survive tables
 * that go away under it. What keeps a table alive:
 *
 * - Interrupts are off. The kernel frees the tables of a process by RCU or after
 *   an interrupt to all CPUs, as fast GUP needs it, and its own ones after a TLB
 *   flush on all CPUs (pud_free_pmd_page()).
 * - mmap_lock is held and a VMA is there, for addresses of a process: nobody
 *   takes away what the VMA needs.
 * - A table is read only where it lies in online memory, under rcu_read_lock():
 *   see hotplug.c. Hot-removal gives the tables of the direct map back without
 *   waiting for anybody; then a stale entry may be read, but no word of it can
 *   make us read what is not memory. Hence the nofault reads, too.
 *
 * Of the kernel's half every process has the same tables, from the second level
 * on at least: the first is filled at boot (preallocate_vmalloc_pages()) or when
 * memory comes (sync_global_pgds()). So init_mm, which is not exported, is not
 * needed.
 */
#include "shim.h"

#ifdef CONFIG_X86_64

#include <linux/irqflags.h>
#include <linux/kasan.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pgtable.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/uaccess.h>

#include <asm/cpu_entry_area.h>
#include <asm/fixmap.h>

#include "compat.h"
#include "pgtable.h"

enum mms_address_area mms_area_of(mms_u64 addr)
{
	/* Half open, and the first that fits counts. */
	const struct {
		mms_u64 start;
		mms_u64 end;
		enum mms_address_area area;
	} areas[] = {
		{ GUARD_HOLE_BASE_ADDR, GUARD_HOLE_END_ADDR, MMS_AREA_GUARD_HOLE },
		{ LDT_BASE_ADDR, LDT_END_ADDR, MMS_AREA_LDT },
		{ PAGE_OFFSET, VMALLOC_START, MMS_AREA_DIRECT_MAP },
		{ VMALLOC_START, VMEMORY_END + 1, MMS_AREA_VMALLOC },
		{ CPU_ENTRY_AREA_BASE, CPU_ENTRY_AREA_BASE + P4D_SIZE, MMS_AREA_CPU_ENTRY },
		{ ESPFIX_BASE_ADDR, ESPFIX_BASE_ADDR + P4D_SIZE, MMS_AREA_ESPFIX },
#ifdef CONFIG_KASAN
		{ KASAN_SHADOW_START, KASAN_SHADOW_END, MMS_AREA_KASAN },
#endif
		{ VMEMMAP_START, VMEMMAP_START + (sizeof(struct page) << (MAX_PHYSMEM_BITS -
		  PAGE_SHIFT)), MMS_AREA_VMEMMAP },
		{ EFI_VA_END, EFI_VA_START, MMS_AREA_EFI },
		{ __START_KERNEL_map, MODULES_VADDR, MMS_AREA_KERNEL_IMAGE },
		{ MODULES_VADDR, MODULES_END, MMS_AREA_MODULES },
		{ FIXADDR_TOT_START, FIXADDR_TOP + PAGE_SIZE, MMS_AREA_FIXMAP },
	};
	unsigned int i;

	if (!__is_canonical_address(addr, __VIRTUAL_MASK_SHIFT + 1))
		return MMS_AREA_NONCANONICAL;
	if (addr <= __VIRTUAL_MASK)
		return MMS_AREA_USER;
	for (i = 0; i < ARRAY_SIZE(areas); i++)
		if (addr >= areas[i].start && addr < areas[i].end)
			return areas[i].area;
	return MMS_AREA_UNUSED;
}

unsigned int mms_level_shift(enum mms_pgtable_level level)
{
	switch (level) {
	case MMS_LEVEL_PGD:
		return PGDIR_SHIFT;
	case MMS_LEVEL_P4D:
		return P4D_SHIFT;
	case MMS_LEVEL_PUD:
		return PUD_SHIFT;
	case MMS_LEVEL_PMD:
		return PMD_SHIFT;
	default:
		return PAGE_SHIFT;
	}
}

void mms_entry_understand(enum mms_pgtable_level level, struct mms_entry *entry)
{
	switch (level) {
	case MMS_LEVEL_PGD:
		entry->value = pgd_val(native_make_pgd(entry->raw));
		entry->pfn = pgd_pfn(native_make_pgd(entry->raw));
		break;
	case MMS_LEVEL_P4D:
		entry->value = p4d_val(native_make_p4d(entry->raw));
		entry->pfn = p4d_pfn(native_make_p4d(entry->raw));
		break;
	case MMS_LEVEL_PUD:
		entry->value = pud_val(native_make_pud(entry->raw));
		entry->pfn = pud_pfn(native_make_pud(entry->raw));
		break;
	case MMS_LEVEL_PMD:
		entry->value = pmd_val(native_make_pmd(entry->raw));
		entry->pfn = pmd_pfn(native_make_pmd(entry->raw));
		break;
	default:
		entry->value = pte_val(native_make_pte(entry->raw));
		entry->pfn = pte_pfn(native_make_pte(entry->raw));
		break;
	}
}

bool mms_entry_is_huge(enum mms_pgtable_level level, mms_u64 value)
{
	return (level == MMS_LEVEL_PUD || level == MMS_LEVEL_PMD) && (value & _PAGE_PSE);
}

/*
 * As pte_present() and pmd_present() have it: also where the CPU would fault,
 * but the page is there. In the kernel's half the same bits mean nothing.
 */
static bool is_present(enum mms_pgtable_level level, mms_u64 value, bool user)
{
	if (value & _PAGE_PRESENT)
		return true;
	return user && ((value & _PAGE_PROTNONE) || mms_entry_is_huge(level, value));
}

static mms_u64 pick(mms_u64 value, mms_u64 bit, mms_u64 flag)
{
	return (value & bit) ? flag : 0;
}

static mms_u64 leaf_flags(enum mms_pgtable_level level, mms_u64 value, bool user)
{
	const mms_u64 pat = level == MMS_LEVEL_PTE ? _PAGE_PAT : _PAGE_PAT_LARGE;
	mms_u64 out = pick(value, _PAGE_DIRTY, MMS_PTE(DIRTY)) |
		      pick(value, pat, MMS_PTE(PAT)) |
		      pick(value, _PAGE_DEVMAP, MMS_PTE(DEVMAP));

	if (value & _PAGE_PRESENT)
		out |= pick(value, _PAGE_GLOBAL, MMS_PTE(GLOBAL));
	/* These belong to set_memory_*() in the kernel's half. */
	if (user) {
		out |= pick(value, _PAGE_SPECIAL, MMS_PTE(SPECIAL)) |
		       pick(value, _PAGE_SOFT_DIRTY, MMS_PTE(SOFT_DIRTY)) |
		       pick(value, _PAGE_UFFD_WP, MMS_PTE(UFFD_WP));
#ifdef _PAGE_SAVED_DIRTY
		out |= pick(value, _PAGE_SAVED_DIRTY, MMS_PTE(SAVED_DIRTY));
#endif
		if (!(value & _PAGE_PRESENT))
			out |= pick(value, _PAGE_PROTNONE, MMS_PTE(PROTNONE));
	}
	return out;
}

static mms_u64 entry_flags(enum mms_pgtable_level level, mms_u64 value, bool user)
{
	mms_u64 out;

	if (!is_present(level, value, user))
		return 0;
	out = pick(value, _PAGE_PRESENT, MMS_PTE(PRESENT)) |
	      pick(value, _PAGE_RW, MMS_PTE(WRITABLE)) |
	      pick(value, _PAGE_USER, MMS_PTE(USER)) |
	      pick(value, _PAGE_PWT, MMS_PTE(WRITE_THROUGH)) |
	      pick(value, _PAGE_PCD, MMS_PTE(CACHE_DISABLE)) |
	      pick(value, _PAGE_ACCESSED, MMS_PTE(ACCESSED)) |
	      pick(value, _PAGE_NX, MMS_PTE(NX));
	if (mms_entry_is_huge(level, value))
		out |= MMS_PTE(HUGE);
	if (level == MMS_LEVEL_PTE || mms_entry_is_huge(level, value))
		out |= leaf_flags(level, value, user);
	return out;
}

/* What a process left in place of a page. A pmd has the format of a pte. */
static enum mms_walk_end read_special(mms_u64 raw, struct mms_pgtable_walk *walk)
{
	const swp_entry_t entry = pte_to_swp_entry(native_make_pte(raw));

	if (!non_swap_entry(entry)) {
		walk->swap_type = swp_type(entry);
		walk->swap_offset = swp_offset(entry);
		return MMS_WALK_SWAP;
	}
	if (is_pfn_swap_entry(entry))
		walk->pfn = swp_offset_pfn(entry);
	if (is_migration_entry(entry))
		return MMS_WALK_MIGRATION;
	if (is_device_private_entry(entry) || is_device_exclusive_entry(entry))
		return MMS_WALK_DEVICE;
	if (is_hwpoison_entry(entry))
		return MMS_WALK_HWPOISON;
	return is_pte_marker_entry(entry) ? MMS_WALK_MARKER : MMS_WALK_OTHER;
}

/* What the entry at @level says; MMS_NR_WALK_ENDS where it leads to a table. */
static enum mms_walk_end judge(enum mms_pgtable_level level, const struct mms_entry *entry,
			       bool user, struct mms_pgtable_walk *walk)
{
	/* Some CPUs set these two in an empty entry, by mistake. */
	if (!(entry->value & ~(mms_u64)_PAGE_KNL_ERRATUM_MASK))
		return MMS_WALK_HOLE;
	if (!is_present(level, entry->value, user))
		return user ? read_special(entry->raw, walk) : MMS_WALK_NOT_PRESENT;
	if (level != MMS_LEVEL_PTE && !mms_entry_is_huge(level, entry->value))
		return MMS_NR_WALK_ENDS;
	walk->pfn = entry->pfn;
	return MMS_WALK_MAPPED;
}

static void take_step(enum mms_pgtable_level level, unsigned int index, mms_u64 table_pfn,
		      const struct mms_entry *entry, bool user, struct mms_pgtable_walk *walk)
{
	struct mms_pgtable_step *step = &walk->steps[walk->nr_steps++];

	step->level = level;
	step->index = index;
	step->value = entry->value;
	step->flags = entry_flags(level, entry->value, user);
	step->table_pfn = table_pfn;
	walk->entry_bytes = 1ULL << mms_level_shift(level);
}

/* Interrupts are off, see above. */
static enum mms_walk_end walk_tables(struct mm_struct *mm, mms_u64 addr, bool user,
				     struct mms_pgtable_walk *walk)
{
	mms_u64 table_pfn = __pa(mm->pgd) >> PAGE_SHIFT;
	enum mms_walk_end end = MMS_NR_WALK_ENDS;
	enum mms_pgtable_level level;

	for (level = MMS_LEVEL_PGD; end == MMS_NR_WALK_ENDS; level++) {
		const unsigned int index = (addr >> mms_level_shift(level)) % PTRS_PER_PTE;
		const mms_u64 *table;
		struct mms_entry entry;

		/* With four levels the first entry leads to the third. */
		if (level == MMS_LEVEL_P4D && !pgtable_l5_enabled())
			continue;
		if (!pfn_to_online_page(table_pfn))
			return MMS_WALK_RACED;
		table = __va(PFN_PHYS(table_pfn));
		if (copy_from_kernel_nofault(&entry.raw, &table[index], sizeof(entry.raw)))
			return MMS_WALK_RACED;
		mms_entry_understand(level, &entry);
		take_step(level, index, table_pfn, &entry, user, walk);
		end = judge(level, &entry, user, walk);
		table_pfn = entry.pfn;
	}
	/* A page within a huge one. */
	if (walk->pfn != MMS_ABSENT_U64)
		walk->pfn += (addr & (walk->entry_bytes - 1)) >> PAGE_SHIFT;
	return end;
}

static void read_tables(struct mm_struct *mm, mms_u64 addr, bool user,
			struct mms_pgtable_walk *walk)
{
	unsigned long flags;

	rcu_read_lock();
	local_irq_save(flags);
	walk->end = walk_tables(mm, addr, user, walk);
	local_irq_restore(flags);
	rcu_read_unlock();
}

static void read_vma(const struct vm_area_struct *vma, struct mms_pgtable_walk *walk)
{
	const unsigned long flags = vma->vm_flags;

	walk->vma_start = vma->vm_start;
	walk->vma_end = vma->vm_end;
	walk->vma_flags[0] = (flags & VM_READ) ? 'r' : '-';
	walk->vma_flags[1] = (flags & VM_WRITE) ? 'w' : '-';
	walk->vma_flags[2] = (flags & VM_EXEC) ? 'x' : '-';
	walk->vma_flags[3] = (flags & VM_MAYSHARE) ? 's' : 'p';
}

static int read_user(struct mm_struct *mm, mms_u64 addr, struct mms_pgtable_walk *walk)
{
	const struct vm_area_struct *vma;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	vma = vma_lookup(mm, addr);
	if (vma) {
		read_vma(vma, walk);
		read_tables(mm, addr, true, walk);
	} else {
		walk->end = MMS_WALK_UNMAPPED;
	}
	mmap_read_unlock(mm);
	return 0;
}

/* The caller's to mmput(). */
static int get_pid_mm(mms_u64 nr, struct mm_struct **mm)
{
	struct pid *pid = find_get_pid(nr);
	struct task_struct *task = get_pid_task(pid, PIDTYPE_PID);
	int err = 0;

	put_pid(pid);
	if (!task)
		return -ESRCH;
	*mm = get_task_mm(task);
	if (!*mm)
		err = (task->flags & PF_KTHREAD) ? -ENXIO : -ENOENT;
	put_task_struct(task);
	return err;
}

int mms_walk_pgtable(mms_u64 pid, mms_u64 addr, struct mms_pgtable_walk *walk)
{
	struct mm_struct *mm = current->active_mm;
	int err = 0;

	*walk = (struct mms_pgtable_walk){
		.pfn = MMS_ABSENT_U64,
		.entry_bytes = MMS_ABSENT_U64,
		.swap_type = MMS_ABSENT_U64,
		.swap_offset = MMS_ABSENT_U64,
	};
	if (pid)
		err = get_pid_mm(pid, &mm);
	if (err)
		return err;
	if (mms_area_of(addr) == MMS_AREA_USER)
		err = read_user(mm, addr, walk);
	else
		read_tables(mm, addr, false, walk);
	if (pid)
		mmput(mm);
	return err;
}

#else /* CONFIG_X86_64 */

#include <linux/errno.h>

enum mms_address_area mms_area_of(mms_u64 addr)
{
	return MMS_AREA_UNUSED;
}

int mms_walk_pgtable(mms_u64 pid, mms_u64 addr, struct mms_pgtable_walk *walk)
{
	return -EOPNOTSUPP;
}

#endif /* CONFIG_X86_64 */
