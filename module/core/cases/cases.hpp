// SPDX-License-Identifier: GPL-2.0
// The cases of the lab, each in a file of its own.
#ifndef MMS_CORE_CASES_CASES_HPP
#define MMS_CORE_CASES_CASES_HPP

#include "core/bench_case.hpp"

namespace mmscope {

extern const CaseEntry case_empty;
extern const CaseEntry case_alloc_pages;
extern const CaseEntry case_alloc_pages_bulk;
extern const CaseEntry case_free_remote;
extern const CaseEntry case_kmalloc;
extern const CaseEntry case_kfree_remote;
extern const CaseEntry case_kmem_cache;
extern const CaseEntry case_kmem_cache_bulk;
extern const CaseEntry case_vmalloc;
extern const CaseEntry case_vmap;
extern const CaseEntry case_vm_map_ram;
extern const CaseEntry case_alloc_percpu;
extern const CaseEntry case_percpu_counter;
extern const CaseEntry case_atomic64;
extern const CaseEntry case_percpu;
extern const CaseEntry case_kmap_local;
extern const CaseEntry case_alloc_contig;
extern const CaseEntry case_cma;
extern const CaseEntry case_heap_system;
extern const CaseEntry case_heap_contig;
extern const CaseEntry case_reserves;
extern const CaseEntry case_touch;
extern const CaseEntry case_copy;
extern const CaseEntry case_chase;

} // namespace mmscope

#endif // MMS_CORE_CASES_CASES_HPP
