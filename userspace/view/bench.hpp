// SPDX-License-Identifier: GPL-2.0
// Pictures of the lab's runs.
#ifndef MMSCOPE_VIEW_BENCH_HPP
#define MMSCOPE_VIEW_BENCH_HPP

#include <string>
#include <vector>

#include "model/bench.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string bench_list(const Screen& screen, const reader::WireFile& cases);

// A row for each leg and kind of operation, then what was checked and where the
// memory came from. `all` adds threads and the histograms.
[[nodiscard]] std::string bench_result(const Screen& screen, const model::BenchResult& result,
                                       bool all);

// CPU nodes down, memory nodes across: the median of one kind of operation.
[[nodiscard]] std::string bench_matrix(const Screen& screen, const model::BenchResult& result);

// A row for each value that was gone through, one kind of operation after the other.
struct SweepStep {
  std::string value;
  model::BenchResult result;
};
[[nodiscard]] std::string bench_sweep(const Screen& screen, const std::string& key,
                                      const std::vector<SweepStep>& steps);

// One line while a run goes: "run 3: 45 %, 120k of 260k, 31k/s, 4 s left".
[[nodiscard]] std::string bench_progress(const model::BenchRun& run);

// "1,234 ns" up to 99,999, then "123 us", "45 ms".
[[nodiscard]] std::string nanoseconds(std::uint64_t ns);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_HPP
