// SPDX-License-Identifier: GPL-2.0
/*
 * Counts and times page faults, by what the page table had when each began and has
 * when it ends: inlined functions hide nothing then.
 */
#include "kernel.h"

#define UNTIMED_EVENT MMS_NO_EVENT
#define TIMES_OF_FLAGS 0
#include "event_count.h"
#include "kernel_watch.h"

extern const void page_offset_base __ksym __weak;
extern const void __pgtable_l5_enabled __ksym __weak;
extern const void sme_me_mask __ksym __weak;

/* arch/x86/include/asm/pgtable_types.h, pgtable.h */
#define PTE_PRESENT 0x001
#define PTE_WRITE 0x002
#define PTE_ACCESSED_DIRTY 0x060
#define PTE_HUGE 0x080
#define PTE_PROTNONE 0x100
#define PTE_PFN 0x000ffffffffff000
#define SWAP_TYPE_SHIFT 59
/* MAX_SWAPFILES where all uses of the other types are configured, or less. */
#define SWAP_TYPES 23

/* include/linux/mm.h, magic.h: numbers that do not change */
#define VM_SHARED 0x8
#define VM_HUGETLB 0x400000
#define TMPFS_MAGIC 0x01021994
#define FAULT_FLAG_WRITE 0x001
#define FAULT_FLAG_TRIED 0x020
#define FAULT_FLAG_USER 0x040
#define FAULT_FLAG_INSTRUCTION 0x100
#define VM_FAULT_MAJOR 0x0004
#define VM_FAULT_RETRY 0x0400
#define VM_FAULT_ERROR 0x0073	/* OOM, SIGBUS, SIGSEGV, HWPOISON, HWPOISON_LARGE */

static __always_inline __u64 word_at(const void *address)
{
	__u64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), address);
	return value;
}

static __always_inline bool leads_on(__u64 entry, int shift)
{
	return shift > 12 && entry & PTE_PRESENT && !(shift <= 30 && entry & PTE_HUGE);
}

/* The entry that maps the address or would: `*huge` where it is no pte. */
static __always_inline __u64 entry_of(__u64 mm, __u64 address, bool *huge)
{
	__u64 base = word_at(&page_offset_base), mask = PTE_PFN, entry = 0;
	__u64 table = (__u64)BPF_CORE_READ((struct mm_struct *)mm, pgd);
	int shift = (__u32)word_at(&__pgtable_l5_enabled) ? 48 : 39, level;

	if (&sme_me_mask)
		mask &= ~word_at(&sme_me_mask);
	*huge = false;
	for (level = 0; level < 5; level++) {
		entry = word_at((void *)(table + 8 * (address >> shift & 511)));
		if (!leads_on(entry, shift))
			break;
		table = base + (entry & mask);
		shift -= 9;
	}
	*huge = shift > 12 && (entry & ~PTE_ACCESSED_DIRTY);
	return entry;
}

static __always_inline enum mms_entry state_of(__u64 entry, bool writes)
{
	if (!(entry & ~PTE_ACCESSED_DIRTY))
		return MMS_ENTRY_NONE;
	if (entry & PTE_PRESENT)
		return writes && !(entry & PTE_WRITE) ? MMS_ENTRY_READ_ONLY : MMS_ENTRY_PRESENT;
	if (entry & PTE_PROTNONE)
		return MMS_ENTRY_PROTNONE;
	return entry >> SWAP_TYPE_SHIFT < SWAP_TYPES ? MMS_ENTRY_SWAP : MMS_ENTRY_SPECIAL;
}

static __always_inline __u32 flags_of(struct vm_area_struct *vma, struct file *file, __u32 fault,
				      const void *regs)
{
	__u64 vm_flags = BPF_CORE_READ(vma, vm_flags);
	__u32 flags = 0;

	if (fault & FAULT_FLAG_WRITE)
		flags |= MMS_FAULT_WRITE;
	if (fault & FAULT_FLAG_INSTRUCTION)
		flags |= MMS_FAULT_EXEC;
	if (!regs)
		flags |= MMS_FAULT_GUP;
	else if (fault & FAULT_FLAG_USER)
		flags |= MMS_FAULT_USER;
	if (fault & FAULT_FLAG_TRIED)
		flags |= MMS_FAULT_MAJOR;
	if (vm_flags & VM_SHARED)
		flags |= MMS_FAULT_SHARED;
	if (vm_flags & VM_HUGETLB)
		flags |= MMS_FAULT_HUGETLB;
	else if (file && BPF_CORE_READ(file, f_inode, i_sb, s_magic) == TMPFS_MAGIC)
		flags |= MMS_FAULT_SHMEM;
	else if (file)
		flags |= MMS_FAULT_FILE;
	else if (BPF_CORE_READ(vma, vm_ops))
		flags |= MMS_FAULT_SPECIAL;
	return flags;
}

/* As /proc/PID/maps tells them apart. */
static __always_inline enum mms_place place_of(struct vm_area_struct *vma, struct file *file)
{
	struct mm_struct *mm = BPF_CORE_READ(vma, vm_mm);
	__u64 start = BPF_CORE_READ(vma, vm_start), end = BPF_CORE_READ(vma, vm_end);
	__u64 stack = BPF_CORE_READ(mm, start_stack);

	if (file)
		return MMS_PLACE_FILE;
	if (BPF_CORE_READ(vma, vm_ops))
		return MMS_PLACE_SPECIAL;
	if (start <= BPF_CORE_READ(mm, brk) && end >= BPF_CORE_READ(mm, start_brk))
		return MMS_PLACE_HEAP;
	return start <= stack && end >= stack ? MMS_PLACE_STACK : MMS_PLACE_ANON;
}

SEC("fentry/handle_mm_fault")
int BPF_PROG(fault_enter, struct vm_area_struct *vma, unsigned long address, unsigned int flags,
	     const void *regs)
{
	struct mms_start start = {
		.ns = bpf_ktime_get_ns(),
		.mm = (__u64)BPF_CORE_READ(vma, vm_mm),
		.address = address,
		.key.sort = { .what = MMS_FAULT, .bucket = MMS_NO_BUCKET, .nid = MMS_NONE,
			      .other = MMS_NONE },
	};
	struct file *file = BPF_CORE_READ(vma, vm_file);
	__u64 at = start_of(MMS_FAULT);
	bool huge;

	if (!is_wanted())
		return 0;
	start.entry = entry_of(start.mm, address, &huge);
	start.key.sort.code = state_of(start.entry, flags & FAULT_FLAG_WRITE);
	start.key.sort.flags = flags_of(vma, file, flags, (void *)argument(ctx, 3));
	start.key.place = place_of(vma, file);
	name_process(&start.key);
	if (file)
		bpf_probe_read_kernel_str(start.key.name, sizeof(start.key.name),
					  BPF_CORE_READ(file, f_path.dentry, d_name.name));
	if (bpf_map_update_elem(&starts, &at, &start, BPF_ANY))
		lose(MMS_LOSS_STARTS_FULL);
	return 0;
}

SEC("fexit/handle_mm_fault")
int BPF_PROG(fault_exit, void *vma, unsigned long address, unsigned int flags, const void *regs,
	     unsigned int result)
{
	struct mms_start *start = begun(MMS_FAULT);
	__u32 more = 0;
	__u64 entry;
	bool huge;

	if (!start)
		return 0;
	if (result & VM_FAULT_MAJOR)
		more |= MMS_FAULT_MAJOR;
	if (result & VM_FAULT_ERROR) {
		more |= MMS_FAULT_ERROR;
	} else if (result & VM_FAULT_RETRY) {
		/* The lock is gone, and maybe the page table. */
		more |= MMS_FAULT_RETRY;
	} else {
		entry = entry_of(start->mm, start->address, &huge);
		if (huge)
			more |= MMS_FAULT_HUGE;
		if ((entry ^ start->entry) & PTE_PFN)
			more |= MMS_FAULT_MOVED;
	}
	start->key.sort.flags |= more;
	end_event(start, 0, 0);
	return 0;
}

/* The other account: what the CPU said, whatever became of it. */
SEC("tp_btf/page_fault_user")
int BPF_PROG(exception_user)
{
	count_moment(MMS_EXCEPTION_USER, MMS_NONE, MMS_NONE, 0, 0, 0, 0);
	return 0;
}

SEC("tp_btf/page_fault_kernel")
int BPF_PROG(exception_kernel)
{
	count_moment(MMS_EXCEPTION_KERNEL, MMS_NONE, MMS_NONE, 0, 0, 0, 0);
	return 0;
}
