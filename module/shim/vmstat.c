// SPDX-License-Identifier: GPL-2.0
/*
 * The counters of enum zone_stat_item, node_stat_item and numa_stat_item, under
 * the names of /proc/vmstat. The kernel does not export its own name table; a
 * kernel with an item that is not listed here is noticed by `mmscope verify`.
 */
#include "shim.h"

#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/stddef.h>
#include <linux/vmstat.h>

#include "compat.h"

/* An item of the kernel and the member of the record that it goes to. */
struct stat_member {
	u16 item;
	u16 offset;
};

#define ZONE_MEMBER(item, key) { item, offsetof(struct mms_wire_zone, key) }
#define NODE_MEMBER(item, key) { item, offsetof(struct mms_wire_node, key) }

static const struct stat_member zone_members[] = {
	ZONE_MEMBER(NR_FREE_PAGES, nr_free_pages),
	ZONE_MEMBER(NR_ZONE_INACTIVE_ANON, nr_zone_inactive_anon),
	ZONE_MEMBER(NR_ZONE_ACTIVE_ANON, nr_zone_active_anon),
	ZONE_MEMBER(NR_ZONE_INACTIVE_FILE, nr_zone_inactive_file),
	ZONE_MEMBER(NR_ZONE_ACTIVE_FILE, nr_zone_active_file),
	ZONE_MEMBER(NR_ZONE_UNEVICTABLE, nr_zone_unevictable),
	ZONE_MEMBER(NR_ZONE_WRITE_PENDING, nr_zone_write_pending),
	ZONE_MEMBER(NR_MLOCK, nr_mlock),
	ZONE_MEMBER(NR_BOUNCE, nr_bounce),
#if IS_ENABLED(CONFIG_ZSMALLOC)
	ZONE_MEMBER(NR_ZSPAGES, nr_zspages),
#endif
	ZONE_MEMBER(NR_FREE_CMA_PAGES, nr_free_cma),
#ifdef MMS_HAVE_NR_UNACCEPTED
	ZONE_MEMBER(NR_UNACCEPTED, nr_unaccepted),
#endif
};

static const struct stat_member node_members[] = {
	NODE_MEMBER(NR_INACTIVE_ANON, nr_inactive_anon),
	NODE_MEMBER(NR_ACTIVE_ANON, nr_active_anon),
	NODE_MEMBER(NR_INACTIVE_FILE, nr_inactive_file),
	NODE_MEMBER(NR_ACTIVE_FILE, nr_active_file),
	NODE_MEMBER(NR_UNEVICTABLE, nr_unevictable),
	NODE_MEMBER(NR_SLAB_RECLAIMABLE_B, nr_slab_reclaimable),
	NODE_MEMBER(NR_SLAB_UNRECLAIMABLE_B, nr_slab_unreclaimable),
	NODE_MEMBER(NR_ISOLATED_ANON, nr_isolated_anon),
	NODE_MEMBER(NR_ISOLATED_FILE, nr_isolated_file),
	NODE_MEMBER(WORKINGSET_NODES, workingset_nodes),
	NODE_MEMBER(WORKINGSET_REFAULT_ANON, workingset_refault_anon),
	NODE_MEMBER(WORKINGSET_REFAULT_FILE, workingset_refault_file),
	NODE_MEMBER(WORKINGSET_ACTIVATE_ANON, workingset_activate_anon),
	NODE_MEMBER(WORKINGSET_ACTIVATE_FILE, workingset_activate_file),
	NODE_MEMBER(WORKINGSET_RESTORE_ANON, workingset_restore_anon),
	NODE_MEMBER(WORKINGSET_RESTORE_FILE, workingset_restore_file),
	NODE_MEMBER(WORKINGSET_NODERECLAIM, workingset_nodereclaim),
	NODE_MEMBER(NR_ANON_MAPPED, nr_anon_pages),
	NODE_MEMBER(NR_FILE_MAPPED, nr_mapped),
	NODE_MEMBER(NR_FILE_PAGES, nr_file_pages),
	NODE_MEMBER(NR_FILE_DIRTY, nr_dirty),
	NODE_MEMBER(NR_WRITEBACK, nr_writeback),
	NODE_MEMBER(NR_WRITEBACK_TEMP, nr_writeback_temp),
	NODE_MEMBER(NR_SHMEM, nr_shmem),
	NODE_MEMBER(NR_SHMEM_THPS, nr_shmem_hugepages),
	NODE_MEMBER(NR_SHMEM_PMDMAPPED, nr_shmem_pmdmapped),
	NODE_MEMBER(NR_FILE_THPS, nr_file_hugepages),
	NODE_MEMBER(NR_FILE_PMDMAPPED, nr_file_pmdmapped),
	NODE_MEMBER(NR_ANON_THPS, nr_anon_transparent_hugepages),
	NODE_MEMBER(NR_VMSCAN_WRITE, nr_vmscan_write),
	NODE_MEMBER(NR_VMSCAN_IMMEDIATE, nr_vmscan_immediate_reclaim),
	NODE_MEMBER(NR_DIRTIED, nr_dirtied),
	NODE_MEMBER(NR_WRITTEN, nr_written),
	NODE_MEMBER(NR_THROTTLED_WRITTEN, nr_throttled_written),
	NODE_MEMBER(NR_KERNEL_MISC_RECLAIMABLE, nr_kernel_misc_reclaimable),
	NODE_MEMBER(NR_FOLL_PIN_ACQUIRED, nr_foll_pin_acquired),
	NODE_MEMBER(NR_FOLL_PIN_RELEASED, nr_foll_pin_released),
	NODE_MEMBER(NR_KERNEL_STACK_KB, nr_kernel_stack),
#if IS_ENABLED(CONFIG_SHADOW_CALL_STACK)
	NODE_MEMBER(NR_KERNEL_SCS_KB, nr_shadow_call_stack),
#endif
	NODE_MEMBER(NR_PAGETABLE, nr_page_table_pages),
	NODE_MEMBER(NR_SECONDARY_PAGETABLE, nr_sec_page_table_pages),
#ifdef MMS_HAVE_NR_IOMMU_PAGES
	NODE_MEMBER(NR_IOMMU_PAGES, nr_iommu_pages),
#endif
#ifdef CONFIG_SWAP
	NODE_MEMBER(NR_SWAPCACHE, nr_swapcached),
#endif
#ifdef CONFIG_NUMA_BALANCING
	NODE_MEMBER(PGPROMOTE_SUCCESS, pgpromote_success),
	NODE_MEMBER(PGPROMOTE_CANDIDATE, pgpromote_candidate),
#endif
#ifdef MMS_HAVE_NODE_PGDEMOTE
	NODE_MEMBER(PGDEMOTE_KSWAPD, pgdemote_kswapd),
	NODE_MEMBER(PGDEMOTE_DIRECT, pgdemote_direct),
	NODE_MEMBER(PGDEMOTE_KHUGEPAGED, pgdemote_khugepaged),
#endif
};

static mms_u64 *member_at(void *record, u16 offset)
{
	return record + offset;
}

#ifdef CONFIG_NUMA
static const struct stat_member numa_members[] = {
	ZONE_MEMBER(NUMA_HIT, numa_hit),
	ZONE_MEMBER(NUMA_MISS, numa_miss),
	ZONE_MEMBER(NUMA_FOREIGN, numa_foreign),
	ZONE_MEMBER(NUMA_INTERLEAVE_HIT, numa_interleave),
	ZONE_MEMBER(NUMA_LOCAL, numa_local),
	ZONE_MEMBER(NUMA_OTHER, numa_other),
};

/*
 * fold_vm_zone_numa_events() is not exported: what the CPUs still hold is added
 * here instead of being moved. A CPU's counts are folded when it goes offline.
 */
static mms_u64 numa_event(struct zone *zone, enum numa_stat_item item)
{
	mms_u64 events = zone_numa_event_state(zone, item);
	int cpu;

	for_each_online_cpu(cpu)
		events += READ_ONCE(per_cpu_ptr(zone->per_cpu_zonestats, cpu)->vm_numa_event[item]);
	return events;
}

static void read_numa_events(struct zone *zone, struct mms_wire_zone *out)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numa_members); i++)
		*member_at(out, numa_members[i].offset) = numa_event(zone, numa_members[i].item);
}
#else
static void read_numa_events(struct zone *zone, struct mms_wire_zone *out)
{
}
#endif

void mms_zone_stat_read(struct zone *zone, struct mms_wire_zone *out)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(zone_members); i++)
		*member_at(out, zone_members[i].offset) =
			zone_page_state(zone, zone_members[i].item);
	read_numa_events(zone, out);
}

/*
 * node_page_state_pages() is not exported; this is its body, and zoneinfo's
 * division. Items that are counted in bytes are kept in pages here already.
 */
static mms_u64 node_stat(struct pglist_data *pgdat, enum node_stat_item item)
{
	const long value = atomic_long_read(&pgdat->vm_stat[item]);
	/* CPUs fold their differences one by one, so a sum may dip below 0. */
	mms_u64 pages = max(value, 0L);

	if (vmstat_item_print_in_thp(item))
		pages /= HPAGE_PMD_NR;
	return pages;
}

void mms_node_stat_read(struct pglist_data *pgdat, struct mms_wire_node *out)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(node_members); i++)
		*member_at(out, node_members[i].offset) = node_stat(pgdat, node_members[i].item);
}
