// SPDX-License-Identifier: GPL-2.0
// Saved maps: what is read from them, drawn of them, and what is refused.
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>

#include "model/map.hpp"
#include "reader/error.hpp"
#include "tests/map_bytes.hpp"
#include "view/map.hpp"

namespace mmscope {
namespace {

using reader::Error;
using reader::Map;
using ::testing::HasSubstr;

struct Block {
  std::uint64_t pfn;
  unsigned nid;
  unsigned zone_idx;
  mms_page_class page_class; // of all pages that are not free
  unsigned used;             // pages of 512
};

std::string bytes_of(const std::vector<Block>& blocks) {
  std::vector<tests::MapRecord> records;
  for (const Block& block : blocks)
    records.push_back({block.pfn,
                       block.nid,
                       block.zone_idx,
                       0,
                       9,
                       {{MMS_CLASS_BUDDY, 512 - block.used}, {block.page_class, block.used}}});
  return tests::map_bytes(records, {"DMA32", "Movable"}, {"Movable"});
}

Map map_of(const std::vector<Block>& blocks) { return reader::parse_map(bytes_of(blocks), "m"); }

const std::vector<Block> some = {{0, 0, 0, MMS_CLASS_SLAB, 512},
                                 {512, 0, 0, MMS_CLASS_ANON, 10},
                                 {1024, 0, 0, MMS_CLASS_BUDDY, 512},
                                 {4096, 1, 1, MMS_CLASS_FILE, 300}};

std::string refusal(const std::string& bytes) {
  try {
    (void)reader::parse_map(bytes, "a.map");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::bad_data);
    return error.what();
  }
  return "";
}

TEST(MapFile, IsReadWhole) {
  const Map map = map_of(some);
  EXPECT_EQ(map.kernel, "6.1.0-made-up");
  ASSERT_EQ(map.blocks.size(), 4U);
  EXPECT_EQ(map.zone(map.blocks[3]), "Movable");
  EXPECT_EQ(map.migratetype(map.blocks[0]), "Movable");
  EXPECT_EQ(map.blocks[1].pages[MMS_CLASS_ANON], 10U);
  EXPECT_EQ(map.blocks[1].free_order, 9U);
}

TEST(MapFile, CutShortAnywhereIsRefused) {
  const std::string bytes = bytes_of(some);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_NE(refusal(bytes.substr(0, size)), "") << size;
  EXPECT_EQ(refusal(bytes.substr(0, bytes.size() - 1)),
            "a.map is cut short: 3 of 4 records are there");
}

TEST(MapFile, WhatIsNoMapIsNamed) {
  EXPECT_THAT(refusal("root:x:0:0"), HasSubstr("is no map of mmscope"));
  std::string newer = bytes_of(some);
  newer[offsetof(mms_map_header, version)] = 2;
  EXPECT_EQ(refusal(newer), "a.map is a map of version 2, this tool understands 1");
}

// No byte of the header may make the reader crash or read past the end.
TEST(MapFile, DamagedHeadersDoNoHarm) {
  const std::string sound = bytes_of(some);
  for (std::size_t at = 0; at < sizeof(mms_map_header); ++at) {
    for (const char value : {'\x00', '\x7f', '\xff'}) {
      std::string bytes = sound;
      bytes[at] = value;
      try {
        const Map map = reader::parse_map(bytes, "a.map");
        (void)view::map_show(view::Screen(), map);
      } catch (const Error&) {
      }
    }
  }
}

TEST(MapFile, ANewerOneWithLargerRecordsIsRead) {
  const std::string sound = bytes_of(some);
  std::string bytes = sound.substr(0, sizeof(mms_map_header));
  const std::uint32_t record_size = sizeof(mms_map_record) + 24;
  std::memcpy(&bytes[offsetof(mms_map_header, record_size)], &record_size, sizeof(record_size));
  for (std::size_t i = 0; i < some.size(); ++i)
    bytes +=
        sound.substr(sizeof(mms_map_header) + i * sizeof(mms_map_record), sizeof(mms_map_record)) +
        std::string(24, 'x');
  EXPECT_EQ(reader::parse_map(bytes, "m").blocks[3].pfn, 4096U);
}

TEST(MapModel, EveryClassHasAUse) {
  std::array<bool, model::nr_uses> seen{};
#define SEE(NAME, name, meaning) seen[static_cast<std::size_t>(model::use_of(#name))] = true;
  MMS_PAGE_CLASSES(SEE)
#undef SEE
  for (const model::UseInfo& info : model::use_infos())
    EXPECT_TRUE(seen[static_cast<std::size_t>(info.use)]) << info.name;
}

TEST(MapModel, CellsAddUpNeighbours) {
  const Map map = map_of(some);
  const std::vector<model::Panel> panels = model::panels(map, 2);
  ASSERT_EQ(panels.size(), 2U);
  EXPECT_EQ(panels[0].cells.size(), 2U);
  EXPECT_EQ(panels[0].cells[0].total, 1024U);
  EXPECT_EQ(panels[0].cells[0].used(), 522U);
  EXPECT_EQ(panels[0].cells[0].main_use(), model::Use::slab);
  EXPECT_EQ(panels[0].cells[1].main_use(), model::Use::free);
  EXPECT_EQ(panels[1].nid, 1U);
  EXPECT_EQ(model::sum(map).total, 4U * 512);
}

TEST(MapView, LettersWhereThereIsNoColour) {
  view::Screen screen;
  screen.width = 40;
  EXPECT_EQ(view::map_show(screen, map_of(some)), "node 0 DMA32  pfn 0x0-0x600, 6.0 MiB\n"
                                                  "Sa.\n"
                                                  "node 1 Movable  pfn 0x1000-0x1200, 2.0 MiB\n"
                                                  "F\n"
                                                  "\n"
                                                  ".  free   4.8 MiB  59.9 %\n"
                                                  "a  anon  40.0 KiB   0.5 %\n"
                                                  "f  file   1.2 MiB  14.6 %\n"
                                                  "s  slab   2.0 MiB  25.0 %\n"
                                                  "Each letter is 2.0 MiB, left to right\n"
                                                  "and down; the stronger its letter\n"
                                                  "(capitals: over half), the more is used.\n");
}

TEST(MapView, HalfBlocksInColour) {
  view::Screen screen;
  screen.width = 40;
  screen.style = view::Style(view::Colours::truecolour);
  EXPECT_THAT(view::map_show(screen, map_of(some)), HasSubstr("\x1b[38;2;242;177;52;"));
}

// A page in use is to be seen, and the more the stronger.
TEST(MapView, ColoursGrowWithUse) {
  const auto colour = [](unsigned used) {
    return view::cell_colour(
        model::panels(map_of({{0, 0, 0, MMS_CLASS_SLAB, used}}), 1)[0].cells[0]);
  };
  EXPECT_NE(colour(0), colour(1));
  EXPECT_LT(colour(1) >> 16, colour(256) >> 16);
  EXPECT_LT(colour(256) >> 16, colour(512) >> 16);
}

// libpng reads what it wrote: size, and the colour of the first cell.
TEST(MapPng, IsAPicture) {
  for (const std::size_t nr_blocks : {std::size_t{4}, std::size_t{512}, std::size_t{200000}}) {
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < nr_blocks; ++i)
      blocks.push_back({i * 512, 0, 0, MMS_CLASS_SLAB, 512});
    const std::string bytes = view::map_png(map_of(blocks), 1100);
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0);
    EXPECT_EQ(image.width, 1100U);
    EXPECT_LT(image.height, 1700U) << nr_blocks;
    image.format = PNG_FORMAT_RGB;
    std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
    ASSERT_NE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr), 0);
    const std::vector<std::uint8_t> slab = {0xf2, 0xb1, 0x34};
    EXPECT_NE(std::search(pixels.begin(), pixels.end(), slab.begin(), slab.end()), pixels.end());
  }
}

TEST(MapDiff, TellsWhatBecameOfEachPageblock) {
  std::vector<Block> later = some;
  later[1].used = 110;
  later.erase(later.begin() + 2);
  later.push_back({8192, 1, 1, MMS_CLASS_FILE, 1});
  const std::vector<model::Change> changes = model::changes(map_of(some), map_of(later));
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].pfn, 512U);
  EXPECT_EQ(changes[0].pages[static_cast<std::size_t>(model::Use::anon)], 100);
  EXPECT_EQ(changes[0].pages[static_cast<std::size_t>(model::Use::free)], -100);
  EXPECT_EQ(changes[1].pfn, 8192U);
  EXPECT_EQ(changes[1].before_migratetype, "");
  EXPECT_EQ(changes[2].pfn, 1024U); // is no longer online
  EXPECT_EQ(changes[2].after_migratetype, "");
  EXPECT_TRUE(model::changes(map_of(some), map_of(some)).empty());
  EXPECT_EQ(view::map_diff(view::Screen(), map_of(some), map_of(some)), "Nothing changed.\n");
}

TEST(MapDiff, MapsOfDifferentMachinesAreRefused) {
  Map other = map_of(some);
  other.pageblock_pages = 1024;
  EXPECT_THROW((void)model::changes(map_of(some), other), Error);
}

} // namespace
} // namespace mmscope
