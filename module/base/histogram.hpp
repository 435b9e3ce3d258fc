// SPDX-License-Identifier: GPL-2.0
// Counts of values in buckets whose width grows with the value.
#ifndef MMS_BASE_HISTOGRAM_HPP
#define MMS_BASE_HISTOGRAM_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/counters.hpp"

namespace mmscope {

// Log-linear: each power of two is cut into 64 buckets of equal width, values
// below 128 have a bucket each. A bucket's middle is within 1/128 (0.8 %) of
// every value in it. Constant memory, no allocation, no division.
class Histogram {
public:
  static constexpr unsigned sub_bits = 6;
  // Values from 2^max_bits on (about 18 minutes, in ns) share the last bucket.
  static constexpr unsigned max_bits = 40;
  static constexpr std::size_t nr_buckets = (max_bits - sub_bits + 1) << sub_bits;

  static constexpr std::size_t index(std::uint64_t value) {
    if (value >> max_bits)
      return nr_buckets - 1;
    if (value < (std::uint64_t{1} << sub_bits))
      return value;
    const unsigned shift = 63U - static_cast<unsigned>(__builtin_clzll(value)) - sub_bits;
    return (std::size_t{shift} << sub_bits) + (value >> shift);
  }

  // The values of a bucket: low() to high(), both inclusive. What is beyond
  // 2^max_bits is in the last one as well.
  static constexpr std::uint64_t low(std::size_t index) {
    if (index < (std::size_t{2} << sub_bits))
      return index;
    const unsigned shift = static_cast<unsigned>(index >> sub_bits) - 1;
    const std::uint64_t mantissa = index - (std::size_t{shift} << sub_bits);
    return mantissa << shift;
  }
  static constexpr std::uint64_t high(std::size_t index) { return low(index + 1) - 1; }

  void add(std::uint64_t value) { ++counts_[index(value)]; }

  void merge(const Histogram& other) { add_counters(counts_, other.counts_); }

  [[nodiscard]] std::uint64_t count(std::size_t index) const { return counts_[index]; }

private:
  std::array<std::uint64_t, nr_buckets> counts_;
};

} // namespace mmscope

#endif // MMS_BASE_HISTOGRAM_HPP
