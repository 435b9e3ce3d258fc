// SPDX-License-Identifier: GPL-2.0
// memmap_read over a fake kernel's memory.
#include <gtest/gtest.h>

#include "core_fixture.hpp"

namespace mmscope::test {
namespace {

class MemmapReadTest : public CoreTest {
protected:
  // Of every node: which, and pages or holes in both files.
  static std::vector<std::string> figures(const std::string& file, const std::string& tag,
                                          const std::string& pages) {
    std::vector<std::string> result;
    for (const Line& line : rows(file, tag))
      result.push_back(line.fields.at("nid") + " " + line.fields.at(pages) + " " +
                       line.fields.at("hole_pages"));
    return result;
  }
};

// It is the measure of the census only while it reads what the census looks at.
TEST_F(MemmapReadTest, ReadsThePagesOfTheCensus) {
  // A free block over two pageblocks: the census steps over it in one batch.
  kernel.add_pages(6144, 1024, MMS_PG(BUDDY), 10);
  kernel.add_pages(70000, 2000, MMS_PG(ANON) | MMS_PG(LRU) | MMS_PG(MAPPING));
  const std::vector<std::string> read = figures("memmap_read", "memmap_read", "pages");
  EXPECT_EQ(read, figures("pages", "page_node", "seen_pages"));
  // Section 0 to 3 less the first subsection of each; node 3's is offline.
  EXPECT_EQ(read, (std::vector<std::string>{"1 129024 2048", "3 0 32768"}));
}

TEST_F(MemmapReadTest, EveryPageIsReadOnce) {
  rows("memmap_read", "memmap_read");
  EXPECT_EQ(kernel.memmap_reads.size(), 129024U);
  EXPECT_EQ(kernel.memmap_reads.count(511), 0U); // a hole
  for (const auto& [pfn, times] : kernel.memmap_reads)
    ASSERT_EQ(times, 1U) << pfn;
}

// Pages that two nodes' sections share are met, and told, by both walks.
TEST_F(MemmapReadTest, SharedSectionsAreReadForBothNodes) {
  kernel.nodes[3]->fields.node_start_pfn = 120000;
  kernel.nodes[3]->fields.node_spanned_pages = 11072; // to the end of section 3
  const std::vector<std::string> read = figures("memmap_read", "memmap_read", "pages");
  EXPECT_EQ(kernel.memmap_reads.at(131071), 2U);
  EXPECT_EQ(kernel.memmap_reads.at(5000), 1U);
  EXPECT_EQ(read, figures("pages", "page_node", "seen_pages"));
}

TEST_F(MemmapReadTest, ASignalEndsIt) { expect_signal_ends("memmap_read"); }

} // namespace
} // namespace mmscope::test
