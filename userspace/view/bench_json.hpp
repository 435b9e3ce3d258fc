// SPDX-License-Identifier: GPL-2.0
// A run of the lab as JSON: as it is printed, and as it is saved.
#ifndef MMSCOPE_VIEW_BENCH_JSON_HPP
#define MMSCOPE_VIEW_BENCH_JSON_HPP

#include "model/bench.hpp"
#include "model/saved_run.hpp"
#include "view/json.hpp"

namespace mmscope::view {

[[nodiscard]] Document bench_document(const model::BenchResult& result);

// The same with its id, the empty operations, samples and environment:
// model::parse_saved_run() reads it.
[[nodiscard]] Document saved_document(const model::SavedRun& run);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_JSON_HPP
