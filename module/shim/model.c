// SPDX-License-Identifier: GPL-2.0
/*
 * The memory model: sections, the memmap and the layout of page->flags.
 */
#include "shim.h"

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/pgtable.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "compat.h"

#ifdef CONFIG_X86
#include <asm/processor.h>
#endif

static const char *memory_model(void)
{
	if (IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP))
		return "sparse-vmemmap";
	if (IS_ENABLED(CONFIG_SPARSEMEM))
		return "sparse";
	if (IS_ENABLED(CONFIG_DISCONTIGMEM))
		return "discontiguous";
	return "flat";
}

static void read_address_space(struct mms_wire_model *model)
{
#ifdef CONFIG_X86
	model->phys_bits = boot_cpu_data.x86_phys_bits;
	model->virt_bits = boot_cpu_data.x86_virt_bits;
#endif
#ifdef CONFIG_X86_64
	/* CONFIG_PGTABLE_LEVELS is 5 even where the CPU or the command line say 4. */
	model->pgtable_levels = pgtable_l5_enabled() ? 5 : 4;
#else
	model->pgtable_levels = CONFIG_PGTABLE_LEVELS;
#endif
}

static void read_page_flags(struct mms_wire_model *model)
{
	model->nodes_shift = NODES_SHIFT;
	model->nr_pageflags = __NR_PAGEFLAGS;
	model->sections_width = SECTIONS_WIDTH;
	model->nodes_width = NODES_WIDTH;
	model->zones_width = ZONES_WIDTH;
	model->last_cpupid_width = LAST_CPUPID_WIDTH;
	model->nodes_pgshift = NODES_PGSHIFT;
	model->zones_pgshift = ZONES_PGSHIFT;
	model->last_cpupid_pgshift = LAST_CPUPID_PGSHIFT;
	/* A field of no bits has no place. */
	if (SECTIONS_WIDTH)
		model->sections_pgshift = SECTIONS_PGSHIFT;
}

unsigned int mms_pageblock_order(void)
{
	return pageblock_order;
}

void mms_model_read(struct mms_wire_model *model)
{
	strscpy(model->memory_model, memory_model(), sizeof(model->memory_model));
	model->page_size_bytes = PAGE_SIZE;
	model->max_order = MMS_NR_PAGE_ORDERS - 1;
	model->struct_page_bytes = sizeof(struct page);
#ifdef CONFIG_SPARSEMEM
	model->section_size_bytes = 1ULL << SECTION_SIZE_BITS;
	model->subsection_size_bytes = mms_pages_per_subsection() << PAGE_SHIFT;
	model->max_physmem_bits = MAX_PHYSMEM_BITS;
#endif
	read_address_space(model);
	read_page_flags(model);
}

int mms_address_print(enum mms_address address, char *buf, mms_size size)
{
	switch (address) {
	case MMS_ADDR_PAGE_OFFSET:
		return snprintf(buf, size, "%pK", (void *)PAGE_OFFSET);
	case MMS_ADDR_VMALLOC_START:
		return snprintf(buf, size, "%pK", (void *)VMALLOC_START);
	case MMS_ADDR_VMEMMAP:
#ifdef CONFIG_SPARSEMEM_VMEMMAP
		return snprintf(buf, size, "%pK", (void *)vmemmap);
#endif
		break;
	}
	return 0;
}

#ifdef CONFIG_SPARSEMEM
mms_u64 mms_pages_per_section(void)
{
	return PAGES_PER_SECTION;
}

mms_u64 mms_pages_per_subsection(void)
{
#ifdef CONFIG_SPARSEMEM_VMEMMAP
	return PAGES_PER_SUBSECTION;
#else
	return PAGES_PER_SECTION;
#endif
}

enum mms_section_state mms_section_nr_state(mms_u64 section)
{
	if (section >= NR_MEM_SECTIONS || !present_section_nr(section))
		return MMS_SECTION_HOLE;
	return online_section_nr(section) ? MMS_SECTION_ONLINE : MMS_SECTION_OFFLINE;
}

enum mms_section_state mms_subsection_state(mms_u64 pfn)
{
	const unsigned long section = pfn_to_section_nr(pfn);
	enum mms_section_state state = MMS_SECTION_HOLE;

	/* Hot-removal frees the subsection map after a grace period. */
	rcu_read_lock_sched();
	if (section < NR_MEM_SECTIONS && valid_section_nr(section) &&
	    pfn_section_valid(__nr_to_section(section), pfn))
		state = mms_section_nr_state(section);
	rcu_read_unlock_sched();
	return state;
}
#else
mms_u64 mms_pages_per_section(void)
{
	return 0;
}

mms_u64 mms_pages_per_subsection(void)
{
	return 0;
}

enum mms_section_state mms_section_nr_state(mms_u64 section)
{
	return MMS_SECTION_ONLINE;
}

enum mms_section_state mms_subsection_state(mms_u64 pfn)
{
	return MMS_SECTION_ONLINE;
}
#endif
