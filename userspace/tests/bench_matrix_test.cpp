// SPDX-License-Identifier: GPL-2.0
// The lab's matrix beside what the firmware says, its bandwidths and its sweeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/distance.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"
#include "view/bench_matrix.hpp"
#include "view/bench_sweep.hpp"

namespace mmscope::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

reader::Source handmade() { return reader::Source::recorded(data_dir() / "trees/handmade"); }

TEST(Distances, SlitIsByNodeNumbers) {
  const model::Distances distances = model::load_distances(handmade());
  EXPECT_EQ(distances.slit.at({1, 1}), 10U);
  EXPECT_EQ(distances.slit.at({1, 3}), 28U);
  EXPECT_EQ(distances.slit.size(), 4U);
  EXPECT_TRUE(distances.hmat.empty());
  EXPECT_EQ(model::slit_objects(distances).size(), 4U);
}

TEST(Distances, HmatIsReadWhereItIs) {
  const ScratchDir scratch;
  std::filesystem::copy(data_dir() / "trees/handmade", scratch.path(),
                        std::filesystem::copy_options::recursive);
  const std::string dir = "/sys/devices/system/node/node3/access0/initiators/";
  scratch.put(dir + "read_latency", "110\n");
  scratch.put(dir + "write_latency", "0\n"); // the firmware's table leaves it out
  scratch.put(dir + "read_bandwidth", "20480\n");
  scratch.put(dir + "node1/online", "1\n");
  const auto source = reader::Source::recorded(scratch.path());
  const model::Distances distances = model::load_distances(source);
  ASSERT_EQ(distances.hmat.size(), 1U);
  const model::Hmat& hmat = distances.hmat.front();
  EXPECT_EQ(hmat.mem_node, 3U);
  EXPECT_THAT(hmat.initiators, ElementsAre(1));
  EXPECT_EQ(hmat.read_latency_ns, 110U);
  EXPECT_EQ(hmat.write_latency_ns, std::nullopt);
  EXPECT_EQ(hmat.read_mb_per_s, 20480U);
  EXPECT_EQ(hmat.write_mb_per_s, std::nullopt);
  const std::string text =
      view::bench_matrix(view::Screen(), model::load_bench_result(source), distances);
  EXPECT_THAT(text, HasSubstr("110 ns"));
  EXPECT_THAT(text, HasSubstr("20480"));
}

TEST(BenchMatrix, EveryOpIsBesideSlit) {
  const std::string text = view::bench_matrix(view::Screen(), model::load_bench_result(handmade()),
                                              model::load_distances(handmade()));
  EXPECT_THAT(text, HasSubstr("alloc: median by CPU node"));
  EXPECT_THAT(text, HasSubstr("free: median by CPU node"));
  EXPECT_THAT(text, HasSubstr("       1  301 ns  900 ns      10      28\n"));
  EXPECT_THAT(text, HasSubstr("No HMAT"));
  EXPECT_THAT(text, Not(HasSubstr("bandwidth\n"))); // allocating touches nothing
}

TEST(BenchMatrix, CasesThatGoThroughMemoryHaveABandwidth) {
  model::BenchResult result = model::load_bench_result(handmade());
  EXPECT_EQ(model::bytes_per_second(result, result.figures[1]), std::nullopt);
  result.run->texts["case"] = "copy";
  // 100 operations of 4096 bytes in 10000 ns.
  EXPECT_EQ(model::bytes_per_second(result, result.figures[1]), 40960000000U);
  const std::string text =
      view::bench_matrix(view::Screen(), result, model::load_distances(handmade()));
  EXPECT_THAT(text, HasSubstr("free: bandwidth\n"));
  EXPECT_THAT(text, HasSubstr("38.1 GiB/s"));
}

TEST(BenchSweep, HasARowForEachStepOfEachOp) {
  const model::BenchResult result = model::load_bench_result(handmade());
  const std::string text =
      view::bench_sweep(view::Screen(), "threads", {{"1", result}, {"2", result}});
  EXPECT_THAT(text, ::testing::StartsWith("alloc\nthreads"));
  EXPECT_THAT(text, HasSubstr("\nfree\nthreads"));
  EXPECT_THAT(text, HasSubstr("20,001 ns     1M")); // ops/s
  EXPECT_THAT(text, HasSubstr("WRONG: wrong_data 2 (leg 1)"));
}

TEST(BenchTool, SweepsKnowTheirKeys) {
  const auto refused = tool_on("handmade", "bench sweep empty");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("kmem_cache (size)"));
  for (const char* command :
       {"bench sweep kmalloc --over order", "bench sweep kmalloc --over threads --threads 2",
        "bench sweep kmalloc --over threads --cpus 1",
        "bench sweep kmalloc --over threads --cpu-node 1", // which has no CPU
        "bench sweep kmalloc --over threads --cpu-node 2"})
    EXPECT_EQ(tool_on("handmade", command).exit_code, 2) << command;
  // Understood, and refused by a recorded tree alone.
  for (const char* command : {"bench sweep empty --over threads", "bench sweep kmem_cache"})
    EXPECT_EQ(tool_on("handmade", command).exit_code, 3) << command;
}

} // namespace
} // namespace mmscope::tests
