/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What nodes.bpf.c reads of node_data[] itself. Plain C, for both sides. Numbers are
 * pages or pfns, as in the kernel.
 */
#ifndef MMSCOPE_BPF_NODES_H
#define MMSCOPE_BPF_NODES_H

#define MMS_ZONES_MAX 8

struct mms_zone_seen {
	unsigned long long zone_start_pfn;
	unsigned long long spanned_pages;
	unsigned long long present_pages;
	unsigned long long managed_pages;
	unsigned long long free_pages;	/* NR_FREE_PAGES, without what CPUs have not folded in */
	unsigned long long watermark[4];	/* without the boost */
	unsigned long long watermark_boost;
};

struct mms_node_seen {
	unsigned int there;	/* 0: the node has no pglist_data */
	unsigned int nr_zones;
	unsigned long long node_start_pfn;
	unsigned long long node_spanned_pages;
	unsigned long long node_present_pages;
	struct mms_zone_seen zones[MMS_ZONES_MAX];
};

#endif /* MMSCOPE_BPF_NODES_H */
