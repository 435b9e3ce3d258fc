// SPDX-License-Identifier: GPL-2.0
// Structs of counters, added up as a whole: none can be forgotten.
#ifndef MMS_BASE_COUNTERS_HPP
#define MMS_BASE_COUNTERS_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace mmscope {

// Counters holds std::uint64_t and nothing else.
template <typename Counters> void add_counters(Counters& to, const Counters& from) {
  static_assert(std::is_trivially_copyable_v<Counters>);
  static_assert(sizeof(Counters) % sizeof(std::uint64_t) == 0);
  auto* const sums = reinterpret_cast<std::uint64_t*>(&to);
  const auto* const counts = reinterpret_cast<const std::uint64_t*>(&from);
  for (std::size_t i = 0; i < sizeof(Counters) / sizeof(std::uint64_t); ++i)
    sums[i] += counts[i];
}

} // namespace mmscope

#endif // MMS_BASE_COUNTERS_HPP
