// SPDX-License-Identifier: GPL-2.0
#include "model/own_records.hpp"

#include <algorithm>
#include <array>

#include "model/event_records.hpp"
#include "model/heap_records.hpp"
#include "model/trace_records.hpp"
#include "model/vma_records.hpp"

namespace mmscope::model {
namespace {

using wire::FieldInfo;
using wire::RecordInfo;

// One field, one line, as in fields.h.
/* clang-format off */
constexpr std::array frag_fields = {
    FieldInfo{"u64", "nid", "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to."},
    FieldInfo{"name", "zone", "", "6.1", "zone.name", "Name of the zone."},
    FieldInfo{"u64", "zone_idx", "", "6.1", "enum zone_type", "Index of the zone in node_zones[]."},
    FieldInfo{"u64", "order", "order", "6.1", "zone.free_area[]", "Order of the requests that the indices are about."},
    FieldInfo{"u64", "free_pages", "pages", "6.1", "contig_page_info.free_pages", "Free pages of the zone, in blocks of all orders."},
    FieldInfo{"u64", "free_blocks", "blocks", "6.1", "contig_page_info.free_blocks_total", "Free blocks of the zone, of all orders."},
    FieldInfo{"u64", "suitable_blocks", "blocks", "6.1", "contig_page_info.free_blocks_suitable", "Blocks of this order that there are or that larger ones split into."},
    FieldInfo{"decimal", "unusable_index", "", "6.1", "unusable_free_index()", "Part of the free memory in blocks too small for the order: 0 none, 1 all of it or nothing free."},
    FieldInfo{"decimal", "extfrag_index", "", "6.1", "__fragmentation_index()", "Why a request would fail: 0 for lack of memory, 1 for fragmentation; -1: it would not fail. For orders above 3, compaction is skipped where it is 0 to vm.extfrag_threshold / 1000."},
};

constexpr std::array pageblocks_fields = {
    FieldInfo{"u64", "nid", "nid", "6.1", "zone_to_nid()", "Node that the pageblocks are on."},
    FieldInfo{"name", "zone", "", "6.1", "zone.name", "Zone of the first page of each that is online."},
    FieldInfo{"u64", "zone_idx", "", "6.1", "enum zone_type", "Index of the zone in node_zones[]."},
    FieldInfo{"name", "migratetype", "", "6.1", "get_pageblock_migratetype()", "Migratetype of the pageblocks."},
    FieldInfo{"u64", "pageblocks", "blocks", "6.1", "pageblock_order", "All of them: free, movable, polluted, unmovable and other ones together."},
    FieldInfo{"u64", "free_pageblocks", "blocks", "6.1", "PG_buddy", "Those with nothing in use."},
    FieldInfo{"u64", "movable_pageblocks", "blocks", "6.1", "isolate_migratepages_block()", "Those where all that is in use can be moved: compaction can make them free."},
    FieldInfo{"u64", "polluted_pageblocks", "blocks", "6.1", "fallbacks[]", "Those with pages that can be moved, and some that cannot."},
    FieldInfo{"u64", "unmovable_pageblocks", "blocks", "6.1", "MIGRATE_UNMOVABLE", "Those where slab or other pages of the kernel are in use, and none that can be moved."},
    FieldInfo{"u64", "other_pageblocks", "blocks", "6.1", "PG_reserved", "Those that but for free pages hold only reserved, offline, broken or raced ones."},
    FieldInfo{"u64", "mixed_pageblocks", "blocks", "6.1", "pagetypeinfo_showmixedcount_print()", "Those, of whatever kind, with pages of another mobility than their migratetype."},
    FieldInfo{"u64", "foreign_pages", "pages", "6.1", "gfp_migratetype()", "Such pages: kernel and slab in Movable and CMA, movable in Unmovable, all but slab in Reclaimable."},
    FieldInfo{"u64", "pages", "pages", "6.1", "pfn_to_online_page()", "Pages of all of them that have a struct page."},
    FieldInfo{"u64", "free_pages", "pages", "6.1", "PG_buddy, page.pcp_list", "Classes buddy and pcp."},
    FieldInfo{"u64", "movable_pages", "pages", "6.1", "__GFP_MOVABLE", "Classes anon, ksm, thp, swapcache, shmem, file and hugetlb."},
    FieldInfo{"u64", "slab_pages", "pages", "6.1", "PG_slab, PGTY_slab", "Class slab: reclaimable or unmovable, which a page does not tell."},
    FieldInfo{"u64", "kernel_pages", "pages", "6.1", "GFP_KERNEL", "Classes pgtable, compound and kernel."},
    FieldInfo{"u64", "other_pages", "pages", "6.1", "PG_reserved, PG_offline, PG_hwpoison", "Classes reserved, memmap, offline, hwpoison and raced."},
};

constexpr std::array slab_fields = {
    FieldInfo{"text", "name", "", "6.1", "kmem_cache.name", "Name of the cache; of merged ones the first, as in /proc/slabinfo."},
    FieldInfo{"text", "id", "", "6.1", "create_unique_id()", "Directory below /sys/kernel/slab; begins with ':' where caches may share it."},
    FieldInfo{"names", "aliases", "", "6.1", "__kmem_cache_alias()", "Other caches that were merged into this one: alike in size, alignment and flags."},
    FieldInfo{"u64", "memory_bytes", "bytes", "6.1", "slabs << order", "Memory of all slabs."},
    FieldInfo{"u64", "waste_bytes", "bytes", "6.1", "kmem_cache", "Of it, what no object can use: the ends of slabs and what lies beside objects."},
    FieldInfo{"u64", "slab_bytes", "bytes", "6.1", "oo_order()", "Size of one slab."},
    FieldInfo{"u64", "slab_waste_bytes", "bytes", "6.1", "oo_objects()", "End of each slab that is too small for one more object."},
    FieldInfo{"u64", "object_waste_bytes", "bytes", "6.1", "calculate_sizes()", "Beside each object: alignment, a free pointer that may not overlay it, debug data."},
    FieldInfo{"u64", "object_size", "bytes", "6.1", "kmem_cache.object_size", "Size of an object, as its user knows it."},
    FieldInfo{"u64", "slab_size", "bytes", "6.1", "kmem_cache.size", "What an object takes in the slab."},
    FieldInfo{"u64", "align", "bytes", "6.1", "kmem_cache.align", "Alignment of objects."},
    FieldInfo{"u64", "usersize", "bytes", "6.1", "kmem_cache.usersize", "Part of an object that may be copied to and from user space (hardened usercopy)."},
    FieldInfo{"u64", "order", "order", "6.1", "oo_order()", "A slab is a block of 2^order pages; smaller where memory was short."},
    FieldInfo{"u64", "objs_per_slab", "objects", "6.1", "oo_objects()", "Objects in a slab."},
    FieldInfo{"u64", "min_partial", "slabs", "6.1", "kmem_cache.min_partial", "Partial slabs that a node keeps although they are empty."},
    FieldInfo{"u64", "cpu_partial", "objects", "6.1", "kmem_cache.cpu_partial", "Free objects that each CPU's partial list is made to hold."},
    FieldInfo{"u64", "objects", "objects", "6.1", "show_slab_objects()", "Objects in use; slabs of CPUs count as full."},
    FieldInfo{"u64", "total_objects", "objects", "6.1", "kmem_cache_node.total_objects", "Objects that the slabs have room for."},
    FieldInfo{"u64", "slabs", "slabs", "6.1", "kmem_cache_node.nr_slabs", "Slabs of the cache."},
    FieldInfo{"u64", "partial", "slabs", "6.1", "kmem_cache_node.nr_partial", "Slabs on the nodes' partial lists."},
    FieldInfo{"u64", "objects_partial", "objects", "6.1", "count_partial()", "Objects in use in those."},
    FieldInfo{"u64", "cpu_slabs", "slabs", "6.1", "kmem_cache_cpu", "Slabs that CPUs keep: the active one of each and its partial list."},
    FieldInfo{"u64", "slabs_cpu_partial", "slabs", "6.1", "kmem_cache_cpu.partial", "Slabs on the partial lists of CPUs."},
    FieldInfo{"u64", "hwcache_align", "", "6.1", "SLAB_HWCACHE_ALIGN", "1 if objects begin on a cache line."},
    FieldInfo{"u64", "reclaim_account", "", "6.1", "SLAB_RECLAIM_ACCOUNT", "1 if its memory counts as reclaimable."},
    FieldInfo{"u64", "cache_dma", "", "6.1", "SLAB_CACHE_DMA", "1 if its memory is from zone DMA."},
    FieldInfo{"u64", "destroy_by_rcu", "", "6.1", "SLAB_TYPESAFE_BY_RCU", "1 if slabs are given back only after an RCU grace period."},
    FieldInfo{"u64", "sanity_checks", "", "6.1", "SLAB_CONSISTENCY_CHECKS", "1 if each allocation and free is checked (slab_debug=F)."},
    FieldInfo{"u64", "red_zone", "", "6.1", "SLAB_RED_ZONE", "1 if objects have guard bytes around them (slab_debug=Z)."},
    FieldInfo{"u64", "poison", "", "6.1", "SLAB_POISON", "1 if free objects are filled with a pattern (slab_debug=P)."},
    FieldInfo{"u64", "store_user", "", "6.1", "SLAB_STORE_USER", "1 if who allocated and freed is kept beside each object (slab_debug=U)."},
    FieldInfo{"u64", "trace", "", "6.1", "SLAB_TRACE", "1 if each allocation and free is logged (slab_debug=T)."},
    FieldInfo{"text", "ctor", "", "6.1", "kmem_cache.ctor", "Function that prepares the objects of a new slab."},
};

constexpr std::array slab_node_fields = {
    FieldInfo{"text", "name", "", "6.1", "kmem_cache.name", "Name of the cache."},
    FieldInfo{"u64", "nid", "nid", "6.1", "kmem_cache.node[]", "Node that the slabs are on; nodes without any are left out."},
    FieldInfo{"u64", "objects", "objects", "6.1", "show_slab_objects()", "Objects in use on the node."},
    FieldInfo{"u64", "total_objects", "objects", "6.1", "kmem_cache_node.total_objects", "Objects that its slabs have room for."},
    FieldInfo{"u64", "slabs", "slabs", "6.1", "kmem_cache_node.nr_slabs", "Slabs on the node."},
    FieldInfo{"u64", "partial", "slabs", "6.1", "kmem_cache_node.nr_partial", "Slabs on the node's partial list."},
    FieldInfo{"u64", "cpu_slabs", "slabs", "6.1", "kmem_cache_cpu", "Slabs of the node that CPUs, of whatever node, keep."},
    FieldInfo{"u64", "memory_bytes", "bytes", "6.1", "slabs << order", "Memory of the slabs on the node."},
};

constexpr std::array slab_pages_fields = {
    FieldInfo{"u64", "nid", "nid", "6.1", "kmem_cache.node[]", "Node that the slabs are on."},
    FieldInfo{"u64", "order", "order", "6.1", "oo_order(), compound_order()", "A slab is a block of 2^order pages."},
    FieldInfo{"u64", "census_slabs", "slabs", "6.1", "PG_slab, PGTY_slab", "Blocks of class slab that the census found."},
    FieldInfo{"u64", "census_pages", "pages", "6.1", "PG_slab, PGTY_slab", "Their pages."},
    FieldInfo{"u64", "cache_slabs", "slabs", "6.1", "kmem_cache_node.nr_slabs", "Slabs of the caches of that order; absent where only /proc/slabinfo is there."},
    FieldInfo{"u64", "cache_pages", "pages", "6.1", "slabs << order", "Their pages, if none was made smaller."},
};

constexpr std::array slab_sum_fields = {
    FieldInfo{"u64", "nid", "nid", "6.1", "kmem_cache.node[]", "Node; absent in the sum over all of them."},
    FieldInfo{"u64", "census_pages", "pages", "6.1", "PG_slab, PGTY_slab", "Pages of class slab that the census found."},
    FieldInfo{"u64", "cache_pages", "pages", "6.1", "slabs << order", "Pages that the caches have, if no slab was made smaller; absent where nobody tells it by node."},
    FieldInfo{"u64", "counter_pages", "pages", "6.1", "NR_SLAB_RECLAIMABLE_B, NR_SLAB_UNRECLAIMABLE_B", "Both counters of the node: slabs, and kmalloc() of more than two pages, which is no slab."},
    FieldInfo{"u64", "compound_pages", "pages", "6.1", "PG_head", "Pages of class compound: that memory is among them."},
};

constexpr std::array vmalloc_fields = {
    FieldInfo{"text", "caller", "", "6.1", "vm_struct.caller", "Function that made the areas; vm_map_ram or unpurged (freed, not unmapped yet) for those without."},
    FieldInfo{"text", "module", "", "6.1", "vm_struct.caller", "Module that the function is of."},
    FieldInfo{"u64", "areas", "areas", "6.1", "vmap_area", "Areas that it made and that are still there."},
    FieldInfo{"u64", "size_bytes", "bytes", "6.1", "vm_struct.size", "Address space, with the guard page after each area."},
    FieldInfo{"u64", "pages", "pages", "6.1", "vm_struct.nr_pages", "Pages that belong to it; 0 where memory or a device of somebody else is mapped."},
    FieldInfo{"names", "flags", "", "6.1", "vm_struct.flags", "vmalloc, vmap, ioremap, sparse, user, dma-coherent; vpages: the list of pages is itself vmalloc memory; vm_map_ram, unpurged."},
    FieldInfo{"list", "nids", "nid", "6.1", "show_numa_info()", "Nodes that the pages are on."},
    FieldInfo{"list", "node_pages", "pages", "6.1", "show_numa_info()", "Pages on each of them, in that order."},
    FieldInfo{"u64", "mapped_pages", "pages", "6.1", "pte_present()", "With --runs: pages of address space that are mapped; absent, as the keys below, where it cannot be told whose they are."},
    FieldInfo{"u64", "memory_pages", "pages", "6.1", "pfn_to_online_page()", "Of these, the ones that map online memory."},
    FieldInfo{"u64", "runs", "runs", "6.1", "pte_pfn()", "Physically contiguous pieces that they fall into."},
    FieldInfo{"u64", "longest_run_pages", "pages", "6.1", "pte_pfn()", "Length of the longest of them."},
    FieldInfo{"u64", "pmd_entries", "", "6.1", "PMD_SIZE", "Entries that map a huge page of 2 MiB each."},
    FieldInfo{"u64", "pud_entries", "", "6.1", "PUD_SIZE", "Entries that map a huge page of 1 GiB each."},
    FieldInfo{"list", "mapped_nids", "nid", "6.1", "page_to_nid()", "Nodes that the memory is on."},
    FieldInfo{"list", "mapped_node_pages", "pages", "6.1", "page_to_nid()", "Pages on each of them, in that order."},
};

constexpr std::array vmalloc_area_fields = {
    FieldInfo{"text", "caller", "", "6.1", "vm_struct.caller", "Place that made the area."},
    FieldInfo{"text", "module", "", "6.1", "vm_struct.caller", "Module that the function is of."},
    FieldInfo{"u64", "size_bytes", "bytes", "6.1", "vm_struct.size", "Address space, with the guard page after each area."},
    FieldInfo{"u64", "pages", "pages", "6.1", "vm_struct.nr_pages", "Pages that belong to it; 0 where memory or a device of somebody else is mapped."},
    FieldInfo{"names", "flags", "", "6.1", "vm_struct.flags", "vmalloc, vmap, ioremap, sparse, user, dma-coherent; vpages: the list of pages is itself vmalloc memory; vm_map_ram, unpurged."},
    FieldInfo{"list", "nids", "nid", "6.1", "show_numa_info()", "Nodes that the pages are on."},
    FieldInfo{"list", "node_pages", "pages", "6.1", "show_numa_info()", "Pages on each of them, in that order."},
    FieldInfo{"text", "phys_addr", "address", "6.1", "vm_struct.phys_addr", "First physical address that is mapped (ioremap)."},
    FieldInfo{"text", "start_addr", "address", "6.1", "vm_struct.addr", "First address; absent unless kptr_restrict shows it."},
    FieldInfo{"text", "end_addr", "address", "6.1", "vm_struct.addr", "First address after it."},
    FieldInfo{"u64", "mapped_pages", "pages", "6.1", "pte_present()", "With --runs: pages of address space that are mapped; absent, as the keys below, where it cannot be told whose they are."},
    FieldInfo{"u64", "memory_pages", "pages", "6.1", "pfn_to_online_page()", "Of these, the ones that map online memory."},
    FieldInfo{"u64", "runs", "runs", "6.1", "pte_pfn()", "Physically contiguous pieces that they fall into."},
    FieldInfo{"u64", "longest_run_pages", "pages", "6.1", "pte_pfn()", "Length of the longest of them."},
    FieldInfo{"u64", "pmd_entries", "", "6.1", "PMD_SIZE", "Entries that map a huge page of 2 MiB each."},
    FieldInfo{"u64", "pud_entries", "", "6.1", "PUD_SIZE", "Entries that map a huge page of 1 GiB each."},
    FieldInfo{"list", "mapped_nids", "nid", "6.1", "page_to_nid()", "Nodes that the memory is on."},
    FieldInfo{"list", "mapped_node_pages", "pages", "6.1", "page_to_nid()", "Pages on each of them, in that order."},
};

constexpr std::array bench_result_fields = {
    FieldInfo{"text", "case", "", "6.1", "the lab", "Name of the case."},
    FieldInfo{"u64", "leg", "", "6.1", "the lab", "Number of the leg, from 0."},
    FieldInfo{"u64", "cpu_node", "nid", "6.1", "cpu_to_node()", "Node of the CPUs that the threads were bound to; absent where they are of several."},
    FieldInfo{"u64", "mem_node", "nid", "6.1", "alloc_pages_node()", "Node that memory was asked from."},
    FieldInfo{"u64", "threads", "", "6.1", "the lab", "Threads that ran at once."},
    FieldInfo{"name", "op", "", "6.1", "the lab", "Kind of operation; empty: none at all, between two readings of the clock."},
    FieldInfo{"u64", "ops", "", "6.1", "the lab", "Operations that were done and did not fail."},
    FieldInfo{"u64", "failed", "", "6.1", "the lab", "Operations that got no memory; their times are not counted."},
    FieldInfo{"u64", "fallback", "", "6.1", "the lab", "Objects that came from another node than mem_node."},
    FieldInfo{"u64", "sum_ns", "ns", "6.1", "ktime_get_ns()", "Time of all of them together."},
    FieldInfo{"u64", "min_ns", "ns", "6.1", "ktime_get_ns()", "Time of the fastest one."},
    FieldInfo{"u64", "max_ns", "ns", "6.1", "ktime_get_ns()", "Time of the slowest one."},
    FieldInfo{"decimal", "mean_ns", "ns", "6.1", "the lab", "Mean time of an operation: sum_ns / ops."},
    FieldInfo{"u64", "p50_ns", "ns", "6.1", "the lab", "Median: half of the operations took no longer, as exact as a bucket is wide (0.8 %)."},
    FieldInfo{"u64", "p90_ns", "ns", "6.1", "the lab", "Nine of ten operations took no longer."},
    FieldInfo{"u64", "p99_ns", "ns", "6.1", "the lab", "99 of 100 operations took no longer."},
    FieldInfo{"u64", "p999_ns", "ns", "6.1", "the lab", "999 of 1000 operations took no longer."},
    FieldInfo{"u64", "empty_ns", "ns", "6.1", "ktime_get_ns()", "Median of doing nothing: what reading the clock adds to every figure."},
    FieldInfo{"decimal", "ops_per_second", "", "6.1", "the lab", "Operations a second, all threads together, by the time of the operations alone."},
    FieldInfo{"u64", "bytes_per_second", "bytes/s", "6.1", "the lab", "Memory gone through a second; only of cases that do (copy, touch)."},
};

constexpr std::array bench_step_fields = {
    FieldInfo{"u64", "order", "order", "6.1", "alloc_pages()", "Order that the step ran with (alloc_pages)."},
    FieldInfo{"u64", "size", "bytes", "6.1", "kmalloc(), vmalloc()", "Size that the step ran with (kmalloc, kmem_cache, vmalloc)."},
    FieldInfo{"u64", "counter_batch", "", "6.1", "percpu_counter_add_batch()", "Batch that the step ran with (percpu_counter)."},
};

constexpr std::array bench_compare_fields = {
    FieldInfo{"name", "op", "", "6.1", "the lab", "Kind of operation."},
    FieldInfo{"u64", "cpu_node_a", "nid", "6.1", "cpu_to_node()", "Node of the CPUs of A; absent where they are of several."},
    FieldInfo{"u64", "mem_node_a", "nid", "6.1", "alloc_pages_node()", "Node that memory was asked from in A."},
    FieldInfo{"u64", "cpu_node_b", "nid", "6.1", "cpu_to_node()", "The same of B."},
    FieldInfo{"u64", "mem_node_b", "nid", "6.1", "alloc_pages_node()", "The same of B."},
    FieldInfo{"u64", "ops_a", "", "6.1", "the lab", "Operations of all runs of A."},
    FieldInfo{"u64", "ops_b", "", "6.1", "the lab", "Operations of all runs of B."},
    FieldInfo{"u64", "medians_a", "", "6.1", "the lab", "Medians of A that are compared: of runs, or of pieces of the only one."},
    FieldInfo{"u64", "medians_b", "", "6.1", "the lab", "Medians of B that are compared."},
    FieldInfo{"decimal", "p50_a_ns", "ns", "6.1", "the lab", "Median of those of A."},
    FieldInfo{"decimal", "p50_b_ns", "ns", "6.1", "the lab", "Median of those of B."},
    FieldInfo{"u64", "empty_a_ns", "ns", "6.1", "ktime_get_ns()", "What reading the clock adds to every figure of A, at the least."},
    FieldInfo{"u64", "empty_b_ns", "ns", "6.1", "ktime_get_ns()", "What it adds to those of B."},
    FieldInfo{"decimal", "difference_ns", "ns", "6.1", "the tool", "By how much B takes longer: the median of all differences of a median of B and one of A (Hodges and Lehmann)."},
    FieldInfo{"decimal", "low_ns", "ns", "6.1", "the tool", "Least difference that the test does not reject (95 %); absent where there are too few medians for that."},
    FieldInfo{"decimal", "high_ns", "ns", "6.1", "the tool", "Greatest one."},
    FieldInfo{"decimal", "ratio", "", "6.1", "the tool", "p50_b_ns / p50_a_ns."},
    FieldInfo{"u64", "step_ns", "ns", "6.1", "the tool", "Width of the bucket that a run's median lies in: smaller differences cannot be told."},
    FieldInfo{"u64", "clock_ns", "ns", "6.1", "ktime_get_ns()", "Smallest step that the clock was seen to make."},
    FieldInfo{"decimal", "p", "", "6.1", "the tool", "How often chance alone would make medians at least as different (Mann-Whitney, two-sided)."},
    FieldInfo{"decimal", "p_holm", "", "6.1", "the tool", "The same, corrected for the number of rows (Holm)."},
    FieldInfo{"name", "verdict", "", "6.1", "the tool", "Of B: slower, faster, same (cannot be told apart), too_fine (less than step_ns), too_few (no difference could have been found)."},
};

constexpr std::array node_distance_fields = {
    FieldInfo{"u64", "cpu_node", "nid", "6.1", "node_distance()", "Node that the distance is from."},
    FieldInfo{"u64", "mem_node", "nid", "6.1", "node_distance()", "Node that it is to."},
    FieldInfo{"u64", "distance", "", "6.1", "node_distance()", "Distance (SLIT, local is 10)."},
};

constexpr std::array hmat_fields = {
    FieldInfo{"u64", "mem_node", "nid", "6.1", "/sys/devices/system/node/node*/access0", "Node with memory."},
    FieldInfo{"list", "initiators", "nid", "6.1", "access0/initiators", "The nodes that are nearest to it."},
    FieldInfo{"u64", "read_latency_ns", "ns", "6.1", "access0/initiators/read_latency", "What the firmware says of a read from there (HMAT)."},
    FieldInfo{"u64", "write_latency_ns", "ns", "6.1", "access0/initiators/write_latency", "Of a write."},
    FieldInfo{"u64", "read_mb_per_s", "MB/s", "6.1", "access0/initiators/read_bandwidth", "Of reading much."},
    FieldInfo{"u64", "write_mb_per_s", "MB/s", "6.1", "access0/initiators/write_bandwidth", "Of writing much."},
};

constexpr std::array difference_fields = {
    FieldInfo{"text", "name", "", "6.1", "the tool", "A field of bench_environment or info."},
    FieldInfo{"text", "a", "", "6.1", "the tool", "What it is in A; - where it is not known."},
    FieldInfo{"text", "b", "", "6.1", "the tool", "What it is in B."},
};

constexpr std::array saved_run_fields = {
    FieldInfo{"text", "id", "", "6.1", "the tool", "Name of the run, as run show and bench compare take it: when it was saved (UTC)."},
    FieldInfo{"text", "date", "", "6.1", "time()", "When the first run of the command ended."},
    FieldInfo{"text", "kernel", "", "6.1", "utsname()->release", "Release of the kernel that it ran on."},
    FieldInfo{"text", "virtualization", "", "6.1", "CPUID", "What was below that kernel: bare, kvm, tcg, ..."},
    FieldInfo{"text", "case", "", "6.1", "the lab", "Name of the case."},
    FieldInfo{"text", "request", "", "6.1", "the lab", "The line that asked for it."},
    FieldInfo{"u64", "legs", "", "6.1", "the lab", "Pairs of CPU node and memory node that were run one after the other."},
    FieldInfo{"text", "stopped", "", "6.1", "the lab", "Why it ended: done where all operations were."},
};

constexpr std::array bench_environment_fields = {
    FieldInfo{"text", "date", "", "6.1", "time()", "When the first run of the command ended, UTC."},
    FieldInfo{"text", "tool", "", "6.1", "mmscope --version", "Version of the tool."},
    FieldInfo{"text", "srcversion", "", "6.1", "/sys/module/mmscope/srcversion", "Sum of the module's sources, where modpost made one."},
    FieldInfo{"text", "kernel", "", "6.1", "/proc/sys/kernel/osrelease", "Release of the kernel."},
    FieldInfo{"text", "kernel_version", "", "6.1", "/proc/sys/kernel/version", "Version of its build, with the model of preemption."},
    FieldInfo{"names", "config", "", "6.1", "/boot/config-RELEASE", "Options it was built with, of those that change what an allocator does or takes."},
    FieldInfo{"text", "config_unknown", "", "6.1", "/boot/config-RELEASE", "Why they are not known."},
    FieldInfo{"text", "cpu", "", "6.1", "/proc/cpuinfo", "Model of the first CPU."},
    FieldInfo{"text", "microcode", "", "6.1", "/proc/cpuinfo", "Its microcode."},
    FieldInfo{"text", "smt", "", "6.1", "/sys/devices/system/cpu/smt/control", "Whether CPUs share a core."},
    FieldInfo{"names", "governors", "", "6.1", "scaling_governor", "Governors of the CPUs' frequencies, each once; absent without cpufreq."},
    FieldInfo{"list", "nodes", "nid", "6.1", "node_states[N_ONLINE]", "Nodes that were online."},
    FieldInfo{"names", "node_cpus", "cpu list", "6.1", "cpumask_of_node()", "CPUs of each of them."},
    FieldInfo{"list", "node_present_pages", "pages", "6.1", "pg_data_t.node_present_pages", "Memory of each of them."},
    FieldInfo{"names", "node_distances", "", "6.1", "node_distance()", "Distances (SLIT) from each of them to all."},
    FieldInfo{"names", "mitigations", "", "6.1", "/sys/devices/system/cpu/vulnerabilities", "What the kernel does about each hole of the CPU."},
    FieldInfo{"text", "clock_source", "", "6.1", "current_clocksource", "Clock that ktime_get_ns() reads."},
    FieldInfo{"text", "virtualization", "", "6.1", "CPUID, /sys/hypervisor/type", "bare, kvm, tcg (emulated), xen, hyperv, vmware, bhyve; unknown hypervisor, unknown."},
    FieldInfo{"text", "machine", "", "6.1", "/sys/class/dmi/id", "Maker and name of the machine."},
};
/* clang-format on */

constexpr auto bench_sweep_fields = joined(bench_step_fields, bench_result_fields);

template <std::size_t nr> RecordInfo record(const char* tag, const char* file, const char* meaning,
                                            const std::array<FieldInfo, nr>& fields) {
  return {tag, file, meaning, fields.data(), nr};
}

} // namespace

const std::vector<RecordInfo>& own_records() {
  static const std::vector<RecordInfo> records = {
      record("frag", "free_area",
             "How fragmented a zone's free memory is for one order: mm/vmstat.c's two indices.",
             frag_fields),
      record("pageblocks", "map.bin", "Pageblocks of one zone and migratetype, by what is in them.",
             pageblocks_fields),
      record("slab", "/sys/kernel/slab, /proc/slabinfo", "One slab cache: struct kmem_cache.",
             slab_fields),
      record("slab_node", "/sys/kernel/slab", "What a slab cache has on one node.",
             slab_node_fields),
      record("slab_pages", "/sys/kernel/slab, pages",
             "Slabs of one order on one node, by the caches and by the census.", slab_pages_fields),
      record("slab_sum", "/sys/kernel/slab, /proc/slabinfo, pages, nodes",
             "Slab memory of a node by three accounts.", slab_sum_fields),
      record("vmalloc", "/proc/vmallocinfo", "The vmalloc areas that one function made.",
             vmalloc_fields),
      record("vmalloc_area", "/proc/vmallocinfo", "One vmalloc area: struct vm_struct.",
             vmalloc_area_fields),
      record("bench_result", "bench/result",
             "All operations of one kind in one leg of a run, with their percentiles.",
             bench_result_fields),
      record("bench_sweep", "bench/result", "One step of a sweep: the same, for one size or order.",
             bench_sweep_fields),
      record("bench_compare", "bench/result, bench/samples",
             "Operations of one kind on two sides, and whether they differ.", bench_compare_fields),
      record("difference", "$XDG_DATA_HOME/mmscope/runs",
             "What two runs of the lab were not measured alike on.", difference_fields),
      record("node_distance", "nodes", "How far a node's memory is from another one's CPUs.",
             node_distance_fields),
      record("hmat", "/sys/devices/system/node",
             "Latency and bandwidth of a node's memory, by the firmware.", hmat_fields),
      record("saved_run", "$XDG_DATA_HOME/mmscope/runs", "A run of the lab that is saved.",
             saved_run_fields),
      record("bench_environment", "$XDG_DATA_HOME/mmscope/runs",
             "What a run of the lab was measured on.", bench_environment_fields),
      record("trace_page", "trace alloc", "Events of one kind about blocks of pages of one sort.",
             trace_page_fields),
      record("trace_latency", "trace alloc", "How long page allocations took, by node and order.",
             trace_latency_fields),
      record("trace_group", "trace alloc", "Who allocated pages.", trace_group_fields),
      record("trace_object", "trace alloc",
             "Events of one kind about objects of one slab cache or size.", trace_object_fields),
      record("trace_block", "trace alloc", "Pages that were allocated and not freed.",
             trace_block_fields),
      record("trace_loss", "trace alloc, trace heap", "What was not seen.", trace_loss_fields),
      record("trace_heap_call", "trace heap", "All calls or faults of one kind.",
             trace_heap_call_fields),
      record("trace_heap_process", "trace heap", "A process, and the most that it had.",
             trace_heap_process_fields),
      record("trace_heap_process_call", "trace heap",
             "All calls or faults of one kind of one process.", trace_heap_process_call_fields),
      record("trace_heap_figure", "trace heap --compare",
             "What one figure came to under one allocator.", trace_heap_figure_fields),
      record("trace_heap_run", "trace heap --compare", "A run of the command.",
             trace_heap_run_fields),
      record("reclaim_event", "trace reclaim", "Events of one kind at one place.",
             reclaim_event_fields),
      record("reclaim_process", "trace reclaim", "Events of one kind, by process.",
             reclaim_process_fields),
      record("fault_kind", "trace fault", "Page faults of one kind.", fault_kind_fields),
      record("fault_mapping", "trace fault", "Page faults of one kind, by mapping and process.",
             fault_mapping_fields),
      record("fault_process", "trace fault", "Page faults of one process.", fault_process_fields),
      record("migrate_pair", "trace migrate", "Folios that went from one node to another.",
             migrate_pair_fields),
      record("migrate_call", "trace migrate", "Calls of migrate_pages().", migrate_call_fields),
      record("migrate_process", "trace migrate", "Who called migrate_pages().",
             migrate_process_fields),
      record("vmstat_change", "trace reclaim|fault|migrate", "A counter of /proc/vmstat that grew.",
             vmstat_change_fields),
      record("explain_step", "explain munmap|mmap|...", "A step of a call, in the order of time.",
             explain_step_fields),
      record("explain_sum", "explain munmap|mmap|...", "All steps of one kind.",
             explain_sum_fields),
      record("reconciled", "bench run --trace",
             "A figure of the lab beside what tracepoints counted.", reconciled_fields),
      record("vma", "/proc/PID/maps, smaps, numa_maps, pagemap",
             "One range of a process's address space: struct vm_area_struct.", vma_fields),
      record("vma_page", "/proc/PID/pagemap, page, page_find", "Pages of one VMA that are alike.",
             vma_page_fields),
      record("vma_check", "/proc/PID/pagemap, smaps, numa_maps",
             "Pages counted one by one, beside a sum of the kernel's.", vma_check_fields),
      record("vma_change", "/proc/PID/maps", "What became of VMAs between two looks.",
             vma_change_fields),
      record("vma_page_change", "/proc/PID/smaps, numa_maps",
             "What became of the pages of VMAs between two looks.", vma_page_change_fields),
  };
  return records;
}

std::vector<const RecordInfo*> all_records() {
  std::vector<const RecordInfo*> records;
  for (const RecordInfo& record : wire::records)
    records.push_back(&record);
  for (const RecordInfo& record : own_records())
    records.push_back(&record);
  return records;
}

} // namespace mmscope::model
