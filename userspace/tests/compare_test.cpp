// SPDX-License-Identifier: GPL-2.0
// Whether runs of the lab differ.
#include <cmath>
#include <fmt/core.h>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "model/compare.hpp"
#include "model/run_store.hpp"
#include "reader/error.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"
#include "view/bench_json.hpp"
#include "view/compare.hpp"

namespace mmscope::tests {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Random = std::mt19937_64;

struct Like {
  double alloc_ns = 1000;
  double free_ns = 300;
  double run_noise = 0.02; // from one run to the next
  double op_noise = 0.1;   // from one operation to the next
};

// Adds an operation as the module would: a row, a bucket for each time, samples.
void add_op(model::SavedRun& run, const char* op, double ns, double noise, Random& random) {
  model::BenchFigures figures;
  auto& fields = figures.row.fields;
  fields.leg = 0;
  fields.cpu_node = fields.mem_node = 0;
  fields.threads = 1;
  std::copy(op, op + std::char_traits<char>::length(op) + 1, fields.op);
  fields.failed = fields.fallback = 0;
  std::normal_distribution<double> scatter(1, noise);
  model::OpSamples samples{0, op, {}};
  std::map<std::uint64_t, std::uint64_t> counts;
  for (int i = 0; i < 400; ++i) {
    const auto time = static_cast<std::uint64_t>(std::max(1.0, ns * scatter(random)));
    samples.ns.push_back(time);
    ++counts[time];
  }
  fields.ops = 400;
  fields.min_ns = counts.begin()->first;
  fields.max_ns = counts.rbegin()->first;
  for (const auto& [time, count] : counts) {
    model::BenchBucket bucket;
    bucket.fields.low_ns = bucket.fields.high_ns = time;
    bucket.fields.count = count;
    bucket.fields.leg = 0;
    std::copy(std::begin(fields.op), std::end(fields.op), bucket.fields.op);
    figures.buckets.push_back(bucket);
  }
  figures.empty_ns = 20;
  run.result.figures.push_back(std::move(figures));
  run.samples.push_back(std::move(samples));
}

model::SavedRun one_run(const Like& like, Random& random) {
  model::SavedRun run;
  run.id = "run";
  run.result.header.wire = 1;
  run.result.header.page_size = 4096;
  run.result.run.emplace();
  auto& fields = run.result.run->fields;
  fields.run = fields.legs = fields.batch = fields.clock_resolution_ns = 1;
  std::copy_n("done", 5, fields.phase);
  std::copy_n("done", 5, fields.stopped);
  run.result.run->texts["case"] = "alloc_pages";
  run.result.run->texts["request"] = "case=alloc_pages";
  run.environment.facts = {{"cpu", std::string("A CPU")}};
  // What a run has of its own is the same for all its operations.
  const double own = std::normal_distribution<double>(1, like.run_noise)(random);
  add_op(run, "alloc", like.alloc_ns * own, like.op_noise, random);
  add_op(run, "free", like.free_ns * own, like.op_noise, random);
  return run;
}

std::vector<model::SavedRun> runs(std::size_t nr, const Like& like, Random& random) {
  std::vector<model::SavedRun> all;
  for (std::size_t i = 0; i < nr; ++i)
    all.push_back(one_run(like, random));
  return all;
}

std::vector<std::string> verdicts(const model::CompareResult& result) {
  std::vector<std::string> names;
  for (const model::OpComparison& row : result.rows)
    names.emplace_back(model::name_of(row.verdict));
  return names;
}

std::string refusal(const std::function<void()>& what) {
  try {
    what();
  } catch (const reader::Error& error) {
    EXPECT_EQ(error.kind(), reader::Error::Kind::usage);
    return error.what();
  }
  return "none";
}

TEST(Compare, ARunIsNoDifferentFromItself) {
  Random random(1);
  const auto one = runs(1, {}, random);
  const model::CompareResult result = model::compare(one, one);
  EXPECT_THAT(verdicts(result), Each(std::string("same")));
  for (const model::OpComparison& row : result.rows) {
    EXPECT_DOUBLE_EQ(row.p, 1);
    EXPECT_DOUBLE_EQ(row.difference.estimate, 0);
  }
  EXPECT_THAT(result.doubts, IsEmpty());
  EXPECT_THAT(result.differences, IsEmpty());
}

TEST(Compare, FindsWhatIsThere) {
  Random random(2);
  const auto a = runs(7, {}, random);
  const auto b = runs(7, {.alloc_ns = 1200}, random);
  const model::CompareResult result = model::compare(a, b);
  EXPECT_EQ(verdicts(result), (std::vector<std::string>{"slower", "same"}));
  EXPECT_EQ(verdicts(model::compare(b, a)), (std::vector<std::string>{"faster", "same"}));
  const model::OpComparison& alloc = result.rows[0];
  EXPECT_EQ(alloc.a.ops, 7 * 400U);
  EXPECT_EQ(alloc.a.empty_ns, 20U);
  EXPECT_NEAR(*alloc.ratio, 1.2, 0.05);
  EXPECT_LE(*alloc.difference.low, 200);
  EXPECT_GE(*alloc.difference.high, 200);
  const std::string text = view::bench_compare(view::Screen(), result);
  EXPECT_THAT(text, HasSubstr("alloc: B slower by "));
  EXPECT_THAT(text, HasSubstr("free: no difference that could be told apart (within "));
  EXPECT_THAT(text, HasSubstr("Mann-Whitney test (exact) on the medians of 7 and 7 runs"));
  EXPECT_THAT(text, HasSubstr("20 ns")); // the empty case
}

// The 400 operations of a run share what the run has of its own. Taken for 2800
// independent ones, every other comparison would find a difference.
TEST(Compare, DriftFromRunToRunIsNoFinding) {
  Random random(3);
  int found = 0;
  constexpr int times = 300;
  for (int i = 0; i < times; ++i)
    for (const std::string& verdict :
         verdicts(model::compare(runs(7, {}, random), runs(7, {}, random))))
      if (verdict != "same") {
        ++found;
        break;
      }
  // 5 % of 300 is 15, and scatters by 4.
  EXPECT_LE(found, 27);
  EXPECT_GE(found, 1); // a test that never finds anything is none
}

TEST(Compare, OneRunOnEachSideIsComparedInPieces) {
  Random random(4);
  const Like steady{.run_noise = 0};
  const Like slower{.alloc_ns = 1200, .run_noise = 0};
  const model::CompareResult result =
      model::compare(runs(1, steady, random), runs(1, slower, random));
  EXPECT_EQ(verdicts(result), (std::vector<std::string>{"slower", "same"}));
  EXPECT_EQ(result.rows[0].a.medians.size(), 20U);
  EXPECT_THAT(view::bench_compare(view::Screen(), result),
              HasSubstr("20 and 20 pieces of one run each"));
}

TEST(Compare, ADifferenceBelowTheClocksStepIsDoubted) {
  Random random(5);
  const Like steady{.run_noise = 0.0001, .op_noise = 0.001};
  const Like slower{.alloc_ns = 1010, .run_noise = 0.0001, .op_noise = 0.001};
  auto a = runs(7, steady, random);
  const auto b = runs(7, slower, random);
  EXPECT_EQ(verdicts(model::compare(a, b))[0], "slower");
  EXPECT_THAT(model::compare(a, b).doubts, IsEmpty());
  a[3].result.run->fields.clock_resolution_ns = 40;
  EXPECT_THAT(view::bench_compare(view::Screen(), model::compare(a, b)),
              HasSubstr("alloc: the difference is less than the 40 ns"));
}

TEST(Compare, WhatABucketCannotTellIsNoDifference) {
  Random random(5);
  const auto in_one_bucket = [&](std::uint64_t low, std::uint64_t high) {
    auto all = runs(7, {}, random);
    for (model::SavedRun& run : all)
      for (model::BenchFigures& figures : run.result.figures) {
        figures.buckets.resize(1);
        figures.buckets[0].fields.low_ns = figures.row.fields.min_ns = low;
        figures.buckets[0].fields.high_ns = figures.row.fields.max_ns = high;
      }
    return all;
  };
  const auto a = in_one_bucket(1000, 1030);
  const model::CompareResult close = model::compare(a, in_one_bucket(1010, 1025));
  EXPECT_EQ(close.rows[0].step_ns, 31U);
  EXPECT_EQ(verdicts(close)[0], "too_fine");
  EXPECT_THAT(view::bench_compare(view::Screen(), close), HasSubstr("less than the 31 ns"));
  EXPECT_EQ(verdicts(model::compare(a, in_one_bucket(1200, 1230)))[0], "slower");
}

TEST(Compare, TooFewToTellIsSaid) {
  Random random(6);
  const Like much{.alloc_ns = 9000};
  const model::CompareResult result = model::compare(runs(3, {}, random), runs(3, much, random));
  EXPECT_THAT(verdicts(result), Each(std::string("too_few")));
  EXPECT_THAT(view::bench_compare(view::Screen(), result), HasSubstr("too few to tell"));
}

TEST(Compare, WhatCannotBeComparedIsRefused) {
  Random random(7);
  const auto a = runs(1, {}, random);
  auto other = a;
  for (model::BenchFigures& figures : other[0].result.figures)
    std::copy_n("add", 4, figures.row.fields.op);
  other[0].result.run->texts["request"] = "case=atomic64";
  EXPECT_THAT(refusal([&] { (void)model::compare(a, other); }),
              HasSubstr("no operation in common: A is case=alloc_pages, B is case=atomic64"));
  EXPECT_THAT(refusal([&] { (void)model::compare(a, runs(2, {}, random)); }),
              HasSubstr("several with several"));
  auto bare = a;
  bare[0].samples.clear();
  EXPECT_THAT(refusal([&] { (void)model::compare(a, bare); }), HasSubstr("B holds no samples"));
}

TEST(Compare, DoubtsAreTold) {
  Random random(8);
  const auto a = runs(1, {}, random);
  auto b = a;
  b[0].environment.facts = {{"cpu", std::string("Another")}};
  std::copy_n("time", 5, b[0].result.run->fields.stopped);
  b[0].result.run->fields.batch = 16;
  b[0].result.figures[0].row.fields.fallback = 3;
  b[0].result.figures[1].row.fields.failed = 4;
  b[0].result.figures.push_back(b[0].result.figures[0]);
  std::copy_n("more", 5, b[0].result.figures[2].row.fields.op);
  const std::string text = view::bench_compare(view::Screen(), model::compare(a, b));
  for (const char* doubt : {"Not alike: cpu: A A CPU, B Another", "stopped: time", "equally often",
                            "B alloc: 3 objects", "B free: 4 operations failed",
                            "On one side only, and left out: 1 kind of operations"})
    EXPECT_THAT(text, HasSubstr(doubt));
}

// Legs are held apart where there are several: each pair of nodes by itself.
TEST(Compare, LegsOfAMatrixAreRowsOfTheirOwn) {
  Random random(9);
  const auto two_legs = [&](const Like& far) {
    model::SavedRun run = one_run({.run_noise = 0}, random);
    model::SavedRun second = one_run(far, random);
    for (model::BenchFigures& figures : second.result.figures) {
      figures.row.fields.leg = 1;
      figures.row.fields.mem_node = 1;
      run.result.figures.push_back(figures);
    }
    for (model::OpSamples& samples : second.samples) {
      samples.leg = 1;
      run.samples.push_back(samples);
    }
    return std::vector<model::SavedRun>{run};
  };
  const auto a = two_legs({.run_noise = 0});
  const auto b = two_legs({.alloc_ns = 1500, .run_noise = 0});
  const model::CompareResult result = model::compare(a, b);
  EXPECT_EQ(verdicts(result), (std::vector<std::string>{"same", "same", "slower", "same"}));
  EXPECT_EQ(result.rows[2].a.mem_node, 1U);
}

std::string saved(const std::filesystem::path& dir, const model::SavedRun& run) {
  return model::RunStore(dir).save([&](const std::string& id) {
    model::SavedRun copy = run;
    copy.id = id;
    for (model::BenchFigures& figures : copy.result.figures)
      figures.row.texts["case"] = "alloc_pages";
    return view::render_json(view::saved_document(copy), false);
  });
}

TEST(CompareTool, ComparesSavedRuns) {
  Random random(10);
  const ScratchDir scratch;
  cli::Terminal terminal;
  terminal.runs_dir = scratch.path();
  const std::string a = saved(scratch.path(), one_run({.run_noise = 0}, random));
  const std::string b = saved(scratch.path(), one_run({.alloc_ns = 2000, .run_noise = 0}, random));
  const auto differ = tool(fmt::format("bench compare {} {}", a, b), terminal);
  EXPECT_EQ(differ.exit_code, 0) << differ.err;
  EXPECT_THAT(differ.out, HasSubstr("alloc: B slower by"));
  const auto self = tool("bench compare latest latest", terminal);
  EXPECT_EQ(self.exit_code, 0);
  EXPECT_THAT(self.out, Not(HasSubstr("slower by")));
  EXPECT_THAT(self.out, HasSubstr("no difference"));
  const auto json = tool(fmt::format("bench compare latest~1 {} -j", b), terminal);
  EXPECT_THAT(json.out, HasSubstr("\"verdict\":\"slower\""));
  EXPECT_EQ(tool(fmt::format("bench compare {0},{0} {1},{1}", a, b), terminal).exit_code, 0);
  EXPECT_EQ(tool(fmt::format("bench compare {0},{0} {1}", a, b), terminal).exit_code, 2);
}

TEST(CompareTool, BadWordsAreUsageErrors) {
  const ScratchDir scratch;
  cli::Terminal terminal;
  terminal.runs_dir = scratch.path();
  for (const char* command :
       {"bench compare", "bench compare latest", "bench compare a b", "bench compare a b c",
        "bench compare --nodes 0,1", "bench compare a b --ops 5",
        "bench compare --nodes 1,3 empty --repeats 3",
        "bench compare --nodes 1,3 empty --repeats x", "bench compare --nodes 1 empty",
        "bench compare --nodes 1,3,1 empty", "bench compare --nodes 1,x empty",
        "bench compare --nodes 1,3 empty --mem-node 1", "bench compare --nodes 1,3 a b"})
    EXPECT_EQ(tool_on("handmade", command, terminal).exit_code, 2) << command;
  EXPECT_THAT(tool_on("handmade", "bench compare --nodes 1,2 empty").err,
              HasSubstr("there is no node 2; the nodes are 1, 3."));
}

} // namespace
} // namespace mmscope::tests
