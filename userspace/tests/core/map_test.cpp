// SPDX-License-Identifier: GPL-2.0
// map.bin over a fake kernel's memory.
#include <gtest/gtest.h>

#include <cstring>

#include "core_fixture.hpp"
#include "wire/map.h"

namespace mmscope::test {
namespace {

class MapTest : public CoreTest {
protected:
  void read() {
    const std::string bytes = build(file_id("map.bin"));
    ASSERT_GE(bytes.size(), sizeof(header));
    std::memcpy(&header, bytes.data(), sizeof(header));
    ASSERT_EQ(bytes.size(), header.header_size + header.nr_records * header.record_size);
    for (mms_u64 i = 0; i < header.nr_records; ++i) {
      mms_map_record record;
      std::memcpy(&record, bytes.data() + header.header_size + i * header.record_size,
                  sizeof(record));
      records[record.pfn] = record;
    }
  }

  mms_map_header header{};
  std::map<mms_u64, mms_map_record> records;
};

TEST_F(MapTest, DescribesItself) {
  read();
  EXPECT_EQ(std::string(header.magic, 8), MMS_MAP_MAGIC);
  EXPECT_EQ(header.version, 1U);
  EXPECT_EQ(header.page_size, 4096U);
  EXPECT_EQ(header.pageblock_pages, 512U);
  EXPECT_STREQ(header.kernel, "6.1.0-fake");
  EXPECT_STREQ(header.zones[2], "Normal");
  EXPECT_STREQ(header.migratetypes[1], "Movable");
  EXPECT_STREQ(header.classes[MMS_CLASS_SLAB], "slab");
  EXPECT_EQ(header.nr_classes, static_cast<unsigned>(MMS_NR_PAGE_CLASSES));
}

TEST_F(MapTest, HasEachOnlinePageblockOnce) {
  read();
  EXPECT_EQ(header.nr_records, (126976U - 3 * 512) / 512); // of node 1: see the fixture
  EXPECT_EQ(records.size(), header.nr_records);
  for (const auto& [pfn, record] : records) {
    EXPECT_EQ(pfn % 512, 0U);
    EXPECT_EQ(record.nid, 1U);
    mms_u64 pages = 0;
    for (const mms_u16 count : record.pages)
      pages += count;
    EXPECT_EQ(pages, 512U);
  }
}

TEST_F(MapTest, TellsWhatIsInAPageblock) {
  kernel.add_pages(8192, 64, MMS_PG(BUDDY), 6);
  kernel.add_pages(8256, 8, MMS_PG(BUDDY), 3);
  kernel.add_pages(8264, 100, MMS_PG(SLAB));
  kernel.add_pages(10240, 1024, MMS_PG(BUDDY), 10);
  kernel.migratetypes[8192 / 512] = 2;
  read();
  const mms_map_record& mixed = records.at(8192);
  EXPECT_EQ(mixed.migratetype, 2U);
  EXPECT_EQ(mixed.zone_idx, 1U);
  EXPECT_EQ(mixed.free_order, 6U);
  EXPECT_EQ(mixed.pages[MMS_CLASS_BUDDY], 72U);
  EXPECT_EQ(mixed.pages[MMS_CLASS_SLAB], 100U);
  EXPECT_EQ(mixed.pages[MMS_CLASS_KERNEL], 512U - 172);
  EXPECT_EQ(records.at(8704).free_order, MMS_MAP_NO_FREE);
  // A block of two pageblocks is free memory of order 10 in both.
  EXPECT_EQ(records.at(10240).free_order, 10U);
  EXPECT_EQ(records.at(10752).free_order, 10U);
  EXPECT_EQ(records.at(10752).pages[MMS_CLASS_BUDDY], 512U);
}

TEST_F(MapTest, ASignalEndsIt) {
  kernel.cancel_after = 5;
  char* text = nullptr;
  mms_size size = 0;
  EXPECT_EQ(mms_core_file_build(file_id("map.bin"), &text, &size), -4);
  EXPECT_EQ(kernel.outstanding, 0);
}

} // namespace
} // namespace mmscope::test
