// SPDX-License-Identifier: GPL-2.0
// The lab's runs from each CPU node to each memory node.
#ifndef MMSCOPE_VIEW_BENCH_MATRIX_HPP
#define MMSCOPE_VIEW_BENCH_MATRIX_HPP

#include <string>

#include "model/bench.hpp"
#include "model/distance.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// CPU nodes down, memory nodes across: the median of each kind of operation, its
// bandwidth where it goes through memory, and what the firmware says.
[[nodiscard]] std::string bench_matrix(const Screen& screen, const model::BenchResult& result,
                                       const model::Distances& distances);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_MATRIX_HPP
