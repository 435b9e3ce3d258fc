// SPDX-License-Identifier: GPL-2.0
// The lists of pgtable.h as tables, for both ends.
#ifndef MMS_WIRE_PGTABLE_HPP
#define MMS_WIRE_PGTABLE_HPP

#include "pgtable.h"

namespace mmscope::wire {

#define MMS_LEVEL_NAME(NAME, name) #name,
inline constexpr const char* pgtable_levels[] = {MMS_PGTABLE_LEVELS(MMS_LEVEL_NAME)};
#undef MMS_LEVEL_NAME

struct PteFlagInfo {
  unsigned bit;
  const char* name;
  const char* source;
  const char* meaning;
};

#define MMS_FLAG_INFO(bit, NAME, name, source, meaning) {bit, #name, source, meaning},
inline constexpr PteFlagInfo pte_flags[] = {MMS_PTE_FLAGS(MMS_FLAG_INFO)};
#undef MMS_FLAG_INFO

struct PgtableName {
  const char* name;
  const char* meaning;
};

#define MMS_NAME_INFO(NAME, name, meaning) {#name, meaning},
inline constexpr PgtableName walk_ends[] = {MMS_WALK_ENDS(MMS_NAME_INFO)};
inline constexpr PgtableName address_areas[] = {MMS_ADDRESS_AREAS(MMS_NAME_INFO)};
#undef MMS_NAME_INFO

} // namespace mmscope::wire

#endif // MMS_WIRE_PGTABLE_HPP
