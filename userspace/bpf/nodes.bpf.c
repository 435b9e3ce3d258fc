// SPDX-License-Identifier: GPL-2.0
/*
 * Reads one node as the kernel has it, without the module and without a file of
 * /proc: the array node_data[] is a symbol without a type in BTF, the rest is CO-RE.
 */
#include "kernel.h"

#include "nodes.h"

char LICENSE[] SEC("license") = "GPL";

/* Set by whoever runs the program. */
unsigned int nid;
unsigned int nr_zones;

struct mms_node_seen seen;

/* struct pglist_data *node_data[MAX_NUMNODES], arch/x86/mm/numa.c or mm/numa.c */
extern const void node_data __ksym __weak;

static __always_inline void read_zone(const struct zone *zone, struct mms_zone_seen *out)
{
	__u64 free_pages = bpf_core_enum_value(enum zone_stat_item, NR_FREE_PAGES);

	out->zone_start_pfn = BPF_CORE_READ(zone, zone_start_pfn);
	out->spanned_pages = BPF_CORE_READ(zone, spanned_pages);
	out->present_pages = BPF_CORE_READ(zone, present_pages);
	out->managed_pages = BPF_CORE_READ(zone, managed_pages.counter);
	bpf_core_read(&out->free_pages, sizeof(long), &zone->vm_stat[free_pages]);
	bpf_core_read(out->watermark, sizeof(out->watermark), &zone->_watermark);
	out->watermark_boost = BPF_CORE_READ(zone, watermark_boost);
}

SEC("syscall")
int read_node(void *ctx)
{
	const struct pglist_data *node = NULL;
	const struct zone *zone;
	unsigned int i;

	__builtin_memset(&seen, 0, sizeof(seen));
	if (!&node_data)
		return 0;
	bpf_probe_read_kernel(&node, sizeof(node),
			      (const void *)&node_data + nid * sizeof(void *));
	if (!node)
		return 0;
	seen.there = 1;
	seen.nr_zones = BPF_CORE_READ(node, nr_zones);
	seen.node_start_pfn = BPF_CORE_READ(node, node_start_pfn);
	seen.node_spanned_pages = BPF_CORE_READ(node, node_spanned_pages);
	seen.node_present_pages = BPF_CORE_READ(node, node_present_pages);
	zone = (const void *)node + bpf_core_field_offset(node->node_zones);
	for (i = 0; i < MMS_ZONES_MAX && i < nr_zones; i++) {
		read_zone(zone, &seen.zones[i]);
		zone = (const void *)zone + bpf_core_type_size(struct zone);
	}
	return 0;
}
