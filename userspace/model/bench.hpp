// SPDX-License-Identifier: GPL-2.0
// Runs of the lab: starting one, following it, and what its buckets come to.
#ifndef MMSCOPE_MODEL_BENCH_HPP
#define MMSCOPE_MODEL_BENCH_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/value.hpp"
#include "reader/source.hpp"
#include "reader/wire_file.hpp"

namespace mmscope::model {

using BenchRun = reader::Row<mms_wire_bench_run>;
using BenchBucket = reader::Row<mms_wire_bench_bucket>;

// All operations of one kind in one leg.
struct BenchFigures {
  reader::Row<mms_wire_bench> row;
  std::vector<BenchBucket> buckets; // by time
  // What reading the clock takes by itself: the median of the leg's empty
  // operations. It is in every figure.
  std::optional<std::uint64_t> empty_ns;
};

struct BenchResult {
  reader::Header header;
  std::optional<BenchRun> run;       // none: nothing was run yet
  std::vector<BenchFigures> figures; // empty operations left out
  std::vector<BenchFigures> empties; // and these are they, one for each leg
  std::vector<reader::Row<mms_wire_bench_check>> checks;
  std::vector<reader::Row<mms_wire_bench_place>> places;
  std::vector<reader::Row<mms_wire_bench_order>> orders;     // of cases that take pages
  std::vector<reader::Row<mms_wire_bench_reserve>> reserves; // of the case reserves
  std::vector<reader::Row<mms_wire_bench_thread>> threads;
};

[[nodiscard]] BenchResult parse_bench_result(std::string_view text);

// Joins rows, among them the empty operations, and buckets to figures.
void add_figures(BenchResult& result, const std::vector<reader::Row<mms_wire_bench>>& rows,
                 const std::vector<BenchBucket>& buckets);
[[nodiscard]] BenchResult load_bench_result(const reader::Source& source);

[[nodiscard]] reader::WireFile load_bench_cases(const reader::Source& source);

// The time that `per_mille` of a thousand operations do not exceed, as exact as a
// bucket is wide; nothing where there are none. `row` bounds it.
[[nodiscard]] std::optional<std::uint64_t> percentile(const BenchFigures& figures,
                                                      unsigned per_mille);
[[nodiscard]] std::optional<double> mean_ns(const BenchFigures& figures);
// By the time of the operations alone, all threads together.
[[nodiscard]] std::optional<double> ops_per_second(const BenchFigures& figures);

// Memory that the operations went through a second, all threads together; nothing
// for cases that go through none: allocating memory does not touch it.
[[nodiscard]] std::optional<std::uint64_t> bytes_per_second(const BenchResult& result,
                                                            const BenchFigures& figures);

// Kinds of operations in the order of their first row.
[[nodiscard]] std::vector<std::string> op_kinds(const std::vector<const BenchResult*>& results);

// What the module's checks found wrong, as "wrong_align 3 (leg 0)".
[[nodiscard]] std::vector<std::string> faults(const BenchResult& result);

// Writes the line to bench/run.
BenchRun start_bench(const reader::Source& source, const std::string& line);
[[nodiscard]] BenchRun bench_status(const reader::Source& source);
void cancel_bench(const reader::Source& source);

// A bench_result record.
[[nodiscard]] Object to_object(const BenchResult& result, const BenchFigures& figures);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_BENCH_HPP
