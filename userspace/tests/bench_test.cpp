// SPDX-License-Identifier: GPL-2.0
// What the tool makes of the lab's results.
#include <algorithm>
#include <gtest/gtest.h>

#include "model/bench.hpp"
#include "tool.hpp"

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
