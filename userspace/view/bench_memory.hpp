// SPDX-License-Identifier: GPL-2.0
// Where the memory of a run of the lab came from, and where it went.
#ifndef MMSCOPE_VIEW_BENCH_MEMORY_HPP
#define MMSCOPE_VIEW_BENCH_MEMORY_HPP

#include <string>

#include "model/bench.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// Nodes and zones, bandwidth, who released it, blocks by order, reserves: each
// where the run was about that. Empty where it was about none.
[[nodiscard]] std::string bench_memory(const Screen& screen, const model::BenchResult& result);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_MEMORY_HPP
