/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one schema of mmscope: every record that crosses from the kernel to user
 * space, every field in it, its unit, its meaning, where the kernel defines it
 * and since which kernel it exists.
 *
 * Everything else is made from these lists: the structs (records.h), the text
 * on the wire (codec.hpp), the `schema` file in debugfs, `mmscope explain
 * field` and the tables in docs/abi.md. A field is added here and nowhere else.
 *
 * Each entry reads F(type, key, unit, since, source, meaning):
 *   type    U64   unsigned counter or number          (member of the struct)
 *           S64   signed number                       (member of the struct)
 *           NAME  a short name, no blanks             (member of the struct)
 *           LIST  comma-separated unsigned numbers    (streamed, not a member)
 *           TEXT  any text, quoted where it must be   (streamed, not a member;
 *                 also a name that is a C++ keyword: class)
 *   key     the word before '=' on the wire and in JSON
 *   unit    "pages", "bytes", "ns", "pfn", ... or "" for a plain number or name
 *   since   first kernel that has it ("6.1" is the oldest one supported)
 *   source  the kernel's own definition
 *   meaning one sentence, with its range where that is not obvious
 *
 * A field that a kernel does not have is absent from the line, never 0.
 */
#ifndef MMS_WIRE_FIELDS_H
#define MMS_WIRE_FIELDS_H

#include "fields_bench.h"
#include "fields_stat.h"

/* The version of the grammar and of the meaning of existing keys. New keys and
 * new records do not raise it; a key that changes its meaning does.
 */
#define MMS_WIRE_VERSION 1

/* Bytes of a NAME member, with its terminating NUL. */
#define MMS_NAME_SIZE 32

/* Every record, as R(tag, file, meaning). The first record of a file is the
 * file's kind: its lines become the `rows` of JSON.
 */
#define MMS_RECORDS(R)                                                                             \
	R(info, info, "The module, the kernel it runs on and the features it found there.")            \
	R(node, nodes, "One online NUMA node: struct pglist_data.")                                    \
	R(zone, zones, "One zone of one online node, populated or not: struct zone.")                  \
	R(zoneref, zonelists, "One entry of one node's zonelist, in allocation order: struct zoneref.") \
	R(free_area, free_area, "Free blocks of one zone, order and migratetype: struct free_area.")   \
	R(free_order, free_area, "Free blocks of one zone and order, as the kernel keeps the sum.")    \
	R(pcp, pcp, "Per-CPU page lists of one populated zone and CPU: struct per_cpu_pages.")         \
	R(pcp_list, pcp, "One non-empty per-CPU page list: per_cpu_pages.lists[].")                    \
	R(model, model, "The memory model: how pfns map to struct page, and its sizes.")               \
	R(section_range, model, "A run of pfns whose memory sections are in one state.")               \
	R(page, pages, "The census: pages of one node, zone, pageblock migratetype and class.")        \
	R(page_order, pages, "Blocks of one class and order: free blocks and compound pages.")         \
	R(page_count, pages, "How often blocks are referenced or mapped: one bucket of a histogram.")  \
	R(page_flag, pages, "Pages of a zone that carry a flag, whatever their class; free ones are left out.") \
	R(page_node, pages, "What the census of one node looked at and what it cost.")                 \
	R(memmap_read, memmap_read, "Every word of the struct pages of one node, read in order and nothing made of it: the measure of what a walk over them costs.") \
	R(page_info, page, "One page, or one block of pages told by its first: struct page.")          \
	R(pgtable_level, translate, "One entry that a walk through the page tables came by, from the top level down.") \
	R(translation, translate, "Where the walk ended: what is at the address.")                     \
	R(vmalloc_extent, vmalloc, "Pages that the kernel maps one after another where vmalloc areas lie; mostly one area, as a guard page ends each.") \
	R(vmalloc_walk, vmalloc, "What the walk through the page tables found in one part of the address space.") \
	MMS_BENCH_RECORDS(R)

/* clang-format off */
#define MMS_FIELDS_info(F)                                                                         \
	F(NAME, version, "", "6.1", "MODULE_VERSION", "Version of mmscope.ko.")                        \
	F(TEXT, built_for, "", "6.1", "UTS_RELEASE", "Kernel release that the module was built for.")  \
	F(NAME, arch, "", "6.1", "utsname()->machine", "Machine architecture.")                        \
	F(U64, nr_node_ids, "", "6.1", "nr_node_ids", "Highest possible node number plus one.")        \
	F(U64, nr_cpu_ids, "", "6.1", "nr_cpu_ids", "Highest possible CPU number plus one.")           \
	F(U64, max_nr_zones, "", "6.1", "MAX_NR_ZONES", "Zones in every node's node_zones[].")         \
	F(U64, mem_total_pages, "pages", "6.1", "si_meminfo()", "Pages that the buddy allocator manages, all nodes (MemTotal).") \
	F(U64, mem_available_pages, "pages", "6.1", "si_mem_available()", "The kernel's own estimate of what new programs could get without swapping (MemAvailable).") \
	F(U64, init_on_alloc, "", "6.1", "init_on_alloc", "1 if the kernel zeroes pages and objects on allocation.") \
	F(U64, init_on_free, "", "6.1", "init_on_free", "1 if the kernel zeroes pages and objects on free.") \
	F(U64, config_numa, "", "6.1", "CONFIG_NUMA", "1 if the kernel knows NUMA nodes.")             \
	F(U64, config_numa_balancing, "", "6.1", "CONFIG_NUMA_BALANCING", "1 if automatic NUMA balancing is built in.") \
	F(U64, config_compaction, "", "6.1", "CONFIG_COMPACTION", "1 if memory compaction is built in.") \
	F(U64, config_cma, "", "6.1", "CONFIG_CMA", "1 if the contiguous memory allocator is built in.") \
	F(U64, config_memory_hotplug, "", "6.1", "CONFIG_MEMORY_HOTPLUG", "1 if memory can come and go at run time.") \
	F(U64, config_memory_isolation, "", "6.1", "CONFIG_MEMORY_ISOLATION", "1 if pageblocks can be isolated (migratetype Isolate).") \
	F(U64, config_thp, "", "6.1", "CONFIG_TRANSPARENT_HUGEPAGE", "1 if transparent huge pages are built in.") \
	F(U64, config_highmem, "", "6.1", "CONFIG_HIGHMEM", "1 if the kernel has a HighMem zone (32 bit).") \
	F(U64, config_preempt_rt, "", "6.1", "CONFIG_PREEMPT_RT", "1 on a PREEMPT_RT kernel.")         \
	F(U64, config_kasan, "", "6.1", "CONFIG_KASAN", "1 if the kernel checks its own memory accesses.") \
	F(U64, free_list_bound, "", "6.1", "module parameter free_list_bound", "Blocks counted per free list before the walk gives up and marks the row bounded=1.") \
	F(LIST, nodes_possible, "nid", "6.1", "node_states[N_POSSIBLE]", "Nodes that could ever come online.") \
	F(LIST, nodes_online, "nid", "6.1", "node_states[N_ONLINE]", "Nodes that are online.")         \
	F(TEXT, cpus_online, "cpu list", "6.1", "cpu_online_mask", "CPUs that are online, as a kernel CPU list.")

#define MMS_FIELDS_node(F)                                                                         \
	F(U64, nid, "nid", "6.1", "pg_data_t.node_id", "Number of the node. Numbers need not be contiguous, and node 0 need not exist.") \
	F(U64, online, "", "6.1", "node_states[N_ONLINE]", "1 if the node is online (always, in this file).") \
	F(U64, has_cpu, "", "6.1", "node_states[N_CPU]", "1 if the node has at least one online CPU.") \
	F(U64, has_memory, "", "6.1", "node_states[N_MEMORY]", "1 if the node has memory of any zone.") \
	F(U64, has_normal_memory, "", "6.1", "node_states[N_NORMAL_MEMORY]", "1 if the node has memory that the kernel itself can use (a zone up to Normal).") \
	F(U64, has_generic_initiator, "", "6.1", "node_states[N_GENERIC_INITIATOR]", "1 if the node holds a generic initiator, such as an accelerator.") \
	F(U64, nr_zones, "", "6.1", "pg_data_t.nr_zones", "Index of the node's highest populated zone plus one; 0 without memory.") \
	F(U64, node_start_pfn, "pfn", "6.1", "pg_data_t.node_start_pfn", "First pfn of the node's span.") \
	F(U64, node_spanned_pages, "pages", "6.1", "pg_data_t.node_spanned_pages", "Size of the node's physical range, holes included.") \
	F(U64, node_present_pages, "pages", "6.1", "pg_data_t.node_present_pages", "Physical pages in the node, holes not counted.") \
	F(U64, managed_pages, "pages", "6.1", "zone.managed_pages, summed", "Pages that the buddy allocator manages, summed over the node's zones (MemTotal).") \
	F(U64, nr_free_pages, "pages", "6.1", "zone.vm_stat[NR_FREE_PAGES], summed", "Free pages in the buddy lists, summed over the node's zones (MemFree).") \
	F(U64, mem_available_pages, "pages", "6.1", "si_mem_available(), for one node", "The kernel's MemAvailable estimate worked out with this node's figures alone; the sum over nodes differs a little from the global one.") \
	F(U64, totalreserve_pages, "pages", "6.1", "pg_data_t.totalreserve_pages", "Pages kept back from user space: high watermarks and lowmem reserves.") \
	F(U64, min_unmapped_pages, "pages", "6.1", "pg_data_t.min_unmapped_pages", "Unmapped page-cache pages above which node reclaim starts.") \
	F(U64, min_slab_pages, "pages", "6.1", "pg_data_t.min_slab_pages", "Reclaimable slab pages above which node reclaim shrinks slab.") \
	F(S64, kswapd_order, "order", "6.1", "pg_data_t.kswapd_order", "Order that kswapd was last asked to make free.") \
	F(U64, kswapd_highest_zoneidx, "", "6.1", "pg_data_t.kswapd_highest_zoneidx", "Highest zone index that kswapd was asked to balance; info's max_nr_zones means that it was not asked.") \
	F(U64, kswapd_failures, "", "6.1", "pg_data_t.kswapd_failures", "Runs in a row in which kswapd reclaimed nothing; at 16 the node counts as unreclaimable.") \
	MMS_NODE_STATS(F)                                                                              \
	MMS_NUMA_STATS(F)                                                                              \
	F(LIST, distance, "", "6.1", "node_distance()", "Distance (SLIT, local is 10) to each node of info's nodes_online, in that order.") \
	F(TEXT, cpus, "cpu list", "6.1", "cpumask_of_node()", "Online CPUs of the node, as a kernel CPU list; empty for a CPU-less node.")

#define MMS_FIELDS_zone(F)                                                                         \
	F(U64, nid, "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to.")                   \
	F(U64, zone_idx, "", "6.1", "enum zone_type", "Index of the zone in node_zones[].")            \
	F(NAME, name, "", "6.1", "zone.name", "The kernel's name of the zone: DMA, DMA32, Normal, HighMem, Movable, Device.") \
	F(U64, populated, "", "6.1", "populated_zone()", "1 if the zone has any present page.")        \
	F(U64, zone_start_pfn, "pfn", "6.1", "zone.zone_start_pfn", "First pfn of the zone's span; 0 if it never had one.") \
	F(U64, spanned_pages, "pages", "6.1", "zone.spanned_pages", "Size of the zone's physical range, holes included.") \
	F(U64, present_pages, "pages", "6.1", "zone.present_pages", "Physical pages in the zone, holes not counted.") \
	F(U64, present_early_pages, "pages", "6.1", "zone.present_early_pages", "Present pages that were there at boot, before any memory hotplug.") \
	F(U64, managed_pages, "pages", "6.1", "zone.managed_pages", "Pages that the buddy allocator manages: present less what was reserved at boot.") \
	F(U64, cma_pages, "pages", "6.1", "zone.cma_pages", "Present pages that belong to CMA areas.") \
	F(U64, wmark_min_pages, "pages", "6.1", "min_wmark_pages()", "Below this many free pages only urgent allocations may proceed; boost included.") \
	F(U64, wmark_low_pages, "pages", "6.1", "low_wmark_pages()", "Below this many free pages kswapd is woken; boost included.") \
	F(U64, wmark_high_pages, "pages", "6.1", "high_wmark_pages()", "At this many free pages kswapd goes back to sleep; boost included.") \
	F(U64, wmark_promo_pages, "pages", "6.1", "zone._watermark[WMARK_PROMO]", "Free pages that kswapd aims for where pages are promoted from slower nodes; boost included.") \
	F(U64, watermark_boost_pages, "pages", "6.1", "zone.watermark_boost", "Raise of all watermarks for now, after a fallback mixed migratetypes.") \
	F(U64, nr_reserved_highatomic_pages, "pages", "6.1", "zone.nr_reserved_highatomic", "Pages in pageblocks reserved for high-order atomic allocations.") \
	F(U64, nr_free_highatomic_pages, "pages", "6.12", "zone.nr_free_highatomic", "Free pages in those reserved pageblocks.") \
	F(U64, nr_isolate_pageblock, "pageblocks", "6.1", "zone.nr_isolate_pageblock", "Pageblocks that are isolated at the moment.") \
	F(U64, contiguous, "", "6.1", "zone.contiguous", "1 if every pageblock of the span starts and ends in this zone and is online, so that pfn checks may be skipped; smaller holes do not matter.") \
	F(U64, percpu_drift_mark_pages, "pages", "6.1", "zone.percpu_drift_mark", "Below this many free pages the exact, slower count with per-CPU differences is used.") \
	F(U64, pageset_high_pages, "pages", "6.1", "zone.pageset_high", "High mark given to every per-CPU list of the zone (one mark: kernels before 6.7).") \
	F(U64, pageset_high_min_pages, "pages", "6.7", "zone.pageset_high_min", "Lowest high mark that auto-tuning may give a per-CPU list.") \
	F(U64, pageset_high_max_pages, "pages", "6.7", "zone.pageset_high_max", "Highest high mark that auto-tuning may give a per-CPU list.") \
	F(U64, pageset_batch_pages, "pages", "6.1", "zone.pageset_batch", "Pages moved at once between a per-CPU list and the buddy lists.") \
	F(U64, compact_considered, "", "6.1", "zone.compact_considered", "Compactions asked for since the last failure.") \
	F(U64, compact_defer_shift, "", "6.1", "zone.compact_defer_shift", "Compaction is skipped for 2^shift requests after a failure; 0 to 6.") \
	F(S64, compact_order_failed, "order", "6.1", "zone.compact_order_failed", "Lowest order at which compaction last failed.") \
	F(U64, compact_blockskip_flush, "", "6.1", "zone.compact_blockskip_flush", "1 if the skip hints of pageblocks will be cleared at the next chance.") \
	F(U64, compact_cached_free_pfn, "pfn", "6.1", "zone.compact_cached_free_pfn", "Where the free scanner of compaction starts next.") \
	F(U64, flag_boosted_watermark, "", "6.1", "zone.flags, ZONE_BOOSTED_WATERMARK", "1 if the zone's watermarks were boosted lately and kswapd is to be woken.") \
	F(U64, flag_reclaim_active, "", "6.1", "zone.flags, ZONE_RECLAIM_ACTIVE", "1 while kswapd may be scanning the zone.") \
	F(U64, flag_below_high, "", "6.7", "zone.flags, ZONE_BELOW_HIGH", "1 while the zone is below its high watermark.") \
	MMS_ZONE_STATS(F)                                                                              \
	MMS_NUMA_STATS(F)                                                                              \
	F(LIST, lowmem_reserve, "pages", "6.1", "zone.lowmem_reserve[]", "Pages kept back from allocations that could also use a higher zone, by that zone's index.")

#define MMS_FIELDS_zoneref(F)                                                                      \
	F(U64, nid, "nid", "6.1", "pg_data_t.node_zonelists[]", "Node whose list this is.")            \
	F(NAME, list, "", "6.1", "ZONELIST_FALLBACK, ZONELIST_NOFALLBACK", "fallback: all nodes; nofallback: the node's own zones only (__GFP_THISNODE).") \
	F(U64, pos, "", "6.1", "zonelist._zonerefs[]", "Place in the list; 0 is tried first.")         \
	F(U64, zone_nid, "nid", "6.1", "zonelist_node_idx()", "Node of the zone at this place.")       \
	F(NAME, zone, "", "6.1", "zone.name", "Name of the zone at this place.")                       \
	F(U64, zone_idx, "", "6.1", "zonelist_zone_idx()", "Index of the zone at this place.")         \
	F(U64, distance, "", "6.1", "node_distance()", "Distance from the list's node to the zone's node.")

#define MMS_FIELDS_free_area(F)                                                                    \
	F(U64, nid, "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to.")                   \
	F(NAME, zone, "", "6.1", "zone.name", "Name of the zone.")                                     \
	F(U64, zone_idx, "", "6.1", "enum zone_type", "Index of the zone in node_zones[].")            \
	F(U64, order, "order", "6.1", "zone.free_area[]", "Blocks are of 2^order pages.")              \
	F(NAME, migratetype, "", "6.1", "enum migratetype", "Free list: Unmovable, Movable, Reclaimable, HighAtomic, CMA, Isolate.") \
	F(U64, blocks, "blocks", "6.1", "free_area.free_list[]", "Free blocks counted on the list under the zone lock.") \
	F(U64, bounded, "", "6.1", "module parameter free_list_bound", "1 if the count stopped at the bound: at least `blocks` are free.")

#define MMS_FIELDS_free_order(F)                                                                   \
	F(U64, nid, "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to.")                   \
	F(NAME, zone, "", "6.1", "zone.name", "Name of the zone.")                                     \
	F(U64, zone_idx, "", "6.1", "enum zone_type", "Index of the zone in node_zones[].")            \
	F(U64, order, "order", "6.1", "zone.free_area[]", "Blocks are of 2^order pages.")              \
	F(U64, nr_free, "blocks", "6.1", "free_area.nr_free", "Free blocks of all migratetypes, read in the same hold of the zone lock as the lists.")

#define MMS_FIELDS_pcp(F)                                                                          \
	F(U64, nid, "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to.")                   \
	F(NAME, zone, "", "6.1", "zone.name", "Name of the zone.")                                     \
	F(U64, zone_idx, "", "6.1", "enum zone_type", "Index of the zone in node_zones[].")            \
	F(U64, cpu, "cpu", "6.1", "zone.per_cpu_pageset", "CPU whose lists these are.")                \
	F(S64, count_pages, "pages", "6.1", "per_cpu_pages.count", "Pages on all lists of this CPU and zone.") \
	F(S64, high_pages, "pages", "6.1", "per_cpu_pages.high", "At this many pages a batch goes back to the buddy lists.") \
	F(S64, high_min_pages, "pages", "6.7", "per_cpu_pages.high_min", "Lowest value that auto-tuning may give high.") \
	F(S64, high_max_pages, "pages", "6.7", "per_cpu_pages.high_max", "Highest value that auto-tuning may give high.") \
	F(S64, batch_pages, "pages", "6.1", "per_cpu_pages.batch", "Pages moved at once to or from the buddy lists.") \
	F(S64, free_factor, "", "6.1", "per_cpu_pages.free_factor", "Doublings of the batch while freeing (kernels before 6.7).") \
	F(S64, alloc_factor, "", "6.7", "per_cpu_pages.alloc_factor", "Doublings of the batch while allocating.") \
	F(S64, free_count, "", "6.7", "per_cpu_pages.free_count", "Pages freed in a row.")             \
	F(U64, flags, "", "6.7", "per_cpu_pages.flags", "PCPF_PREV_FREE_HIGH_ORDER (1), PCPF_FREE_HIGH_BATCH (2).") \
	F(S64, expire, "", "6.1", "per_cpu_pages.expire", "Ticks of vmstat until a remote node's lists are drained; 0 when idle or local.") \
	F(S64, stat_threshold, "", "6.1", "per_cpu_zonestat.stat_threshold", "A CPU's private count is folded into the zone's when it passes this.")

#define MMS_FIELDS_pcp_list(F)                                                                     \
	F(U64, nid, "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to.")                   \
	F(NAME, zone, "", "6.1", "zone.name", "Name of the zone.")                                     \
	F(U64, zone_idx, "", "6.1", "enum zone_type", "Index of the zone in node_zones[].")            \
	F(U64, cpu, "cpu", "6.1", "zone.per_cpu_pageset", "CPU whose list this is.")                   \
	F(U64, order, "order", "6.1", "order_to_pindex()", "Order of the blocks on the list.")         \
	F(NAME, migratetype, "", "6.1", "order_to_pindex()", "Unmovable, Movable, Reclaimable; Any-but-Movable for the second list of huge pages.") \
	F(U64, blocks, "blocks", "6.1", "per_cpu_pages.lists[]", "Blocks on the list, counted under the pcp lock.") \
	F(U64, bounded, "", "6.1", "module parameter free_list_bound", "1 if the count stopped at the bound: at least `blocks` are there.")

#define MMS_FIELDS_model(F)                                                                        \
	F(NAME, memory_model, "", "6.1", "CONFIG_FLATMEM, CONFIG_SPARSEMEM, CONFIG_SPARSEMEM_VMEMMAP", "flat, discontiguous, sparse or sparse-vmemmap.") \
	F(U64, page_size_bytes, "bytes", "6.1", "PAGE_SIZE", "Size of a page.")                        \
	F(U64, max_order, "order", "6.1", "MAX_PAGE_ORDER (MAX_ORDER - 1 before 6.4)", "Highest order that the buddy allocator hands out.") \
	F(U64, pageblock_order, "order", "6.1", "pageblock_order", "Order of a pageblock, the unit that has a migratetype.") \
	F(U64, struct_page_bytes, "bytes", "6.1", "sizeof(struct page)", "Size of struct page.")       \
	F(U64, section_size_bytes, "bytes", "6.1", "SECTION_SIZE_BITS", "Size of a memory section (sparse models).") \
	F(U64, subsection_size_bytes, "bytes", "6.1", "SUBSECTION_SHIFT", "Unit of memory hotplug within a section (sparse-vmemmap).") \
	F(U64, sections_scanned, "sections", "6.1", "present_section_nr()", "Sections from pfn 0 to the end of the highest node, all looked at.") \
	F(U64, sections_present, "sections", "6.1", "SECTION_MARKED_PRESENT", "Sections among those that hold memory.") \
	F(U64, sections_online, "sections", "6.1", "SECTION_IS_ONLINE", "Present sections that are online.") \
	F(U64, memmap_bytes, "bytes", "6.1", "vmemmap", "Virtual size of struct pages for the present sections.") \
	F(U64, max_physmem_bits, "bits", "6.1", "MAX_PHYSMEM_BITS", "Physical address bits that the memory model can hold.") \
	F(U64, phys_bits, "bits", "6.1", "boot_cpu_data.x86_phys_bits", "Physical address bits of the CPU.") \
	F(U64, virt_bits, "bits", "6.1", "boot_cpu_data.x86_virt_bits", "Virtual address bits of the CPU.") \
	F(U64, pgtable_levels, "levels", "6.1", "pgtable_l5_enabled(), CONFIG_PGTABLE_LEVELS", "Page-table levels in use.") \
	F(U64, nodes_shift, "bits", "6.1", "NODES_SHIFT", "log2 of the nodes that the kernel was built for.") \
	F(U64, nr_pageflags, "bits", "6.1", "__NR_PAGEFLAGS", "Flag bits at the low end of page->flags.") \
	F(U64, sections_width, "bits", "6.1", "SECTIONS_WIDTH", "Bits for the section number in page->flags; 0 with vmemmap.") \
	F(U64, sections_pgshift, "bit", "6.1", "SECTIONS_PGSHIFT", "First bit of the section number in page->flags.") \
	F(U64, nodes_width, "bits", "6.1", "NODES_WIDTH", "Bits for the node in page->flags; 0 if it does not fit there.") \
	F(U64, nodes_pgshift, "bit", "6.1", "NODES_PGSHIFT", "First bit of the node in page->flags.")  \
	F(U64, zones_width, "bits", "6.1", "ZONES_WIDTH", "Bits for the zone in page->flags.")         \
	F(U64, zones_pgshift, "bit", "6.1", "ZONES_PGSHIFT", "First bit of the zone in page->flags.")  \
	F(U64, last_cpupid_width, "bits", "6.1", "LAST_CPUPID_WIDTH", "Bits for the last CPU and pid in page->flags (NUMA balancing).") \
	F(U64, last_cpupid_pgshift, "bit", "6.1", "LAST_CPUPID_PGSHIFT", "First bit of the last CPU and pid in page->flags.") \
	F(TEXT, page_offset_addr, "address", "6.1", "PAGE_OFFSET", "Start of the direct map, printed with %pK: real, hashed or zero as kptr_restrict and the reader's rights have it.") \
	F(TEXT, vmalloc_start_addr, "address", "6.1", "VMALLOC_START", "Start of the vmalloc area, printed with %pK.") \
	F(TEXT, vmemmap_addr, "address", "6.1", "vmemmap", "Where struct page of pfn 0 would be, printed with %pK.")

#define MMS_FIELDS_section_range(F)                                                                \
	F(U64, start_pfn, "pfn", "6.1", "section_nr_to_pfn()", "First pfn of the run.")                \
	F(U64, end_pfn, "pfn", "6.1", "section_nr_to_pfn()", "First pfn after the run (half open).")   \
	F(NAME, state, "", "6.1", "online_section_nr(), present_section_nr()", "online, offline (present but not online) or hole.")

#define MMS_FIELDS_page(F)                                                                         \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the pages belong to.")                   \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Name of the zone that the pages belong to; none for struct pages that no zone spans.")       \
	F(U64, zone_idx, "", "6.1", "page_zonenum()", "Index of the zone in node_zones[].")            \
	F(NAME, migratetype, "", "6.1", "get_pfnblock_migratetype()", "Migratetype of the pageblocks that the pages lie in; unknown where the kernel has no name for it.") \
	F(TEXT, class, "", "6.1", "stable_page_flags()", "What the pages are used for; the classes are disjoint and cover every page.") \
	F(U64, pages, "pages", "6.1", "struct page", "Pages counted.")

#define MMS_FIELDS_page_order(F)                                                                   \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the blocks belong to.")                  \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Name of the zone that the blocks belong to.")      \
	F(U64, zone_idx, "", "6.1", "page_zonenum()", "Index of the zone in node_zones[].")            \
	F(TEXT, class, "", "6.1", "stable_page_flags()", "What the blocks are used for.")              \
	F(U64, order, "order", "6.1", "buddy_order(), compound_order()", "Blocks are of 2^order pages; 0 stands for single pages.") \
	F(U64, blocks, "blocks", "6.1", "struct page", "Blocks counted.")

#define MMS_FIELDS_page_count(F)                                                                   \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the blocks belong to.")                  \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Name of the zone that the blocks belong to.")      \
	F(U64, zone_idx, "", "6.1", "page_zonenum()", "Index of the zone in node_zones[].")            \
	F(NAME, counter, "", "6.1", "page._refcount, page._mapcount", "refcount: references to blocks in use; mapcount: page-table entries that map a page, or map a compound page whole, of classes that user space can map.") \
	F(U64, from, "", "6.1", "page._refcount, page._mapcount", "Lowest count of the bucket.")       \
	F(U64, to, "", "6.1", "page._refcount, page._mapcount", "Highest count of the bucket.")        \
	F(U64, blocks, "blocks", "6.1", "struct page", "Single pages and compound pages, each counted once.")

#define MMS_FIELDS_page_flag(F)                                                                    \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the pages belong to.")                   \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Name of the zone that the pages belong to; none for struct pages that no zone spans.")       \
	F(U64, zone_idx, "", "6.1", "page_zonenum()", "Index of the zone in node_zones[].")            \
	F(NAME, flag, "", "6.1", "stable_page_flags()", "Name of the flag, as in /proc/kpageflags.")   \
	F(U64, pages, "pages", "6.1", "page.flags", "Pages with the flag; of a compound page all or none.")

#define MMS_FIELDS_page_node(F)                                                                    \
	F(U64, nid, "nid", "6.1", "pg_data_t.node_id", "Node that was walked.")                        \
	F(U64, seen_pages, "pages", "6.1", "pfn_to_online_page()", "Online struct pages in the sections that the node's span touches.") \
	F(U64, foreign_pages, "pages", "6.1", "page_to_nid()", "Those of them that say they belong to another node, and are counted there.") \
	F(U64, hole_pages, "pages", "6.1", "pfn_to_online_page()", "Pfns of those sections without an online struct page.") \
	F(U64, nr_reads, "", "6.1", "struct page", "struct pages read to count those seen: free blocks and compound pages are stepped over.") \
	F(U64, took_ns, "ns", "6.1", "ktime_get_ns()", "Time that the walk of the node took.")

#define MMS_FIELDS_memmap_read(F)                                                                  \
	F(U64, nid, "nid", "6.1", "pg_data_t.node_id", "Node whose sections were read.")               \
	F(U64, pages, "pages", "6.1", "struct page", "Online struct pages read: those that the census sees (page_node: seen_pages).") \
	F(U64, hole_pages, "pages", "6.1", "pfn_to_online_page()", "Pfns of those sections without an online struct page.") \
	F(U64, took_ns, "ns", "6.1", "ktime_get_ns()", "Time that the reading took.")

#define MMS_FIELDS_page_info(F)                                                                    \
	F(U64, pfn, "pfn", "6.1", "page_to_pfn()", "Page frame number.")                               \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the page belongs to.")                   \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Name of the zone that the page belongs to.")       \
	F(U64, zone_idx, "", "6.1", "page_zonenum()", "Index of the zone in node_zones[].")            \
	F(U64, section, "", "6.1", "pfn_to_section_nr()", "Memory section that holds the page (sparse models).") \
	F(U64, pageblock, "pfn", "6.1", "pageblock_start_pfn()", "First pfn of the pageblock that holds the page.") \
	F(NAME, migratetype, "", "6.1", "get_pfnblock_migratetype()", "Migratetype of that pageblock.") \
	F(TEXT, class, "", "6.1", "stable_page_flags()", "What the page is used for: a class of the census.") \
	F(U64, head_pfn, "pfn", "6.1", "compound_head()", "First page of the free block or compound page that this one is part of; its own pfn for a single page.") \
	F(U64, order, "order", "6.1", "buddy_order(), compound_order()", "Order of that block; 0 for a single page.") \
	F(S64, refcount, "", "6.1", "page._refcount", "References to the head page; 0 when free.")     \
	F(S64, mapcount, "", "6.1", "page._mapcount, folio_entire_mapcount()", "Page-table entries that map the page, or map a compound page whole.") \
	F(U64, flags_bits, "", "6.1", "stable_page_flags()", "The flags as bits, numbered as in /proc/kpageflags, from 48 on as in module/wire/page.h.") \
	F(TEXT, flags, "", "6.1", "stable_page_flags()", "The flags by name, separated by commas; those of the head for a tail page.")

#define MMS_FIELDS_pgtable_level(F)                                                                \
	F(NAME, level, "", "6.1", "pgd_t, p4d_t, pud_t, pmd_t, pte_t", "Level of the table; one that the CPU does not use (p4d with four levels) is left out.") \
	F(U64, index, "", "6.1", "pgd_index(), pte_index()", "Place of the entry in its table.")       \
	F(U64, table_pfn, "pfn", "6.1", "pmd_page_vaddr()", "Page that holds the table.")              \
	F(TEXT, entry, "", "6.1", "pte_val()", "The entry as it is, in hexadecimal: physical address and flags.") \
	F(U64, flags_bits, "", "6.1", "_PAGE_PRESENT", "The flags as bits, numbered as in module/wire/pgtable.h.") \
	F(TEXT, flags, "", "6.1", "_PAGE_PRESENT", "The flags by name, separated by commas; none where the kernel says that nothing is there.")

#define MMS_FIELDS_translation(F)                                                                  \
	F(TEXT, addr, "", "6.1", "", "The address that was asked for, in hexadecimal.")                \
	F(U64, pid, "", "6.1", "find_get_pid()", "Process whose tables were walked; absent where it was the kernel's half as the reader has it.") \
	F(NAME, area, "", "6.1", "Documentation/arch/x86/x86_64/mm.rst", "Part of the address space that holds the address: user, direct_map, vmalloc, vmemmap, kernel_image, modules, ...") \
	F(NAME, state, "", "6.1", "pte_present(), is_swap_pte()", "How the walk ended: mapped, hole, unmapped (no VMA), not_present, swap, migration, device, hwpoison, marker, other, raced.") \
	F(U64, entry_bytes, "bytes", "6.1", "PAGE_SIZE, PMD_SIZE, PUD_SIZE", "What the last entry stands for: the size of the page where one is mapped.") \
	F(U64, phys_addr, "", "6.1", "pte_pfn()", "Physical address; absent where there is no page.")  \
	F(U64, pfn, "pfn", "6.1", "pte_pfn(), swp_offset_pfn()", "Page frame that the address is mapped to, or that is being moved away.") \
	F(U64, swap_type, "", "6.1", "swp_type()", "Number of the swap device.")                       \
	F(U64, swap_offset, "pages", "6.1", "swp_offset()", "Place on the swap device.")               \
	F(TEXT, vma_start, "", "6.1", "vm_area_struct.vm_start", "First address of the VMA that holds the address, in hexadecimal.") \
	F(TEXT, vma_end, "", "6.1", "vm_area_struct.vm_end", "End of the VMA, exclusive, in hexadecimal.") \
	F(NAME, vma_flags, "", "6.1", "vm_area_struct.vm_flags", "What the VMA allows, as in /proc/PID/maps.")

#define MMS_FIELDS_vmalloc_extent(F)                                                               \
	F(TEXT, start_addr, "address", "6.1", "vmap_area.va_start", "First address, printed with %pK: what /proc/vmallocinfo shows for the same address, as kptr_restrict and the reader's rights have it.") \
	F(NAME, area, "", "6.1", "VMALLOC_START, MODULES_VADDR", "Part of the address space: vmalloc or modules.") \
	F(U64, pages, "pages", "6.1", "pte_present()", "Pages of address space that are mapped.")      \
	F(U64, memory_pages, "pages", "6.1", "pfn_to_online_page()", "Of these, the ones that map online memory; the others map devices or memory that the kernel does not manage.") \
	F(U64, runs, "runs", "6.1", "pte_pfn()", "Physically contiguous pieces that the extent falls into.") \
	F(U64, longest_run_pages, "pages", "6.1", "pte_pfn()", "Length of the longest of them.")       \
	F(U64, pmd_entries, "", "6.1", "PMD_SIZE, vmap_try_huge_pmd()", "Entries that map a huge page of 2 MiB each.") \
	F(U64, pud_entries, "", "6.1", "PUD_SIZE, vmap_try_huge_pud()", "Entries that map a huge page of 1 GiB each.") \
	F(LIST, nids, "nid", "6.1", "page_to_nid()", "Nodes that the memory is on.")                   \
	F(LIST, node_pages, "pages", "6.1", "page_to_nid()", "Pages on each of them, in that order; together memory_pages.")

#define MMS_FIELDS_vmalloc_walk(F)                                                                 \
	F(NAME, area, "", "6.1", "VMALLOC_START, MODULES_VADDR", "Part of the address space: vmalloc or modules.") \
	F(U64, extents, "", "6.1", "", "Extents that were found in it.")                               \
	F(U64, pages, "pages", "6.1", "pte_present()", "Pages of address space that are mapped in it.") \
	F(U64, nr_reads, "", "6.1", "pgd_t, p4d_t, pud_t, pmd_t, pte_t", "Times that a page table was read along: what is empty is stepped over at the highest level that says so.") \
	F(U64, raced_tables, "", "6.1", "pfn_to_online_page()", "Tables that were gone when they were to be read: what they mapped is missing here.")
/* clang-format on */

#endif /* MMS_WIRE_FIELDS_H */
