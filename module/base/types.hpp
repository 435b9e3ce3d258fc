// SPDX-License-Identifier: GPL-2.0
// Numbers that must not be mixed up are types of their own.
#ifndef MMS_BASE_TYPES_HPP
#define MMS_BASE_TYPES_HPP

#include <compare>
#include <cstdint>

namespace mmscope {

template <typename Tag, typename Value> class Strong {
public:
  constexpr Strong() = default;
  constexpr explicit Strong(Value value) : value_(value) {}

  [[nodiscard]] constexpr Value value() const { return value_; }
  constexpr auto operator<=>(const Strong&) const = default;

private:
  Value value_{};
};

// NUMA node number; -1 is "before the first one".
using Nid = Strong<struct NidTag, int>;
// CPU number; -1 is "before the first one".
using Cpu = Strong<struct CpuTag, int>;
// Page frame number.
using Pfn = Strong<struct PfnTag, std::uint64_t>;
// Buddy order: a block is of 2^order pages.
using Order = Strong<struct OrderTag, unsigned>;
// Index of a zone in node_zones[].
using ZoneIdx = Strong<struct ZoneIdxTag, unsigned>;

// Some pfns that follow each other.
struct PfnRange {
  std::uint64_t start;
  std::uint64_t end; // half open
};

} // namespace mmscope

#endif // MMS_BASE_TYPES_HPP
