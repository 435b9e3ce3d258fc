/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The counters of vmstat: enum zone_stat_item, enum node_stat_item and enum
 * numa_stat_item. Keys are the kernel's own names in /proc/zoneinfo, values and
 * units are as printed there, so that both can be laid side by side.
 *
 * Values are the folded counters: the differences that each CPU still keeps to
 * itself (at most pcp's stat_threshold per CPU) are not in them, as in
 * /proc/zoneinfo. The form of an entry is told in fields.h.
 */
#ifndef MMS_WIRE_FIELDS_STAT_H
#define MMS_WIRE_FIELDS_STAT_H

/* clang-format off */
#define MMS_ZONE_STATS(F)                                                                          \
	F(U64, nr_free_pages, "pages", "6.1", "NR_FREE_PAGES", "Free pages in the buddy lists.")       \
	F(U64, nr_zone_inactive_anon, "pages", "6.1", "NR_ZONE_INACTIVE_ANON", "Inactive anonymous LRU pages.") \
	F(U64, nr_zone_active_anon, "pages", "6.1", "NR_ZONE_ACTIVE_ANON", "Active anonymous LRU pages.") \
	F(U64, nr_zone_inactive_file, "pages", "6.1", "NR_ZONE_INACTIVE_FILE", "Inactive file LRU pages.") \
	F(U64, nr_zone_active_file, "pages", "6.1", "NR_ZONE_ACTIVE_FILE", "Active file LRU pages.")   \
	F(U64, nr_zone_unevictable, "pages", "6.1", "NR_ZONE_UNEVICTABLE", "Unevictable LRU pages.")   \
	F(U64, nr_zone_write_pending, "pages", "6.1", "NR_ZONE_WRITE_PENDING", "Dirty pages and pages under writeback.") \
	F(U64, nr_mlock, "pages", "6.1", "NR_MLOCK", "Pages locked with mlock() and moved off the LRU lists.") \
	F(U64, nr_bounce, "pages", "6.1", "NR_BOUNCE", "Bounce-buffer pages of the block layer.")      \
	F(U64, nr_zspages, "pages", "6.1", "NR_ZSPAGES", "Pages that zsmalloc holds (CONFIG_ZSMALLOC).") \
	F(U64, nr_free_cma, "pages", "6.1", "NR_FREE_CMA_PAGES", "Free pages in CMA pageblocks.")      \
	F(U64, nr_unaccepted, "pages", "6.5", "NR_UNACCEPTED", "Pages that a confidential guest has not accepted yet (CONFIG_UNACCEPTED_MEMORY).")

#define MMS_NODE_STATS(F)                                                                          \
	F(U64, nr_inactive_anon, "pages", "6.1", "NR_INACTIVE_ANON", "Inactive anonymous LRU pages.")  \
	F(U64, nr_active_anon, "pages", "6.1", "NR_ACTIVE_ANON", "Active anonymous LRU pages.")        \
	F(U64, nr_inactive_file, "pages", "6.1", "NR_INACTIVE_FILE", "Inactive file LRU pages.")       \
	F(U64, nr_active_file, "pages", "6.1", "NR_ACTIVE_FILE", "Active file LRU pages.")             \
	F(U64, nr_unevictable, "pages", "6.1", "NR_UNEVICTABLE", "Unevictable LRU pages.")             \
	F(U64, nr_slab_reclaimable, "pages", "6.1", "NR_SLAB_RECLAIMABLE_B", "Slab pages that a shrinker can free.") \
	F(U64, nr_slab_unreclaimable, "pages", "6.1", "NR_SLAB_UNRECLAIMABLE_B", "Slab pages that no shrinker can free.") \
	F(U64, nr_isolated_anon, "pages", "6.1", "NR_ISOLATED_ANON", "Anonymous pages taken off the LRU lists for the moment.") \
	F(U64, nr_isolated_file, "pages", "6.1", "NR_ISOLATED_FILE", "File pages taken off the LRU lists for the moment.") \
	F(U64, workingset_nodes, "", "6.1", "WORKINGSET_NODES", "Page-cache tree nodes that hold only shadow entries.") \
	F(U64, workingset_refault_anon, "events", "6.1", "WORKINGSET_REFAULT_ANON", "Evicted anonymous pages that were soon needed again.") \
	F(U64, workingset_refault_file, "events", "6.1", "WORKINGSET_REFAULT_FILE", "Evicted file pages that were soon needed again.") \
	F(U64, workingset_activate_anon, "events", "6.1", "WORKINGSET_ACTIVATE_ANON", "Refaulted anonymous pages that were activated at once.") \
	F(U64, workingset_activate_file, "events", "6.1", "WORKINGSET_ACTIVATE_FILE", "Refaulted file pages that were activated at once.") \
	F(U64, workingset_restore_anon, "events", "6.1", "WORKINGSET_RESTORE_ANON", "Refaulted anonymous pages that were active when evicted.") \
	F(U64, workingset_restore_file, "events", "6.1", "WORKINGSET_RESTORE_FILE", "Refaulted file pages that were active when evicted.") \
	F(U64, workingset_nodereclaim, "events", "6.1", "WORKINGSET_NODERECLAIM", "Shadow-only tree nodes that were reclaimed.") \
	F(U64, nr_anon_pages, "pages", "6.1", "NR_ANON_MAPPED", "Mapped anonymous pages.")             \
	F(U64, nr_mapped, "pages", "6.1", "NR_FILE_MAPPED", "Page-cache pages mapped into page tables.") \
	F(U64, nr_file_pages, "pages", "6.1", "NR_FILE_PAGES", "Page-cache pages, swap cache and shmem included.") \
	F(U64, nr_dirty, "pages", "6.1", "NR_FILE_DIRTY", "Dirty file pages.")                         \
	F(U64, nr_writeback, "pages", "6.1", "NR_WRITEBACK", "Pages under writeback.")                 \
	F(U64, nr_writeback_temp, "pages", "6.1", "NR_WRITEBACK_TEMP", "Writeback through temporary buffers (FUSE).") \
	F(U64, nr_shmem, "pages", "6.1", "NR_SHMEM", "Shared-memory pages: shmem, tmpfs, GEM.")        \
	F(U64, nr_shmem_hugepages, "thp", "6.1", "NR_SHMEM_THPS", "Shared-memory huge pages, in units of a PMD-sized huge page.") \
	F(U64, nr_shmem_pmdmapped, "thp", "6.1", "NR_SHMEM_PMDMAPPED", "Shared-memory huge pages mapped by a PMD.") \
	F(U64, nr_file_hugepages, "thp", "6.1", "NR_FILE_THPS", "File huge pages.")                    \
	F(U64, nr_file_pmdmapped, "thp", "6.1", "NR_FILE_PMDMAPPED", "File huge pages mapped by a PMD.") \
	F(U64, nr_anon_transparent_hugepages, "thp", "6.1", "NR_ANON_THPS", "Anonymous transparent huge pages.") \
	F(U64, nr_vmscan_write, "pages", "6.1", "NR_VMSCAN_WRITE", "Pages written out by reclaim itself.") \
	F(U64, nr_vmscan_immediate_reclaim, "pages", "6.1", "NR_VMSCAN_IMMEDIATE", "Pages marked for reclaim as soon as their writeback ends.") \
	F(U64, nr_dirtied, "pages", "6.1", "NR_DIRTIED", "Page dirtyings since boot.")                 \
	F(U64, nr_written, "pages", "6.1", "NR_WRITTEN", "Page writings since boot.")                  \
	F(U64, nr_throttled_written, "pages", "6.1", "NR_THROTTLED_WRITTEN", "Pages written while reclaim was throttled.") \
	F(U64, nr_kernel_misc_reclaimable, "pages", "6.1", "NR_KERNEL_MISC_RECLAIMABLE", "Reclaimable kernel pages that are not slab.") \
	F(U64, nr_foll_pin_acquired, "pages", "6.1", "NR_FOLL_PIN_ACQUIRED", "Pages pinned with FOLL_PIN since boot.") \
	F(U64, nr_foll_pin_released, "pages", "6.1", "NR_FOLL_PIN_RELEASED", "FOLL_PIN pages released since boot.") \
	F(U64, nr_kernel_stack, "KiB", "6.1", "NR_KERNEL_STACK_KB", "Kernel stacks.")                  \
	F(U64, nr_shadow_call_stack, "KiB", "6.1", "NR_KERNEL_SCS_KB", "Shadow call stacks (CONFIG_SHADOW_CALL_STACK).") \
	F(U64, nr_page_table_pages, "pages", "6.1", "NR_PAGETABLE", "Pages used for page tables.")     \
	F(U64, nr_sec_page_table_pages, "pages", "6.1", "NR_SECONDARY_PAGETABLE", "Secondary page tables: KVM, IOMMU.") \
	F(U64, nr_iommu_pages, "pages", "6.10", "NR_IOMMU_PAGES", "Pages allocated by IOMMU drivers (CONFIG_IOMMU_SUPPORT).") \
	F(U64, nr_swapcached, "pages", "6.1", "NR_SWAPCACHE", "Swap-cache pages (CONFIG_SWAP).")       \
	F(U64, pgpromote_success, "pages", "6.1", "PGPROMOTE_SUCCESS", "Pages promoted to a faster node (CONFIG_NUMA_BALANCING).") \
	F(U64, pgpromote_candidate, "pages", "6.1", "PGPROMOTE_CANDIDATE", "Pages that could have been promoted.") \
	F(U64, pgdemote_kswapd, "pages", "6.9", "PGDEMOTE_KSWAPD", "Pages demoted to a slower node by kswapd.") \
	F(U64, pgdemote_direct, "pages", "6.9", "PGDEMOTE_DIRECT", "Pages demoted by direct reclaim.") \
	F(U64, pgdemote_khugepaged, "pages", "6.9", "PGDEMOTE_KHUGEPAGED", "Pages demoted by khugepaged.")

#define MMS_NUMA_STATS(F)                                                                          \
	F(U64, numa_hit, "events", "6.1", "NUMA_HIT", "Pages allocated here as intended.")             \
	F(U64, numa_miss, "events", "6.1", "NUMA_MISS", "Pages allocated here although another node was intended.") \
	F(U64, numa_foreign, "events", "6.1", "NUMA_FOREIGN", "Pages intended for here but allocated elsewhere.") \
	F(U64, numa_interleave, "events", "6.1", "NUMA_INTERLEAVE_HIT", "Interleaved pages allocated here as intended.") \
	F(U64, numa_local, "events", "6.1", "NUMA_LOCAL", "Pages allocated here by a CPU of this node.") \
	F(U64, numa_other, "events", "6.1", "NUMA_OTHER", "Pages allocated here by a CPU of another node.")
/* clang-format on */

#endif /* MMS_WIRE_FIELDS_STAT_H */
