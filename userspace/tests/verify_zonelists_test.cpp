// SPDX-License-Identifier: GPL-2.0
// The rules that zonelists obey, and the order that the kernel logged. The
// machine has nodes 1, 3 (no CPUs) and 5 (no memory), and no node 0.
#include <algorithm>
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "tests/verify_machine.hpp"

namespace mmscope::tests {
namespace {

using model::Comparison;
using model::Outcome;

const std::string zonelists_path = std::string(published_dir) + "zonelists";

struct Ref {
  unsigned nid;
  const char* zone;
  unsigned zone_idx;
  unsigned distance;
};

constexpr Ref normal_1 = {1, "Normal", 2, 10};
constexpr Ref dma32_1 = {1, "DMA32", 1, 10};
constexpr Ref movable_3 = {3, "Movable", 3, 20};
constexpr Ref normal_3 = {3, "Normal", 2, 20};

// The machine with another list for node 1.
Files with_list(const std::string& list, const std::vector<Ref>& refs) {
  Files files = machine_files(Kernel::v6_1);
  std::string rows;
  std::size_t nr = 0;
  std::string rest = files[zonelists_path];
  const std::string own = fmt::format("zoneref nid=1 list={} ", list);
  while (!rest.empty()) {
    const std::string line = rest.substr(0, rest.find('\n') + 1);
    rest.erase(0, line.size());
    if (line.find("zoneref ") != 0 || line.find(own) == 0)
      continue;
    rows += line;
    ++nr;
  }
  for (std::size_t pos = 0; pos < refs.size(); ++pos, ++nr)
    rows += fmt::format("{}pos={} zone_nid={} zone={} zone_idx={} distance={}\n", own, pos,
                        refs[pos].nid, refs[pos].zone, refs[pos].zone_idx, refs[pos].distance);
  files[zonelists_path] =
      fmt::format("mmscope wire=1 kind=zoneref nr={0} page_size=4096 kernel=6.1.0-test\n{1}end "
                  "nr={0}\n",
                  nr, rows);
  return files;
}

std::string failures(const Files& files) {
  std::string names;
  for (const Comparison& comparison : verify_still(Tree(files)).comparisons) {
    if (comparison.outcome == Outcome::failed)
      names += comparison.what + "\n";
  }
  return names;
}

TEST(VerifyZonelists, AsBuilt) {
  EXPECT_EQ(failures(with_list("fallback", {normal_1, dma32_1, movable_3, normal_3})), "");
}

TEST(VerifyZonelists, BrokenRules) {
  struct Case {
    const char* why;
    std::vector<Ref> refs;
    const char* failed;
  };
  for (const Case& broken : std::vector<Case>{
           {"a zone is missing", {normal_1, dma32_1, movable_3}, "node 1 fallback zones\n"},
           {"a node is missing",
            {normal_1, dma32_1},
            "node 1 fallback order\nnode 1 fallback zones\n"},
           {"a zone comes twice",
            {normal_1, dma32_1, dma32_1, movable_3, normal_3},
            "node 1 fallback zones\n"},
           {"zones ascend", {dma32_1, normal_1, movable_3, normal_3}, "node 1 fallback zones\n"},
           {"an unpopulated zone",
            {{1, "Movable", 3, 10}, normal_1, dma32_1, movable_3, normal_3},
            "node 1 fallback zones\n"},
           {"a node without memory",
            {normal_1, dma32_1, movable_3, normal_3, {5, "Normal", 2, 30}},
            "node 1 fallback order\nnode 1 fallback zones\n"},
           {"nodes are mixed", {normal_1, movable_3, dma32_1, normal_3}, "node 1 fallback zones\n"},
           {"the local node is not first",
            {movable_3, normal_3, normal_1, dma32_1},
            "node 1 fallback order\nnode 1 fallback order by distance\n"},
           {"a wrong distance",
            {normal_1, dma32_1, movable_3, {3, "Normal", 2, 21}},
            "node 1 fallback distances\n"},
           {"a wrong index",
            {normal_1, {1, "DMA32", 0, 10}, movable_3, normal_3},
            "node 1 fallback zones\n"}})
    EXPECT_EQ(failures(with_list("fallback", broken.refs)), broken.failed) << broken.why;
}

TEST(VerifyZonelists, NofallbackHoldsTheOwnZones) {
  EXPECT_EQ(failures(with_list("nofallback", {normal_1, dma32_1})), "");
  EXPECT_EQ(failures(with_list("nofallback", {normal_1})), "node 1 nofallback zones\n");
  EXPECT_EQ(failures(with_list("nofallback", {normal_1, dma32_1, normal_3})),
            "node 1 nofallback zones\n");
}

// Distances on both sides, so that only the order can be wrong; no log.
std::string failures_with_distances(const std::string& row) {
  Files files = machine_files(Kernel::v6_1);
  files.erase("/dev/kmsg");
  // Node 5 falls back to 3 and then to 1.
  std::string& nodes = files[std::string(published_dir) + "nodes"];
  nodes = replaced(nodes, "distance=30,20,10", "distance=" + row);
  std::string spaced = row;
  std::replace(spaced.begin(), spaced.end(), ',', ' ');
  files["/sys/devices/system/node/node5/distance"] = spaced + "\n";
  std::string names = failures(files);
  const std::string distances = "node 5 fallback distances\n"; // as the list has the old ones
  if (const std::size_t at = names.find(distances); at != std::string::npos)
    names.erase(at, distances.size());
  return names;
}

TEST(VerifyZonelists, OrderAndDistances) {
  const std::string wrong = "node 5 fallback order by distance\n";
  EXPECT_EQ(failures_with_distances("30,20,10"), ""); // the nearer one first
  EXPECT_EQ(failures_with_distances("20,20,10"), ""); // as near: load decides
  EXPECT_EQ(failures_with_distances("19,20,10"), ""); // node 1 has CPUs, which costs one
  EXPECT_EQ(failures_with_distances("18,20,10"), wrong);
}

std::string log_result(const std::string& log) {
  Files files = machine_files(Kernel::v6_1);
  files["/dev/kmsg"] = log;
  std::string results;
  for (const Comparison& comparison : verify_still(Tree(files)).comparisons) {
    if (comparison.source == "/dev/kmsg")
      results += comparison.outcome == Outcome::exact     ? "exact "
                 : comparison.outcome == Outcome::skipped ? comparison.note + " "
                                                          : "failed ";
  }
  return results;
}

TEST(VerifyZonelists, LoggedOrder) {
  const std::string order_1 = "6,1,0,-;Fallback order for Node 1: 1 3 \n";
  const std::string order_3 = "6,2,0,-;Fallback order for Node 3: 3 1 \n";
  const std::string order_5 = "6,3,0,-;Fallback order for Node 5: 3 1 \n";
  const std::string begin = "6,0,0,-;Linux\n";
  EXPECT_EQ(log_result(begin + order_1 + order_3 + order_5), "exact exact exact ");
  EXPECT_EQ(log_result(begin + order_3 + "6,4,0,-;Fallback order for Node 1: 3 1 \n" + order_5),
            "failed exact exact ");
  // 6.1 names the node itself although it has no memory.
  EXPECT_EQ(log_result(begin + order_1 + order_3 + "6,3,0,-;Fallback order for Node 5: 5 3 1 \n"),
            "exact exact exact ");
  EXPECT_EQ(log_result("6,70,0,-;late\n" + order_3 + order_5),
            "the kernel log has rolled over since boot exact exact ");
  EXPECT_EQ(log_result(begin),
            "the kernel did not log it the kernel did not log it the kernel did not log it ");
}

} // namespace
} // namespace mmscope::tests
