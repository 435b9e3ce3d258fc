// SPDX-License-Identifier: GPL-2.0
#include "model/explain_steps.hpp"

#include <fmt/core.h>

namespace mmscope::model {
namespace {

// Steps that several kinds of calls share.
const StepSpec lock_for_writing = {"take a lock for writing (mmap_lock first)",
                                   {"down_write_killable", "down_write"},
                                   StepArgs::none,
                                   true};
const StepSpec unlock_writing = {"release a lock held for writing", {"up_write"}};
const StepSpec unlock_reading = {"release a lock held for reading", {"up_read"}};
const StepSpec let_readers_in = {"let readers in: the write lock becomes a read lock",
                                 {"downgrade_write"}};
const StepSpec split = {"split a VMA", {"__split_vma"}};
const StepSpec copy_vma = {"copy a VMA", {"vm_area_dup"}};
const StepSpec new_vma = {"make a new VMA", {"vm_area_alloc"}};
const StepSpec free_vma = {"free a VMA", {"vm_area_free"}};
const StepSpec store = {"store a range in the maple tree",
                        {"mas_store_gfp", "mas_store_prealloc"},
                        StepArgs::none,
                        true};
const StepSpec clear_pages = {"clear the page tables' entries and gather pages", {"unmap_vmas"}};
const StepSpec free_tables = {"free page tables", {"free_pgtables"}};
const StepSpec flush_tlb = {"flush the TLB", {"flush_tlb_mm_range"}};
const StepSpec free_gathered = {"free the gathered pages", {"tlb_finish_mmu"}};
const StepSpec unmap_range = {"unmap a range", {"do_vmi_align_munmap", "do_mas_align_munmap"}};
const StepSpec gather_vmas = {"find the VMAs, split at both ends, detach them",
                              {"vms_gather_munmap_vmas"}};
const StepSpec grow_vma = {"grow a neighbouring VMA", {"vma_expand"}};
const StepSpec merge = {"merge with a neighbour, if one fits",
                        {"vma_merge_new_range", "vma_merge"}};
const StepSpec populate = {"fault the range in", {"__mm_populate"}};
const StepSpec charge = {"charge the memory cgroup", {"__mem_cgroup_charge"}};
const StepSpec from_lists = {
    "look for a block, zone by zone", {"get_page_from_freelist"}, StepArgs::zones};
const StepSpec refill = {"refill the pcp list from the buddy lists", {"rmqueue_bulk"}};
const StepSpec take_pcp = {"take from the pcp list", {"__rmqueue_pcplist"}};
const StepSpec prepare = {"prepare the block (zero it, poison, owner)", {"post_alloc_hook"}};
const StepSpec watermark = {"look at a watermark closely",
                            {"zone_watermark_ok", "__zone_watermark_ok"},
                            StepArgs::none,
                            true};
const StepSpec wake_kswapd = {"wake kswapd", {"wake_all_kswapds", "wakeup_kswapd"}};
const StepSpec compact = {"compact memory", {"try_to_compact_pages"}};
const StepSpec reclaim = {"reclaim pages", {"try_to_free_pages"}};
const StepSpec alloc_block = {
    "allocate pages", {"__alloc_pages_noprof", "__alloc_pages"}, StepArgs::order};
const StepSpec to_lru = {"put the page on an LRU list",
                         {"folio_add_lru_vma", "lru_cache_add_inactive_or_unevictable"}};
const StepSpec map_anon = {"map an anonymous page",
                           {"folio_add_new_anon_rmap", "page_add_new_anon_rmap"}};

} // namespace

const std::vector<ExplainSpec>& explain_specs() {
  static const std::vector<ExplainSpec> specs = {
      {"munmap",
       "what munmap() does: find, split, unlock, detach, unmap, free tables, flush",
       {{"munmap", {"__x64_sys_munmap"}, StepArgs::address_length},
        lock_for_writing,
        gather_vmas,
        unmap_range,
        split,
        copy_vma,
        store,
        let_readers_in,
        clear_pages,
        free_tables,
        flush_tlb,
        free_gathered,
        free_vma,
        unlock_reading,
        unlock_writing}},
      {"mmap",
       "what mmap() does: search for an area, merge or a new VMA, link",
       {{"mmap", {"__x64_sys_mmap"}, StepArgs::mmap},
        {"ask the security modules", {"security_mmap_file"}},
        lock_for_writing,
        {"search for an area", {"__get_unmapped_area", "get_unmapped_area"}},
        {"search the tree for a gap", {"vm_unmapped_area"}},
        {"set up the region", {"__mmap_region", "mmap_region"}},
        unmap_range,
        gather_vmas,
        merge,
        grow_vma,
        new_vma,
        store,
        {"link the VMA", {"vma_link"}},
        {"tell perf", {"perf_event_mmap"}},
        unlock_writing,
        populate}},
      {"brk",
       "what brk() does: grow or shrink the heap",
       {{"brk", {"__x64_sys_brk"}, StepArgs::brk},
        lock_for_writing,
        {"check the limits", {"check_brk_limits"}},
        {"grow the heap", {"do_brk_flags"}},
        {"shrink the heap", {"do_vmi_align_munmap", "do_mas_align_munmap"}},
        split,
        merge,
        grow_vma,
        new_vma,
        store,
        clear_pages,
        free_tables,
        flush_tlb,
        free_gathered,
        let_readers_in,
        unlock_reading,
        unlock_writing,
        populate}},
      {"fault",
       "what page faults do: tables, page, charge, map",
       {{"fault", {"handle_mm_fault"}, StepArgs::fault},
        {"make a page upper directory", {"__pud_alloc"}},
        {"make a page middle directory", {"__pmd_alloc"}},
        {"make a page table", {"__pte_alloc"}},
        {"huge page", {"do_huge_pmd_anonymous_page"}},
        {"anonymous page", {"do_anonymous_page"}},
        {"page of a file", {"do_fault"}},
        {"map pages of the file around it", {"filemap_map_pages"}},
        {"read the file's page", {"filemap_fault"}},
        {"write to a shared page", {"do_wp_page"}},
        {"copy the page", {"wp_page_copy"}},
        {"take the page over: nobody else has it", {"wp_page_reuse"}},
        {"page from swap", {"do_swap_page"}},
        {"page that may be moved to this node", {"do_numa_page"}},
        {"allocate a folio", {"vma_alloc_folio_noprof", "vma_alloc_folio"}},
        alloc_block,
        from_lists,
        refill,
        prepare,
        charge,
        map_anon,
        to_lru,
        {"set the entry", {"finish_fault"}}}},
      {"alloc",
       "what page allocations do: zones, watermarks, pcp or buddy, slow path",
       {{"alloc", {"__alloc_pages_noprof", "__alloc_pages"}, StepArgs::order},
        from_lists,
        watermark,
        take_pcp,
        refill,
        prepare,
        wake_kswapd,
        compact,
        reclaim,
        {"reclaim from the node first", {"node_reclaim"}},
        {"kill a process for its memory", {"out_of_memory"}}}},
      {"free",
       "what freeing pages does: pcp list, drain, merge in the buddy lists",
       {{"free",
         {"free_unref_folios", "free_unref_page_list", "free_unref_page", "__free_pages_ok",
          "__free_pages"},
         StepArgs::none,
         true},
        {"prepare the block (checks, poison)", {"free_pages_prepare", "free_pcp_prepare"}},
        {"put it on the pcp list", {"free_unref_page_commit"}},
        {"give blocks back to the buddy lists", {"free_pcppages_bulk"}},
        {"merge with its buddies", {"__free_one_page"}}}},
  };
  return specs;
}

VisibleSteps visible_steps(const ExplainSpec& spec, const reader::Kallsyms& symbols) {
  VisibleSteps visible;
  for (const StepSpec& step : spec.steps) {
    bool found = false;
    for (const char* name : step.functions) {
      const std::string symbol = symbols.find(name);
      if (symbol.empty() || (found && !step.all))
        continue;
      visible.steps.push_back({&step, symbol});
      found = true;
    }
    if (!found)
      visible.unseen.push_back(fmt::format("{} ({})", step.what, step.functions.front()));
  }
  return visible;
}

} // namespace mmscope::model
