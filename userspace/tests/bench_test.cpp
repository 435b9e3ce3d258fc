// SPDX-License-Identifier: GPL-2.0
// What the tool makes of the lab's results.
#include <algorithm>
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "model/bench.hpp"
#include "tool.hpp"
#include "view/bench_memory.hpp"

namespace mmscope::tests {
namespace {

model::BenchFigures figures(std::initializer_list<std::pair<std::uint64_t, std::uint64_t>> counts) {
  model::BenchFigures figures;
  auto& fields = figures.row.fields;
  fields.ops = 0;
  fields.sum_ns = 0;
  fields.threads = 1;
  for (const auto& [ns, count] : counts) {
    model::BenchBucket bucket;
    bucket.fields.low_ns = bucket.fields.high_ns = ns;
    bucket.fields.count = count;
    figures.buckets.push_back(bucket);
    fields.ops += count;
    fields.sum_ns += ns * count;
    fields.min_ns = std::min(fields.min_ns, ns);
    fields.max_ns = ns;
  }
  return figures;
}

TEST(BenchModelTest, PercentilesAreTheNearestRank) {
  const model::BenchFigures one = figures({{10, 1}});
  for (const unsigned per_mille : {1U, 500U, 999U, 1000U})
    EXPECT_EQ(model::percentile(one, per_mille), 10U);
  // 1 to 100, each once.
  model::BenchFigures hundred = figures({});
  for (std::uint64_t ns = 1; ns <= 100; ++ns) {
    model::BenchBucket bucket;
    bucket.fields.low_ns = bucket.fields.high_ns = ns;
    bucket.fields.count = 1;
    hundred.buckets.push_back(bucket);
  }
  hundred.row.fields.min_ns = 1;
  hundred.row.fields.max_ns = 100;
  EXPECT_EQ(model::percentile(hundred, 500), 50U);
  EXPECT_EQ(model::percentile(hundred, 900), 90U);
  EXPECT_EQ(model::percentile(hundred, 990), 99U);
  EXPECT_EQ(model::percentile(hundred, 999), 100U);
  EXPECT_EQ(model::percentile(figures({}), 500), std::nullopt);
}

TEST(BenchModelTest, APercentileStaysBetweenTheFastestAndTheSlowest) {
  model::BenchFigures wide = figures({{1000, 5}});
  wide.buckets[0].fields.high_ns = 1100;
  EXPECT_EQ(model::percentile(wide, 500), 1000U); // max_ns is 1000
}

TEST(BenchModelTest, MeansAndRates) {
  const model::BenchFigures two = figures({{100, 3}, {500, 1}});
  EXPECT_DOUBLE_EQ(*model::mean_ns(two), 200);
  EXPECT_DOUBLE_EQ(*model::ops_per_second(two), 5e6);
  EXPECT_EQ(model::mean_ns(figures({})), std::nullopt);
}

TEST(BenchModelTest, WhatIsWrongIsToldAndIsNoSuccess) {
  const std::string head = "mmscope wire=1 kind=bench nr=1 page_size=4096 kernel=6.1\n";
  const model::BenchResult result = model::parse_bench_result(
      head + "bench_check leg=2 acquired=5 released=4 wrong_zero=0 wrong_data=3\nend nr=1\n");
  EXPECT_EQ(
      model::faults(result),
      (std::vector<std::string>{"wrong_data 3 (leg 2)", "5 objects got, 4 given back (leg 2)"}));
}

// A run whose result has these records besides its own.
model::BenchResult result_of(const std::string& name, const std::string& records, int nr) {
  return model::parse_bench_result(
      fmt::format("mmscope wire=1 kind=bench nr={} page_size=4096 kernel=6.1\n"
                  "bench_run run=1 phase=done stopped=done object_bytes=1048576 case={}\n"
                  "bench_check leg=0 acquired=0 released=0\n{}end nr={}\n",
                  nr + 2, name, records, nr + 2));
}

TEST(BenchViewTest, ReservesAreATableOfTheirOwn) {
  const std::string text = view::bench_memory(
      view::Screen(),
      result_of("reserves",
                "bench_order leg=0 order=0 nid=0 zone=DMA blocks=120 failed=2\n"
                "bench_reserve leg=0 gfp=kernel nid=0 zone=DMA min_pages=190 free_pages=166 "
                "below_min_pages=24 taken_pages=100\n"
                "bench_reserve leg=0 gfp=atomic nid=0 zone=DMA min_pages=190 free_pages=71 "
                "below_min_pages=119 taken_pages=20\n",
                3));
  EXPECT_NE(text.find("atomic    node 0 DMA            190          71        119    20"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("Blocks that were asked for"), std::string::npos);
}

TEST(BenchViewTest, BlocksAreToldByOrderWhereThereAreSeveral) {
  const std::string one = "bench_order leg=0 order=4 nid=1 zone=Normal blocks=9 failed=0\n";
  const std::string two = "bench_order leg=0 order=8 nid=1 zone=Normal blocks=5 failed=0\n";
  EXPECT_EQ(view::bench_memory(view::Screen(), result_of("heap_system", one, 1)), "");
  EXPECT_NE(view::bench_memory(view::Screen(), result_of("heap_system", one + two, 2))
                .find("0      8       5       0  node 1 Normal"),
            std::string::npos);
}

TEST(BenchViewTest, BandwidthIsOfTheCasesThatGoThroughMemory) {
  const std::string rows =
      "bench case=copy leg=0 cpu_node=1 mem_node=3 threads=1 op=copy ops=1000 failed=0 fallback=0 "
      "sum_ns=1000000000 min_ns=1000000 max_ns=1000000\n";
  EXPECT_EQ(view::bench_memory(view::Screen(), result_of("copy", rows, 1)),
            "copy, CPU node 1 to memory node 3: 1000.0 MiB/s\n");
  EXPECT_EQ(view::bench_memory(view::Screen(), result_of("chase", rows, 1)), "");
}

TEST(BenchToolTest, ARecordedTreeCannotRun) {
  const auto outcome = tool_on("handmade", "bench run empty");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_NE(outcome.err.find("running kernel"), std::string::npos);
}

TEST(BenchToolTest, BadWordsAreUsageErrors) {
  for (const char* command :
       {"bench run", "bench run empty --ops", "bench run vmalloc --size 4X7M", "bench sweep empty",
        "bench sweep alloc_pages --order 3", "bench walk"})
    EXPECT_EQ(tool_on("handmade", command).exit_code, 2) << command;
}

} // namespace
} // namespace mmscope::tests
