// SPDX-License-Identifier: GPL-2.0
#include "model/bench.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <string_view>

#include "reader/error.hpp"

namespace mmscope::model {
namespace {

using reader::present;

constexpr std::string_view empty_op = "empty";

std::uint64_t total(const std::vector<BenchBucket>& buckets) {
  std::uint64_t count = 0;
  for (const BenchBucket& bucket : buckets)
    count += bucket.fields.count;
  return count;
}

const BenchRun& only_run(const reader::WireFile& file, std::string_view name) {
  const auto& runs = file.rows<mms_wire_bench_run>();
  if (runs.size() != 1)
    throw reader::Error(
        reader::Error::Kind::bad_data,
        fmt::format("{} holds {} bench_run records, expected 1", name, runs.size()));
  return runs.front();
}

} // namespace

std::optional<std::uint64_t> percentile(const BenchFigures& figures, unsigned per_mille) {
  const std::uint64_t all = total(figures.buckets);
  if (all == 0)
    return std::nullopt;
  // The operation of that rank, from 1: 500 of 4 is the second.
  const std::uint64_t rank = std::max<std::uint64_t>((all * per_mille + 999) / 1000, 1);
  std::uint64_t below = 0;
  for (const BenchBucket& bucket : figures.buckets) {
    below += bucket.fields.count;
    if (below < rank)
      continue;
    const std::uint64_t middle =
        bucket.fields.low_ns + (bucket.fields.high_ns - bucket.fields.low_ns) / 2;
    return std::clamp(middle, present(figures.row.fields.min_ns).value_or(0),
                      std::max(present(figures.row.fields.max_ns).value_or(middle),
                               present(figures.row.fields.min_ns).value_or(0)));
  }
  return std::nullopt;
}

std::optional<double> mean_ns(const BenchFigures& figures) {
  const auto ops = present(figures.row.fields.ops);
  const auto sum = present(figures.row.fields.sum_ns);
  if (!sum || ops.value_or(0) == 0)
    return std::nullopt;
  return static_cast<double>(*sum) / static_cast<double>(*ops);
}

std::optional<double> ops_per_second(const BenchFigures& figures) {
  const std::optional<double> mean = mean_ns(figures);
  if (!mean || *mean <= 0)
    return std::nullopt;
  return 1e9 / *mean * static_cast<double>(present(figures.row.fields.threads).value_or(1));
}

void add_figures(BenchResult& result, const std::vector<reader::Row<mms_wire_bench>>& rows,
                 const std::vector<BenchBucket>& buckets) {
  for (const auto& row : rows) {
    BenchFigures figures{row, {}, {}};
    for (const BenchBucket& bucket : buckets)
      if (bucket.fields.leg == row.fields.leg &&
          std::string_view(bucket.fields.op) == row.fields.op)
        figures.buckets.push_back(bucket);
    std::sort(figures.buckets.begin(), figures.buckets.end(),
              [](const BenchBucket& a, const BenchBucket& b) {
                return a.fields.low_ns < b.fields.low_ns;
              });
    (figures.row.fields.op == empty_op ? result.empties : result.figures)
        .push_back(std::move(figures));
  }
  for (BenchFigures& figures : result.figures)
    for (const BenchFigures& empty : result.empties)
      if (empty.row.fields.leg == figures.row.fields.leg)
        figures.empty_ns = percentile(empty, 500);
}

BenchResult parse_bench_result(std::string_view text) {
  const reader::WireFile file = reader::parse_wire(text, "bench/result");
  BenchResult result;
  result.header = file.header;
  if (!file.rows<mms_wire_bench_run>().empty())
    result.run = only_run(file, "bench/result");
  result.checks = file.rows<mms_wire_bench_check>();
  result.places = file.rows<mms_wire_bench_place>();
  result.orders = file.rows<mms_wire_bench_order>();
  result.reserves = file.rows<mms_wire_bench_reserve>();
  result.threads = file.rows<mms_wire_bench_thread>();
  add_figures(result, file.rows<mms_wire_bench>(), file.rows<mms_wire_bench_bucket>());
  return result;
}

std::optional<std::uint64_t> bytes_per_second(const BenchResult& result,
                                              const BenchFigures& figures) {
  const std::string name = result.run ? result.run->text("case") : "";
  const auto rate = ops_per_second(figures);
  if ((name != "copy" && name != "touch") || !rate)
    return std::nullopt;
  const auto bytes = present(result.run->fields.object_bytes);
  return bytes ? std::optional(static_cast<std::uint64_t>(*rate * static_cast<double>(*bytes)))
               : std::nullopt;
}

std::vector<std::string> op_kinds(const std::vector<const BenchResult*>& results) {
  std::vector<std::string> ops;
  for (const BenchResult* result : results)
    for (const BenchFigures& one : result->figures)
      if (std::find(ops.begin(), ops.end(), one.row.fields.op) == ops.end())
        ops.emplace_back(one.row.fields.op);
  return ops;
}

BenchResult load_bench_result(const reader::Source& source) {
  return parse_bench_result(source.read_debugfs("bench/result"));
}

reader::WireFile load_bench_cases(const reader::Source& source) {
  return reader::parse_wire(source.read_debugfs("bench/cases"), "bench/cases");
}

std::vector<std::string> faults(const BenchResult& result) {
  std::vector<std::string> faults;
  for (const auto& check : result.checks) {
    const auto& fields = check.fields;
    const std::pair<const char*, mms_u64> figures[] = {
        {"wrong_align", fields.wrong_align}, {"wrong_zero", fields.wrong_zero},
        {"wrong_data", fields.wrong_data},   {"wrong_place", fields.wrong_place},
        {"wrong_sum", fields.wrong_sum},     {"wrong_bound", fields.wrong_bound},
    };
    for (const auto& [name, count] : figures)
      if (present(count).value_or(0) != 0)
        faults.push_back(fmt::format("{} {} (leg {})", name, count, fields.leg));
    const auto acquired = present(fields.acquired);
    const auto released = present(fields.released);
    if (acquired && released && acquired != released)
      faults.push_back(
          fmt::format("{} objects got, {} given back (leg {})", *acquired, *released, fields.leg));
  }
  return faults;
}

BenchRun start_bench(const reader::Source& source, const std::string& line) {
  return only_run(reader::parse_wire(source.request("bench/run", line), "bench/run"), "bench/run");
}

BenchRun bench_status(const reader::Source& source) {
  return only_run(reader::parse_wire(source.read_debugfs("bench/status"), "bench/status"),
                  "bench/status");
}

void cancel_bench(const reader::Source& source) { (void)source.request("bench/cancel", "\n"); }

Object to_object(const BenchResult& result, const BenchFigures& figures) {
  Object object;
  for (auto& [key, value] : to_object(figures.row))
    object.emplace_back(key, std::move(value));
  const auto add = [&](const char* key, const std::optional<std::uint64_t>& value) {
    if (value)
      object.emplace_back(key, *value);
  };
  if (const std::optional<double> mean = mean_ns(figures))
    object.emplace_back("mean_ns", *mean);
  add("p50_ns", percentile(figures, 500));
  add("p90_ns", percentile(figures, 900));
  add("p99_ns", percentile(figures, 990));
  add("p999_ns", percentile(figures, 999));
  add("empty_ns", figures.empty_ns);
  if (const std::optional<double> rate = ops_per_second(figures))
    object.emplace_back("ops_per_second", *rate);
  add("bytes_per_second", bytes_per_second(result, figures));
  return object;
}

} // namespace mmscope::model
