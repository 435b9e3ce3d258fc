// SPDX-License-Identifier: GPL-2.0
// The `vmalloc` file: extents, and the runs that they fall into.
#include <gtest/gtest.h>

#include "core_fixture.hpp"

namespace mmscope::test {
namespace {

constexpr mms_u64 page = 4096;
constexpr mms_u64 start = 0xffffc90000000000;

class VmallocTest : public CoreTest {
protected:
  // Pages of order 0 unless a level is named.
  void map(mms_u64 addr, mms_u64 pfn, mms_u64 nr_pages, int nid = 1,
           mms_pgtable_level level = MMS_LEVEL_PTE) {
    kernel.vmalloc_runs.push_back({addr, pfn, nr_pages, nid, level});
  }

  static std::vector<Line> extents() { return rows("vmalloc", "vmalloc_extent"); }
};

using Fields = std::map<std::string, std::string>;

TEST_F(VmallocTest, AnExtentFallsIntoRuns) {
  map(start, 5000, 3);
  map(start + 3 * page, 7000, 1, 3);
  map(start + 4 * page, 7001, 4, 3);
  map(start + 8 * page, 100, 1);
  ASSERT_EQ(extents().size(), 1U);
  EXPECT_EQ(extents()[0].fields, (Fields{{"start_addr", "ffffc90000000000"},
                                         {"area", "vmalloc"},
                                         {"pages", "9"},
                                         {"memory_pages", "9"},
                                         {"runs", "3"},
                                         {"longest_run_pages", "5"},
                                         {"pmd_entries", "0"},
                                         {"pud_entries", "0"},
                                         {"nids", "1,3"},
                                         {"node_pages", "4,5"}}));
}

TEST_F(VmallocTest, ARunGoesOnFromNodeToNodeAndFromTableToTable) {
  map(start + 510 * page, 5000, 1, 1);
  map(start + 511 * page, 5001, 1, 3);
  map(start + 512 * page, 5002, 7, 3);
  ASSERT_EQ(extents().size(), 1U);
  EXPECT_EQ(extents()[0].fields.at("runs"), "1");
  EXPECT_EQ(extents()[0].fields.at("longest_run_pages"), "9");
  EXPECT_EQ(extents()[0].fields.at("node_pages"), "1,8");
}

TEST_F(VmallocTest, AHoleEndsAnExtentEvenWhereFramesGoOn) {
  map(start, 5000, 2);
  map(start + 3 * page, 5002, 2, 3);
  const std::vector<Line> both = extents();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].fields.at("pages"), "2");
  EXPECT_EQ(both[0].fields.at("nids"), "1");
  EXPECT_EQ(both[1].fields.at("start_addr"), "ffffc90000003000");
  EXPECT_EQ(both[1].fields.at("nids"), "3"); // nothing is left of the one before
  EXPECT_EQ(both[1].fields.at("runs"), "1");
}

TEST_F(VmallocTest, DevicesAreNoMemory) {
  map(start, 0xfed00, 2, -1);
  ASSERT_EQ(extents().size(), 1U);
  EXPECT_EQ(extents()[0].fields.at("pages"), "2");
  EXPECT_EQ(extents()[0].fields.at("memory_pages"), "0");
  EXPECT_EQ(extents()[0].fields.at("nids"), "");
}

TEST_F(VmallocTest, HugeEntriesAreCounted) {
  map(start, 1024, 512, 1, MMS_LEVEL_PMD);
  map(start + 512 * page, 1536, 512, 1, MMS_LEVEL_PMD);
  map(start + 1024 * page, 2048, 4);
  map(start + (mms_u64{1} << 30), 1 << 18, 1 << 18, -1, MMS_LEVEL_PUD);
  const std::vector<Line> both = extents();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].fields.at("pmd_entries"), "2");
  EXPECT_EQ(both[0].fields.at("runs"), "1");
  EXPECT_EQ(both[0].fields.at("longest_run_pages"), "1028");
  EXPECT_EQ(both[1].fields.at("pmd_entries"), "0");
  EXPECT_EQ(both[1].fields.at("pud_entries"), "1");
}

TEST_F(VmallocTest, ModulesAreAPartOfTheirOwn) {
  map(start, 5000, 1);
  map(0xffffffffc0000000, 5001, 2);
  const std::vector<Line> both = extents();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[1].fields.at("area"), "modules");
  const std::vector<Line> walks = rows("vmalloc", "vmalloc_walk");
  ASSERT_EQ(walks.size(), 2U);
  EXPECT_EQ(walks[0].fields, (Fields{{"area", "vmalloc"},
                                     {"extents", "1"},
                                     {"pages", "1"},
                                     {"nr_reads", "2"},
                                     {"raced_tables", "0"}}));
  EXPECT_EQ(walks[1].fields.at("area"), "modules");
  EXPECT_EQ(walks[1].fields.at("pages"), "2");
}

TEST_F(VmallocTest, MoreRunsThanOneReadCanTellAreOneExtent) {
  for (mms_u64 i = 0; i < 512; ++i)
    map(start + i * page, 9000 - 2 * i, 1);
  ASSERT_EQ(extents().size(), 1U);
  EXPECT_EQ(extents()[0].fields.at("pages"), "512");
  EXPECT_EQ(extents()[0].fields.at("runs"), "512");
  EXPECT_EQ(extents()[0].fields.at("longest_run_pages"), "1");
}

TEST_F(VmallocTest, ATableThatWentIsToldAndEndsAnExtent) {
  map(start + 511 * page, 5000, 1);
  map(start + 512 * page, 5001, 1);
  map(start + 1024 * page, 5002, 1);
  kernel.vmalloc_gone = {start + 512 * page};
  EXPECT_EQ(extents().size(), 2U);
  EXPECT_EQ(rows("vmalloc", "vmalloc_walk")[0].fields.at("raced_tables"), "1");
}

TEST_F(VmallocTest, ErrorsEndTheWalk) {
  char* text = nullptr;
  mms_size size = 0;
  map(start, 5000, 1);
  kernel.vmalloc_error = -95;
  EXPECT_EQ(mms_core_file_build(file_id("vmalloc"), &text, &size), -95);
  kernel.vmalloc_error = 0;
  kernel.cancel_after = 0;
  EXPECT_EQ(mms_core_file_build(file_id("vmalloc"), &text, &size), -4);
  EXPECT_EQ(text, nullptr);
  EXPECT_EQ(kernel.outstanding, 0);
}

} // namespace
} // namespace mmscope::test
