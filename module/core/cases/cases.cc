// SPDX-License-Identifier: GPL-2.0
#include "core/cases/cases.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr const CaseEntry* cases[] = {
    &case_alloc_pages,
    &case_alloc_pages_bulk,
    &case_free_remote,
    &case_kmalloc,
    &case_kfree_remote,
    &case_kmem_cache,
    &case_kmem_cache_bulk,
    &case_vmalloc,
    &case_vmap,
    &case_vm_map_ram,
    &case_alloc_percpu,
    &case_percpu_counter,
    &case_atomic64,
    &case_percpu,
    &case_kmap_local,
    &case_alloc_contig,
    &case_cma,
    &case_heap_system,
    &case_heap_contig,
    &case_reserves,
    &case_touch,
    &case_copy,
    &case_chase,
    &case_empty,
};

} // namespace

std::span<const CaseEntry* const> all_cases() { return cases; }

const CaseEntry* find_case(std::string_view name) {
  for (const CaseEntry* entry : cases)
    if (name == entry->info->name)
      return entry;
  return nullptr;
}

} // namespace mmscope
