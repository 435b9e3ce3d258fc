// SPDX-License-Identifier: GPL-2.0
// Whether runs of the lab differ: A, one run or several, against B.
//
// The operations of one run are not independent of each other: all of them see
// the same layout of memory and whatever else went on meanwhile. Thousands of them
// would make every drift a finding. So what is tested are few figures that stand
// by themselves: the median of each run where there are several, else the medians
// of pieces of the one run, in the order of time.
#ifndef MMSCOPE_MODEL_COMPARE_HPP
#define MMSCOPE_MODEL_COMPARE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/saved_run.hpp"
#include "model/statistics.hpp"

namespace mmscope::model {

inline constexpr double compare_alpha = 0.05; // chance of a false finding in one command

// Operations of one kind, on one side.
struct CompareSide {
  std::optional<std::uint64_t> cpu_node; // absent where they are several
  std::optional<std::uint64_t> mem_node;
  std::uint64_t ops = 0;
  std::uint64_t failed = 0;
  std::uint64_t fallback = 0;
  std::vector<double> medians;  // of runs, or of pieces of one
  std::optional<double> p50_ns; // the median of these
  std::optional<std::uint64_t> empty_ns;
};

enum class Verdict {
  slower, // B is
  faster,
  same,     // cannot be told apart
  too_fine, // the difference is smaller than a bucket of the histogram
  too_few,  // no difference, however large, could have been found
};
[[nodiscard]] const char* name_of(Verdict verdict);

struct OpComparison {
  std::string op;
  CompareSide a;
  CompareSide b;
  Shift difference; // ns, B less A
  std::optional<double> ratio;
  double p = 1;
  double p_holm = 1;
  bool exact = false;
  std::uint64_t step_ns = 1;  // width of the bucket that a run's median lies in
  std::uint64_t clock_ns = 1; // smallest step that the clock was seen to make
  Verdict verdict = Verdict::same;
};

struct CompareResult {
  std::vector<SavedRun> a;
  std::vector<SavedRun> b;
  bool of_runs = false; // else of pieces of one run
  std::vector<OpComparison> rows;
  std::vector<EnvironmentDifference> differences;
  std::vector<std::string> doubts; // what makes the answer worth less
};

// Throws Error(usage) where they have nothing in common, or one side has several
// runs and the other one.
[[nodiscard]] CompareResult compare(std::vector<SavedRun> a, std::vector<SavedRun> b);

[[nodiscard]] Object to_object(const OpComparison& row);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_COMPARE_HPP
