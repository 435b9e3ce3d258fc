// SPDX-License-Identifier: GPL-2.0
// The lab's runs of a case, one for each value of a key.
#ifndef MMSCOPE_VIEW_BENCH_SWEEP_HPP
#define MMSCOPE_VIEW_BENCH_SWEEP_HPP

#include <string>
#include <vector>

#include "model/bench.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

struct SweepStep {
  std::string value;
  model::BenchResult result;
};

// A row for each value that was gone through, one kind of operation after the other.
[[nodiscard]] std::string bench_sweep(const Screen& screen, const std::string& key,
                                      const std::vector<SweepStep>& steps);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_SWEEP_HPP
