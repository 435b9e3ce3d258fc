// SPDX-License-Identifier: GPL-2.0
// Classes of pages, and the census over a fake kernel's memory.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/census.hpp"
#include "core_fixture.hpp"
#include "wire/page_class.hpp"

namespace mmscope::test {
namespace {

// What each class needs; a flag of an earlier class would win over it.
struct Example {
  mms_page_class page_class;
  mms_u64 flags;
};

const std::vector<Example> examples = {
    {MMS_CLASS_RACED, MMS_PG(RACED)},
    {MMS_CLASS_HWPOISON, MMS_PG(HWPOISON)},
    {MMS_CLASS_BUDDY, MMS_PG(BUDDY)},
    {MMS_CLASS_OFFLINE, MMS_PG(OFFLINE)},
    {MMS_CLASS_HUGETLB, MMS_PG(HUGE) | MMS_PG(COMPOUND_HEAD)},
    {MMS_CLASS_SLAB, MMS_PG(SLAB)},
    {MMS_CLASS_PGTABLE, MMS_PG(PGTABLE)},
    {MMS_CLASS_RESERVED, MMS_PG(RESERVED)},
    {MMS_CLASS_KSM, MMS_PG(KSM) | MMS_PG(ANON) | MMS_PG(MAPPING)},
    {MMS_CLASS_THP, MMS_PG(THP) | MMS_PG(ANON) | MMS_PG(COMPOUND_HEAD)},
    {MMS_CLASS_SWAPCACHE, MMS_PG(SWAPCACHE) | MMS_PG(SWAPBACKED) | MMS_PG(ANON)},
    {MMS_CLASS_ANON, MMS_PG(ANON) | MMS_PG(MAPPING) | MMS_PG(SWAPBACKED)},
    {MMS_CLASS_SHMEM, MMS_PG(MAPPING) | MMS_PG(SWAPBACKED)},
    {MMS_CLASS_FILE, MMS_PG(MAPPING) | MMS_PG(LRU)},
    {MMS_CLASS_PCP, MMS_PG(LINKED)},
    {MMS_CLASS_COMPOUND, MMS_PG(COMPOUND_HEAD)},
    {MMS_CLASS_KERNEL, 0},
};

TEST(PageClass, EachHasAnExample) {
  for (const Example& example : examples)
    EXPECT_EQ(wire::classify_page(example.flags), example.page_class)
        << wire::page_classes[example.page_class].name;
  // memmap is told from reserved by the pfn alone.
  EXPECT_EQ(examples.size() + 1, std::size(wire::page_classes));
}

// Whatever else a page looks like, the earlier class wins: the classes are in
// the order of their precedence, and each is decided by flags of its own.
TEST(PageClass, TheFirstThatFitsWins) {
  for (const Example& one : examples) {
    for (const Example& other : examples) {
      // A swap-backed page of a mapping is shmem by both; file needs its absence.
      if (one.page_class == MMS_CLASS_FILE || other.page_class == MMS_CLASS_FILE)
        continue;
      EXPECT_EQ(wire::classify_page(one.flags | other.flags),
                std::min(one.page_class, other.page_class))
          << wire::page_classes[one.page_class].name << " with "
          << wire::page_classes[other.page_class].name;
    }
  }
}

TEST(PageClass, EveryCombinationHasOne) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const mms_u64 flags = random() & random();
    const mms_page_class page_class = wire::classify_page(flags);
    ASSERT_LT(page_class, MMS_NR_PAGE_CLASSES);
    ASSERT_NE(page_class, MMS_CLASS_MEMMAP);
    // Flags that say nothing of use do not change the class.
    ASSERT_EQ(wire::classify_page(flags ^ MMS_PG(DIRTY) ^ MMS_PG(ACTIVE) ^ MMS_PG(REFERENCED)),
              page_class);
  }
}

TEST(PageFlags, HaveOneBitAndOneNameEach) {
  std::set<unsigned> bits;
  std::set<std::string> names;
  for (const wire::PageFlagInfo& flag : wire::page_flags) {
    EXPECT_LT(flag.bit, 64U);
    EXPECT_TRUE(bits.insert(flag.bit).second) << flag.name;
    EXPECT_TRUE(names.insert(flag.name).second) << flag.name;
  }
}

TEST(CountBucket, HoldsPowersOfTwo) {
  EXPECT_EQ(count_bucket(0), 0U);
  EXPECT_EQ(count_bucket(1), 1U);
  EXPECT_EQ(count_bucket(2), 2U);
  EXPECT_EQ(count_bucket(3), 2U);
  EXPECT_EQ(count_bucket(4), 3U);
  EXPECT_EQ(count_bucket(0x7fffffff), 31U);
  EXPECT_EQ(count_bucket(-1), nr_count_buckets - 1);
}

class CensusTest : public CoreTest {
protected:
  // Pages of a class in one zone and migratetype; all of them where empty.
  static mms_u64 pages(const std::vector<Line>& census, const std::string& page_class,
                       const std::string& zone = "", const std::string& migratetype = "") {
    mms_u64 sum = 0;
    for (const Line& line : census)
      if (line.tag == "page" && (page_class.empty() || line.fields.at("class") == page_class) &&
          (zone.empty() || line.fields.at("zone") == zone) &&
          (migratetype.empty() || line.fields.at("migratetype") == migratetype))
        sum += std::stoull(line.fields.at("pages"));
    return sum;
  }

  static std::map<std::string, std::string> blocks(const std::vector<Line>& census,
                                                   const std::string& page_class) {
    std::map<std::string, std::string> by_order;
    for (const Line& line : census)
      if (line.tag == "page_order" && line.fields.at("class") == page_class)
        by_order[line.fields.at("order")] = line.fields.at("blocks");
    return by_order;
  }

  // Of node 1: see the fixture. The first section's pages before it are nobody's.
  static constexpr mms_u64 online_pages = 126976 - 3 * 512;
  static constexpr mms_u64 pages_of_no_node = 4096 - 512;
};

TEST_F(CensusTest, EveryOnlinePageIsCountedOnce) {
  kernel.add_pages(5000, 100, MMS_PG(SLAB));
  kernel.add_pages(70000, 2000, MMS_PG(ANON) | MMS_PG(LRU) | MMS_PG(MAPPING));
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, ""), online_pages);
  EXPECT_EQ(pages(census, "slab", "DMA32", "Movable"), 100U);
  EXPECT_EQ(pages(census, "anon", "Normal"), 2000U);
  EXPECT_EQ(pages(census, "kernel"), online_pages - 2100);
  const std::vector<Line> nodes = rows("pages", "page_node");
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].fields.at("seen_pages"), std::to_string(online_pages + pages_of_no_node));
  EXPECT_EQ(nodes[0].fields.at("foreign_pages"), std::to_string(pages_of_no_node));
  EXPECT_EQ(nodes[0].fields.at("hole_pages"), std::to_string(4 * 512));
  EXPECT_EQ(nodes[1].fields.at("seen_pages"), "0"); // its section is offline
  EXPECT_EQ(nodes[1].fields.at("hole_pages"), "32768");
}

TEST_F(CensusTest, BlocksAreSteppedOverAndCountedOnce) {
  kernel.add_pages(6144, 3 * 1024, MMS_PG(BUDDY), 10);
  kernel.add_pages(66048, 4 * 8, MMS_PG(SLAB) | MMS_PG(COMPOUND_HEAD), 3);
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "buddy"), 3072U);
  EXPECT_EQ(blocks(census, "buddy"), (std::map<std::string, std::string>{{"10", "3"}}));
  EXPECT_EQ(pages(census, "slab"), 32U);
  EXPECT_EQ(blocks(census, "slab"), (std::map<std::string, std::string>{{"3", "4"}}));
  EXPECT_EQ(pages(census, ""), online_pages);
}

TEST_F(CensusTest, ABlockOverTwoPageblocksIsOfBothMigratetypes) {
  kernel.add_pages(6144, 1024, MMS_PG(BUDDY), 10);
  kernel.migratetypes[6144 / 512 + 1] = 0;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "buddy", "DMA32", "Movable"), 512U);
  EXPECT_EQ(pages(census, "buddy", "DMA32", "Unmovable"), 512U);
  EXPECT_EQ(blocks(census, "buddy"), (std::map<std::string, std::string>{{"10", "1"}}));
}

TEST_F(CensusTest, AWalkMayBeginAmidACompoundPage) {
  // The first subsection of a section is a hole: no head is seen, no block counted.
  kernel.add_pages(0, 8192, MMS_PG(HUGE) | MMS_PG(COMPOUND_HEAD), 13).nid = 1;
  kernel.page_runs[0].zone_idx = 1;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "hugetlb"), 8192U - 512);
  EXPECT_TRUE(blocks(census, "hugetlb").empty());
  EXPECT_EQ(pages(census, ""), online_pages + pages_of_no_node);
}

// The kernel has struct pages for all of a section, and a node for each of them.
TEST_F(CensusTest, PagesBeforeTheFirstOfANodeAreItsOwnToo) {
  mms_page_run& before = kernel.add_pages(4000, 96, MMS_PG(RESERVED));
  before.nid = 1;
  before.zone_idx = 1;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "reserved", "DMA32"), 96U);
  EXPECT_EQ(pages(census, ""), online_pages + 96);
}

TEST_F(CensusTest, MoreRunsThanABatchHolds) {
  for (mms_u64 pfn = 8192; pfn < 8192 + 512; pfn += 2)
    kernel.add_pages(pfn, 1, MMS_PG(PGTABLE));
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "pgtable"), 256U);
  EXPECT_EQ(pages(census, ""), online_pages);
}

// Struct pages of a hole name the node that comes after it, whose own walk does
// not get there.
TEST_F(CensusTest, StrayPagesAreCountedForTheNodeTheyName) {
  kernel.add_pages(10000, 64, MMS_PG(RESERVED)).nid = 3;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, ""), online_pages);
  std::string stray;
  for (const Line& line : census)
    if (line.tag == "page" && line.fields.at("class") == "reserved")
      stray = line.fields.at("nid") + ":" + line.fields.at("zone") + ":" + line.fields.at("pages");
  EXPECT_EQ(stray, "3:DMA32:64");
  EXPECT_EQ(rows("pages", "page_node")[0].fields.at("foreign_pages"),
            std::to_string(64 + pages_of_no_node));
}

// Two nodes in one section: each walk passes over the other's pages.
TEST_F(CensusTest, ASharedSectionIsCountedOnce) {
  kernel.nodes[3]->fields.node_start_pfn = 120000;
  kernel.nodes[3]->fields.node_spanned_pages = 11072; // to the end of section 3
  kernel.add_pages(120000, 11072, MMS_PG(RESERVED)).nid = 3;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "reserved"), 11072U);
  EXPECT_EQ(pages(census, ""), online_pages);
}

TEST_F(CensusTest, PagesThatNoZoneSpansAreCounted) {
  kernel.add_pages(10000, 32, MMS_PG(RESERVED)).zone_idx = 5; // one past the last zone
  EXPECT_EQ(pages(lines("pages"), "reserved", "none"), 32U);
}

TEST_F(CensusTest, MemmapIsToldFromReservedByWhereItLies) {
  kernel.add_pages(20480, 2048, MMS_PG(RESERVED));
  kernel.memmap[0] = 20480 + 1024; // 512 pages for each section
  kernel.memmap[1] = 20480 + 1536;
  const std::vector<Line> census = lines("pages");
  EXPECT_EQ(pages(census, "memmap"), 1024U);
  EXPECT_EQ(pages(census, "reserved"), 1024U);
}

TEST_F(CensusTest, CountsAndFlagsAreOfBlocksInUse) {
  mms_page_run& anon =
      kernel.add_pages(70000, 10, MMS_PG(ANON) | MMS_PG(MAPPING) | MMS_PG(DIRTY) | MMS_PG(MMAP));
  anon.refcount = 5;
  anon.mapcount = 3;
  kernel.add_pages(75776, 512, MMS_PG(BUDDY) | MMS_PG(DIRTY), 9).refcount = 0;
  std::map<std::string, std::string> counts;
  std::map<std::string, std::string> flags;
  for (const Line& line : lines("pages")) {
    if (line.tag == "page_count" && line.fields.at("zone") == "Normal")
      counts[line.fields.at("counter") + " " + line.fields.at("from") + "-" +
             line.fields.at("to")] = line.fields.at("blocks");
    if (line.tag == "page_flag")
      flags[line.fields.at("flag")] = line.fields.at("pages");
  }
  EXPECT_EQ(counts.at("refcount 4-7"), "10");
  EXPECT_EQ(counts.at("mapcount 2-3"), "10");
  EXPECT_EQ(counts.count("refcount 0-0"), 0U); // free blocks have no users
  EXPECT_EQ(flags,
            (std::map<std::string, std::string>{{"dirty", "10"}, {"mmap", "10"}, {"anon", "10"}}));
}

TEST_F(CensusTest, RacedPagesHaveTheirOwnClass) {
  kernel.add_pages(9000, 3, MMS_PG(RACED));
  EXPECT_EQ(pages(lines("pages"), "raced"), 3U);
}

TEST_F(CensusTest, ASignalEndsTheWalk) { expect_signal_ends("pages"); }

} // namespace
} // namespace mmscope::test
