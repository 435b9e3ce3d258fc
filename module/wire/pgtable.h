/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is said of page tables: the levels, the flags of an entry, how a walk
 * can end, and the parts of the address space.
 */
#ifndef MMS_WIRE_PGTABLE_H
#define MMS_WIRE_PGTABLE_H

/* clang-format off */
/* L(NAME, name): in the order of a walk. */
#define MMS_PGTABLE_LEVELS(L)                                                                      \
	L(PGD, pgd)                                                                                    \
	L(P4D, p4d)                                                                                    \
	L(PUD, pud)                                                                                    \
	L(PMD, pmd)                                                                                    \
	L(PTE, pte)

/* P(bit, NAME, name, source, meaning); the bits are mmscope's own. */
#define MMS_PTE_FLAGS(P)                                                                           \
	P(0, PRESENT, present, "_PAGE_PRESENT", "The CPU uses the entry.")                             \
	P(1, WRITABLE, writable, "_PAGE_RW", "Writing is allowed, where all levels allow it.")         \
	P(2, USER, user, "_PAGE_USER", "User space may use it, where all levels allow it.")            \
	P(3, WRITE_THROUGH, write_through, "_PAGE_PWT", "Bit 0 of the cache mode (PWT).")              \
	P(4, CACHE_DISABLE, cache_disable, "_PAGE_PCD", "Bit 1 of the cache mode (PCD).")              \
	P(5, ACCESSED, accessed, "_PAGE_ACCESSED", "The CPU used the entry since the bit was cleared.") \
	P(6, DIRTY, dirty, "_PAGE_DIRTY", "The CPU wrote to the page since the bit was cleared.")      \
	P(7, HUGE, huge, "_PAGE_PSE", "Maps a huge page instead of leading to a table.")               \
	P(8, GLOBAL, global, "_PAGE_GLOBAL", "Stays in the TLB when the address space changes.")       \
	P(9, PAT, pat, "_PAGE_PAT, _PAGE_PAT_LARGE", "Bit 2 of the cache mode (PAT).")                 \
	P(10, SPECIAL, special, "_PAGE_SPECIAL", "The page is not to be touched through struct page, as the zero page.") \
	P(11, SOFT_DIRTY, soft_dirty, "_PAGE_SOFT_DIRTY", "Written to since /proc/PID/clear_refs.")    \
	P(12, UFFD_WP, uffd_wp, "_PAGE_UFFD_WP", "Write-protected by userfaultfd.")                    \
	P(13, DEVMAP, devmap, "_PAGE_DEVMAP", "Maps memory of a device (ZONE_DEVICE).")                \
	P(14, SAVED_DIRTY, saved_dirty, "_PAGE_SAVED_DIRTY", "Dirty, kept aside for shadow stacks.")   \
	P(15, PROTNONE, protnone, "_PAGE_PROTNONE", "A page is there, but each access faults: PROT_NONE or NUMA balancing.") \
	P(16, NX, nx, "_PAGE_NX", "Must not be executed; one level that says so is enough.")

/* E(NAME, name, meaning) */
#define MMS_WALK_ENDS(E)                                                                           \
	E(MAPPED, mapped, "an entry maps the address to a page frame")                                 \
	E(HOLE, hole, "the entry is empty: nothing is there, or not yet")                              \
	E(UNMAPPED, unmapped, "no VMA of the process holds the address")                               \
	E(NOT_PRESENT, not_present, "the entry is not empty, but the CPU must not use it")             \
	E(SWAP, swap, "the page is in swap")                                                           \
	E(MIGRATION, migration, "the page is being moved; who touches it waits")                       \
	E(DEVICE, device, "the page is in the memory of a device, or lent to one")                     \
	E(HWPOISON, hwpoison, "the memory is broken; who touches it is killed")                        \
	E(MARKER, marker, "no page, but a note for the fault (userfaultfd, poison, guard)")            \
	E(OTHER, other, "a special entry that mmscope does not know")                                  \
	E(RACED, raced, "the tables changed while they were read: ask again")

/* A(NAME, name, meaning): as Documentation/arch/x86/x86_64/mm.rst has them. */
#define MMS_ADDRESS_AREAS(A)                                                                       \
	A(USER, user, "the process's own half")                                                        \
	A(GUARD_HOLE, guard_hole, "kept free, also for a hypervisor")                                  \
	A(LDT, ldt, "the process's LDT, with page-table isolation")                                    \
	A(DIRECT_MAP, direct_map, "all memory in one piece, from PAGE_OFFSET on")                      \
	A(VMALLOC, vmalloc, "vmalloc(), ioremap(), stacks, per-CPU chunks")                            \
	A(VMEMMAP, vmemmap, "struct page of each page")                                                \
	A(KASAN, kasan, "the shadow memory of KASAN")                                                  \
	A(CPU_ENTRY, cpu_entry, "entry stacks, IDT and TSS of each CPU")                               \
	A(ESPFIX, espfix, "small stacks for IRET to 16-bit code")                                      \
	A(EFI, efi, "EFI run-time services")                                                           \
	A(KERNEL_IMAGE, kernel_image, "text and data of the kernel itself")                            \
	A(MODULES, modules, "text and data of modules, and BPF programs")                              \
	A(FIXMAP, fixmap, "single pages at fixed places, and vsyscall")                                \
	A(UNUSED, unused, "between the parts that are in use")                                         \
	A(NONCANONICAL, noncanonical, "no address: the CPU refuses it")
/* clang-format on */

#define MMS_PGTABLE_LEVEL_ID(NAME, name) MMS_LEVEL_##NAME,
enum mms_pgtable_level { MMS_PGTABLE_LEVELS(MMS_PGTABLE_LEVEL_ID) MMS_NR_PGTABLE_LEVELS };
#undef MMS_PGTABLE_LEVEL_ID

#define MMS_PTE_FLAG_BIT(bit, NAME, name, source, meaning) MMS_PTE_##NAME = bit,
enum mms_pte_flag { MMS_PTE_FLAGS(MMS_PTE_FLAG_BIT) };
#undef MMS_PTE_FLAG_BIT

#define MMS_WALK_END_ID(NAME, name, meaning) MMS_WALK_##NAME,
enum mms_walk_end { MMS_WALK_ENDS(MMS_WALK_END_ID) MMS_NR_WALK_ENDS };
#undef MMS_WALK_END_ID

#define MMS_ADDRESS_AREA_ID(NAME, name, meaning) MMS_AREA_##NAME,
enum mms_address_area { MMS_ADDRESS_AREAS(MMS_ADDRESS_AREA_ID) MMS_NR_ADDRESS_AREAS };
#undef MMS_ADDRESS_AREA_ID

#define MMS_PTE(NAME) (1ULL << MMS_PTE_##NAME)

#endif /* MMS_WIRE_PGTABLE_H */
