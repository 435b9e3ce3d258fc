// SPDX-License-Identifier: GPL-2.0
// `verify` on the made-up machine of verify_machine.hpp: it must agree with both
// sides as they are, and notice a change on either.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/verify.hpp"
#include "reader/error.hpp"
#include "tests/verify_machine.hpp"

namespace mmscope::tests {
namespace {

using model::Comparison;
using model::Outcome;
using model::VerifyResult;
using reader::Error;
using reader::Source;

const std::string node_dir = "/sys/devices/system/node/";

VerifyResult verify(const Files& files) { return verify_still(Tree(files)); }

std::vector<std::string> whats(const VerifyResult& result, Outcome outcome) {
  std::vector<std::string> names;
  for (const Comparison& comparison : result.comparisons) {
    if (comparison.outcome == outcome)
      names.push_back(comparison.what);
  }
  return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, "\n"));
}

class VerifyTest : public testing::TestWithParam<Kernel> {};

INSTANTIATE_TEST_SUITE_P(Kernels, VerifyTest, testing::Values(Kernel::v6_1, Kernel::v6_12),
                         [](const auto& test) {
                           return test.param == Kernel::v6_1 ? "v6_1" : "v6_12";
                         });

TEST_P(VerifyTest, BothSidesAsTheyAre) {
  const VerifyResult result = verify(machine_files(GetParam()));
  EXPECT_EQ(joined(whats(result, Outcome::failed)), "");
  EXPECT_EQ(joined(whats(result, Outcome::skipped)), "whole file"); // of the pagemap of a process
  EXPECT_EQ(joined(whats(result, Outcome::within)), "");
  EXPECT_GT(result.total.compared, 900U);
  EXPECT_EQ(result.total.compared, result.total.exact);
  EXPECT_TRUE(result.passed());
}

// --- items that one side lacks ---

TEST_P(VerifyTest, ItemThatTheModuleDoesNotKnow) {
  for (const auto& [path, before, item] : std::vector<std::array<std::string, 3>>{
           {"/proc/zoneinfo", "\n      nr_mlock", "\n      nr_new_zone_item 0"},
           {"/proc/zoneinfo", "\n      nr_active_anon", "\n      nr_new_node_item 0"},
           {"/proc/zoneinfo", "\n        spanned", "\n        newmark  0"},
           {"/proc/zoneinfo", "\n              batch:", "\n              newest: 0"},
           {node_dir + "node1/vmstat", "nr_mlock", "nr_new_item 0\n"},
           {node_dir + "node1/numastat", "numa_miss", "numa_new 0\n"}}) {
    Files files = machine_files(GetParam());
    files[path] = replaced(files[path], before, item + before);
    const VerifyResult result = verify(files);
    EXPECT_EQ(result.total.failed, 1U) << item;
    EXPECT_FALSE(result.passed());
  }
}

TEST_P(VerifyTest, CounterThatTheKernelDoesNotPrint) {
  for (const char* item : {" nr_mlock=", " nr_dirty=", " numa_hit="}) {
    Files files = machine_files(GetParam());
    const std::string name = std::string(item).substr(1, std::string(item).size() - 2);
    for (auto& [path, text] : files) {
      if (path != "/proc/zoneinfo")
        continue;
      const std::size_t at = text.find("\n      " + name);
      text.erase(at, text.find('\n', at + 1) - at);
    }
    const std::vector<std::string> failed = whats(verify(files), Outcome::failed);
    ASSERT_EQ(failed.size(), 1U) << item;
    EXPECT_NE(failed[0].find(name), std::string::npos);
  }
}

TEST_P(VerifyTest, ZonesAndNodesThatOneSideLacks) {
  Files files = machine_files(GetParam());
  const std::size_t last = files["/proc/zoneinfo"].rfind("Node 5, zone  Movable");
  files["/proc/zoneinfo"].resize(last);
  EXPECT_EQ(joined(whats(verify(files), Outcome::failed)), "node 5 zones");

  files = machine_files(GetParam());
  const std::size_t line = files["/proc/buddyinfo"].find('\n') + 1;
  files["/proc/buddyinfo"].erase(0, line);
  EXPECT_EQ(joined(whats(verify(files), Outcome::failed)), "populated zones");

  files = machine_files(GetParam());
  std::string& lists = files["/proc/pagetypeinfo"];
  const std::size_t isolate = lists.rfind('\n', lists.find("type      Isolate"));
  lists.erase(isolate, lists.find('\n', isolate + 1) - isolate);
  EXPECT_EQ(whats(verify(files), Outcome::failed).size(), 3U); // one per order
}

// Two counters that changed places are as many as before, and yet wrong.
TEST_P(VerifyTest, SwappedFigures) {
  Files files = machine_files(GetParam());
  std::string& zones = files[std::string(published_dir) + "zones"];
  zones = replaced(zones, " nr_mlock=", " nr_swap=");
  zones = replaced(zones, " nr_bounce=", " nr_mlock=");
  zones = replaced(zones, " nr_swap=", " nr_bounce=");
  EXPECT_TRUE(has(whats(verify(files), Outcome::failed), "zone 1:DMA32 nr_mlock"));
}

// --- counts that stopped at a bound ---

TEST_P(VerifyTest, BoundedListsAreComparedUpToTheBound) {
  Files files = machine_files(GetParam());
  std::string& areas = files[std::string(published_dir) + "free_area"];
  const std::size_t line = areas.find("\nfree_area ") + 1;
  const std::size_t blocks = areas.find("blocks=", line);
  areas.replace(blocks, areas.find('\n', blocks) - blocks, "blocks=2 bounded=1");
  const VerifyResult result = verify(files);
  EXPECT_EQ(joined(whats(result, Outcome::failed)), "");
  EXPECT_TRUE(
      has(whats(result, Outcome::exact), "zone 1:DMA32 Unmovable order 0 (up to the bound)"));
  // The sums cannot be had.
  EXPECT_TRUE(has(whats(result, Outcome::skipped), "zone 1:DMA32 order 0 lists"));
  EXPECT_TRUE(has(whats(result, Outcome::skipped), "zone 1:DMA32 sum of orders"));
}

TEST_P(VerifyTest, KernelStoppedCounting) {
  Files files = machine_files(GetParam());
  std::string& lists = files["/proc/pagetypeinfo"];
  const std::size_t type = lists.find("type    Unmovable ") + 18;
  lists.replace(type, 6, ">     1"); // of several
  EXPECT_EQ(joined(whats(verify(files), Outcome::failed)), "");
  lists.replace(type, 7, "> 99999"); // more than the module counted to the end
  EXPECT_EQ(verify(files).total.failed, 1U);
}

// --- sources that are not there, or not sound ---

TEST_P(VerifyTest, MissingSourcesAreSkippedWithTheReason) {
  for (const char* path :
       {"/proc/zoneinfo", "/proc/buddyinfo", "/proc/pagetypeinfo", "/proc/meminfo", "/dev/kmsg",
        "/sys/kernel/debug/extfrag/unusable_index", "/sys/kernel/debug/extfrag/extfrag_index"}) {
    Files files = machine_files(GetParam());
    files.erase(path);
    const VerifyResult result = verify(files);
    EXPECT_TRUE(result.passed());
    EXPECT_EQ(result.total.skipped, 2U); // this one and the pagemap of a process
    for (const model::SourceSummary& source : result.sources) {
      if (source.source == path) {
        EXPECT_NE(source.skipped_because.find("No such file"), std::string::npos) << path;
      }
    }
  }
}

TEST_P(VerifyTest, ModuleAloneIsNotVerified) {
  Files files;
  for (const auto& [path, text] : machine_files(GetParam())) {
    if (path.find(published_dir) == 0)
      files[path] = text;
  }
  const VerifyResult result = verify(files);
  EXPECT_EQ(result.total.failed, 0U);
  EXPECT_GT(result.total.compared, 0U);
  EXPECT_FALSE(result.passed());
}

TEST_P(VerifyTest, HugePagesNeedTheirSize) {
  Files files = machine_files(GetParam());
  files.erase("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
  const VerifyResult result = verify(files);
  EXPECT_TRUE(result.passed());
  EXPECT_TRUE(has(whats(result, Outcome::skipped), "node 1 FilePmdMapped (KiB)"));
}

TEST_P(VerifyTest, TruncatedFileIsBadDataAndNamed) {
  for (const char* path :
       {"/proc/zoneinfo", "/proc/buddyinfo", "/proc/pagetypeinfo", "/proc/meminfo", "/dev/kmsg",
        "/sys/kernel/debug/extfrag/unusable_index", "/sys/devices/system/node/node3/vmstat",
        "/sys/devices/system/node/node3/meminfo", "/sys/devices/system/node/node3/distance",
        "/sys/devices/system/node/has_cpu"}) {
    Files files = machine_files(GetParam());
    files[path].resize(files[path].size() - 1);
    try {
      (void)verify(files);
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Error::Kind::bad_data) << path;
      EXPECT_EQ(std::string(error.what()).find(std::string(path) + ":"), 0U) << error.what();
    }
  }
}

TEST_P(VerifyTest, NoModule) {
  Files files = machine_files(GetParam());
  files.erase(std::string(published_dir) + "pcp");
  try {
    (void)verify(files);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::not_there);
  }
}

TEST_P(VerifyTest, RecordedFilesMayLieApart) {
  Files files = machine_files(GetParam());
  std::string& meminfo = files["/proc/meminfo"];
  meminfo.insert(meminfo.find_first_of("123456789", meminfo.find("MemFree:")), "9");
  const Tree tree(files);
  EXPECT_FALSE(verify_still(tree).passed());
  EXPECT_TRUE(model::verify(Source::recorded(tree.root()),
                            {.attempts = 1, .recorded_drift_pages = 100000000})
                  .passed());
}

} // namespace
} // namespace mmscope::tests
