// SPDX-License-Identifier: GPL-2.0
// Whether two sets of numbers differ, by how much, and how sure that is. Nothing
// here knows what the numbers are.
#ifndef MMSCOPE_MODEL_STATISTICS_HPP
#define MMSCOPE_MODEL_STATISTICS_HPP

#include <cstddef>
#include <optional>
#include <vector>

namespace mmscope::model {

// Nothing of no numbers; the mean of the two in the middle of an even number.
[[nodiscard]] std::optional<double> median(std::vector<double> numbers);

// The Mann-Whitney test (Wilcoxon's rank sum).
struct RankTest {
  double u = 0; // pairs in which b is the greater one, those of equals by half
  double p = 1; // two-sided
  bool exact = false;
};

// Up to this many numbers on both sides together the distribution is counted out,
// ties and all; beyond, it is the normal one, with corrections for ties and
// continuity.
inline constexpr std::size_t most_exact_numbers = 40;

// p is 1 where a side has none.
[[nodiscard]] RankTest mann_whitney(const std::vector<double>& a, const std::vector<double>& b,
                                    std::size_t most_exact = most_exact_numbers);

// By how much b is greater than a: the median of all differences b - a (Hodges and
// Lehmann), and the interval that the same test gives: the shifts that it does not
// reject.
struct Shift {
  double estimate = 0;
  // Absent where there are too few numbers for one of that confidence.
  std::optional<double> low;
  std::optional<double> high;
};
[[nodiscard]] std::optional<Shift> shift(const std::vector<double>& a, const std::vector<double>& b,
                                         double confidence);

// The least p that the test can give for so many numbers: none smaller exists.
[[nodiscard]] double least_p(std::size_t nr_a, std::size_t nr_b);

// Holm's correction: p of each of many tests, so that the chance of one false
// finding among all of them stays what is said for one.
[[nodiscard]] std::vector<double> holm(const std::vector<double>& p);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_STATISTICS_HPP
