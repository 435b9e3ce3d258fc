// SPDX-License-Identifier: GPL-2.0
// The cases of the lab, each in a file of its own.
#ifndef MMS_CORE_CASES_CASES_HPP
#define MMS_CORE_CASES_CASES_HPP

#include "core/bench_case.hpp"

namespace mmscope {

extern const CaseEntry case_empty;
extern const CaseEntry case_alloc_pages;
extern const CaseEntry case_kmalloc;
extern const CaseEntry case_kmem_cache;
extern const CaseEntry case_vmalloc;
extern const CaseEntry case_percpu_counter;
extern const CaseEntry case_atomic64;
extern const CaseEntry case_percpu;

} // namespace mmscope

#endif // MMS_CORE_CASES_CASES_HPP
