// SPDX-License-Identifier: GPL-2.0
// Pictures of the lab's runs.
#ifndef MMSCOPE_VIEW_BENCH_HPP
#define MMSCOPE_VIEW_BENCH_HPP

#include <optional>
#include <string>

#include "model/bench.hpp"
#include "view/screen.hpp"
#include "view/table.hpp"

namespace mmscope::view {

[[nodiscard]] std::string bench_list(const Screen& screen, const reader::WireFile& cases);

// A row for each leg and kind of operation, then what was checked and where the
// memory came from. `all` adds threads and the histograms.
[[nodiscard]] std::string bench_result(const Screen& screen, const model::BenchResult& result,
                                       bool all);

// One line while a run goes: "run 3: 45 %, 120k of 260k, 31k/s, 4 s left".
[[nodiscard]] std::string bench_progress(const model::BenchRun& run);

// "1,234 ns" up to 99,999, then "123 us", "45 ms".
[[nodiscard]] std::string nanoseconds(std::uint64_t ns);

// The same of what may be absent; a rate in ops/s; a count that is no good unless 0.
[[nodiscard]] std::string time_text(const std::optional<std::uint64_t>& ns);
[[nodiscard]] std::string rate_text(const model::BenchFigures& figures);
[[nodiscard]] Cell warned_count(const std::optional<std::uint64_t>& count);

// A line for each thing that the module's checks found wrong.
[[nodiscard]] std::string bench_faults(const Screen& screen, const model::BenchResult& result);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_BENCH_HPP
