// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel we run on: release, configuration, CPUs, global figures.
 */
#include "shim.h"

#include <generated/utsrelease.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/utsname.h>

const char *mms_utsname_release(void)
{
	return init_utsname()->release;
}

mms_u64 mms_page_size(void)
{
	return PAGE_SIZE;
}

const char *mms_built_for(void)
{
	return UTS_RELEASE;
}

void mms_info_read(struct mms_wire_info *info)
{
	struct sysinfo sysinfo;

	si_meminfo(&sysinfo);
	strscpy(info->version, MMS_VERSION, sizeof(info->version));
	strscpy(info->arch, init_utsname()->machine, sizeof(info->arch));
	info->max_nr_zones = MAX_NR_ZONES;
	info->mem_total_pages = sysinfo.totalram;
	info->mem_available_pages = si_mem_available();
	info->init_on_alloc = want_init_on_alloc(0);
	info->init_on_free = want_init_on_free();
	info->config_numa = IS_ENABLED(CONFIG_NUMA);
	info->config_numa_balancing = IS_ENABLED(CONFIG_NUMA_BALANCING);
	info->config_compaction = IS_ENABLED(CONFIG_COMPACTION);
	info->config_cma = IS_ENABLED(CONFIG_CMA);
	info->config_memory_hotplug = IS_ENABLED(CONFIG_MEMORY_HOTPLUG);
	info->config_memory_isolation = IS_ENABLED(CONFIG_MEMORY_ISOLATION);
	info->config_thp = IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE);
	info->config_highmem = IS_ENABLED(CONFIG_HIGHMEM);
	info->config_preempt_rt = IS_ENABLED(CONFIG_PREEMPT_RT);
	info->config_kasan = IS_ENABLED(CONFIG_KASAN);
	info->free_list_bound = mms_free_list_bound();
}

int mms_cpus_online_print(char *buf, mms_size size)
{
	return snprintf(buf, size, "%*pbl", cpumask_pr_args(cpu_online_mask));
}

int mms_node_cpus_print(int nid, char *buf, mms_size size)
{
	cpumask_var_t cpus;
	int length;

	if (!zalloc_cpumask_var(&cpus, GFP_KERNEL))
		return -ENOMEM;
	/* As drivers/base/node.c does for cpulist: an offline CPU keeps its node. */
	cpumask_and(cpus, cpumask_of_node(nid), cpu_online_mask);
	length = snprintf(buf, size, "%*pbl", cpumask_pr_args(cpus));
	free_cpumask_var(cpus);
	return length;
}
