/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is said of pages: flags with numbers that no kernel changes, and the
 * classes that the census counts into.
 *
 * Flags 0 to 42 have the numbers of /proc/kpageflags
 * (include/uapi/linux/kernel-page-flags.h, include/linux/kernel-page-flags.h);
 * those from 48 on are mmscope's own, for what /proc does not tell.
 */
#ifndef MMS_WIRE_PAGE_H
#define MMS_WIRE_PAGE_H

/* clang-format off */
/* P(bit, NAME, name, source, meaning) */
#define MMS_PAGE_FLAGS(P)                                                                          \
	P(0, LOCKED, locked, "PG_locked", "Locked: somebody is working on it, often I/O.")             \
	P(1, ERROR, error, "PG_error", "An I/O error happened (kernels before 6.12).")                 \
	P(2, REFERENCED, referenced, "PG_referenced", "Used since reclaim looked last.")               \
	P(3, UPTODATE, uptodate, "PG_uptodate", "The content is valid.")                               \
	P(4, DIRTY, dirty, "PG_dirty", "Changed since it was last written back.")                      \
	P(5, LRU, lru, "PG_lru", "On one of the lists that reclaim scans.")                            \
	P(6, ACTIVE, active, "PG_active", "On an active list: reclaim spares it for now.")             \
	P(7, SLAB, slab, "PG_slab, PGTY_slab", "Holds objects of a slab cache.")                       \
	P(8, WRITEBACK, writeback, "PG_writeback", "Being written to its file or to swap.")            \
	P(9, RECLAIM, reclaim, "PG_reclaim", "To be reclaimed as soon as it is written back.")         \
	P(10, BUDDY, buddy, "PG_buddy, PGTY_buddy", "Free, in the buddy allocator.")                   \
	P(11, MMAP, mmap, "_mapcount", "Mapped by at least one page table.")                           \
	P(12, ANON, anon, "PAGE_MAPPING_ANON", "Anonymous memory of a process.")                       \
	P(13, SWAPCACHE, swapcache, "PG_swapcache", "Has a place in swap, too.")                       \
	P(14, SWAPBACKED, swapbacked, "PG_swapbacked", "Backed by swap: anonymous or shmem.")          \
	P(15, COMPOUND_HEAD, compound_head, "PG_head", "First page of a compound page.")               \
	P(16, COMPOUND_TAIL, compound_tail, "page.compound_head", "Another page of a compound page.")  \
	P(17, HUGE, huge, "HUGETLB_PAGE_DTOR, PGTY_hugetlb", "A hugetlb page.")                        \
	P(18, UNEVICTABLE, unevictable, "PG_unevictable", "Not to be reclaimed.")                      \
	P(19, HWPOISON, hwpoison, "PG_hwpoison", "Hardware reported the memory as broken.")            \
	P(21, KSM, ksm, "PAGE_MAPPING_KSM", "Merged with pages of the same content.")                  \
	P(22, THP, thp, "PG_head and LRU or anonymous", "Part of a transparent huge page.")            \
	P(23, OFFLINE, offline, "PG_offline, PGTY_offline", "Logically offline, as in a balloon.")     \
	P(24, ZERO_PAGE, zero_page, "is_zero_pfn()", "The page of zeros that unwritten memory maps.")  \
	P(25, IDLE, idle, "PG_idle", "Marked idle by /sys/kernel/mm/page_idle and not used since.")    \
	P(26, PGTABLE, pgtable, "PG_table, PGTY_table", "Holds a page table.")                         \
	P(32, RESERVED, reserved, "PG_reserved", "Kept from the allocator: firmware, kernel, memmap.") \
	P(33, MLOCKED, mlocked, "PG_mlocked", "Locked into memory by mlock().")                        \
	P(34, OWNER_2, owner_2, "PG_owner_2, PG_mappedtodisk", "Free for the owner to use (mappedtodisk, anon_exclusive).") \
	P(35, PRIVATE, private, "PG_private", "page.private is in use, as for buffer heads.")          \
	P(36, PRIVATE_2, private_2, "PG_private_2", "Free for the file system to use.")                \
	P(37, OWNER_PRIVATE, owner_private, "PG_owner_priv_1", "Free for the owner to use (checked, swapcache).") \
	P(38, ARCH, arch, "PG_arch_1", "Means something to the architecture.")                         \
	P(48, GUARD, guard, "PG_guard, PGTY_guard", "A guard page of debug_pagealloc.")                \
	P(49, ZSMALLOC, zsmalloc, "PGTY_zsmalloc", "Holds compressed memory (zsmalloc).")              \
	P(50, UNACCEPTED, unaccepted, "PGTY_unaccepted", "Not yet accepted from the hypervisor.")      \
	P(51, MOVABLE, movable, "PAGE_MAPPING_MOVABLE", "A driver's page that migration can move.")    \
	P(52, WORKINGSET, workingset, "PG_workingset", "Was in the working set when it was evicted.")  \
	P(53, YOUNG, young, "PG_young", "Referenced, seen by page_idle.")                              \
	P(54, MAPPING, mapping, "page.mapping", "Belongs to a file, or to anonymous memory.")          \
	P(55, LINKED, linked, "page.pcp_list", "Unreferenced, without a type, and linked into a list: on a per-CPU free list.") \
	P(63, RACED, raced, "", "Changed while it was read: nothing more can be said.")

/*
 * C(NAME, name, meaning). In the order of precedence: a page is of the first
 * class that fits, so that classes are disjoint; the last one takes the rest.
 */
#define MMS_PAGE_CLASSES(C)                                                                        \
	C(RACED, raced, "changed while it was looked at")                                              \
	C(HWPOISON, hwpoison, "taken out of use after a hardware error")                               \
	C(BUDDY, buddy, "free, in the buddy allocator")                                                \
	C(OFFLINE, offline, "online in the memory map, but taken away (balloon)")                      \
	C(HUGETLB, hugetlb, "hugetlb pages, used or in the pool")                                      \
	C(SLAB, slab, "objects of slab caches")                                                        \
	C(PGTABLE, pgtable, "page tables")                                                             \
	C(MEMMAP, memmap, "reserved, and holds struct pages")                                          \
	C(RESERVED, reserved, "reserved at boot: firmware, kernel image, early allocations")           \
	C(KSM, ksm, "anonymous, merged with others of the same content")                               \
	C(THP, thp, "transparent huge pages, anonymous or of files")                                   \
	C(SWAPCACHE, swapcache, "anonymous or shmem, with a place in swap")                            \
	C(ANON, anon, "anonymous memory of processes")                                                 \
	C(SHMEM, shmem, "tmpfs, shared memory, memfd")                                                 \
	C(FILE, file, "page cache of files")                                                           \
	C(PCP, pcp, "free, on a per-CPU list")                                                         \
	C(COMPOUND, compound, "compound pages of the kernel and its drivers")                          \
	C(KERNEL, kernel, "everything else that the kernel and its drivers use")
/* clang-format on */

#define MMS_PAGE_FLAG_BIT(bit, NAME, name, source, meaning) MMS_PG_##NAME = bit,
enum mms_page_flag { MMS_PAGE_FLAGS(MMS_PAGE_FLAG_BIT) };
#undef MMS_PAGE_FLAG_BIT

#define MMS_PAGE_CLASS_ID(NAME, name, meaning) MMS_CLASS_##NAME,
enum mms_page_class { MMS_PAGE_CLASSES(MMS_PAGE_CLASS_ID) MMS_NR_PAGE_CLASSES };
#undef MMS_PAGE_CLASS_ID

#define MMS_PG(NAME) (1ULL << MMS_PG_##NAME)

#endif /* MMS_WIRE_PAGE_H */
