// SPDX-License-Identifier: GPL-2.0
#include "core/cases/cases.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr const CaseEntry* cases[] = {
    &case_alloc_pages,    &case_kmalloc,  &case_kmem_cache, &case_vmalloc,
    &case_percpu_counter, &case_atomic64, &case_percpu,     &case_empty,
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
