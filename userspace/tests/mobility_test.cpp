// SPDX-License-Identifier: GPL-2.0
// Pageblocks by mobility: made-up maps whose sums are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/mobility.hpp"
#include "reader/error.hpp"
#include "tests/map_bytes.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"
#include "wire/page_class.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;

enum Type : unsigned { unmovable, movable, reclaimable, highatomic, cma, isolate };
const std::vector<const char*> migratetypes = {"Unmovable",  "Movable", "Reclaimable",
                                               "HighAtomic", "CMA",     "Isolate"};

std::string bytes_of(const std::vector<MapRecord>& records) {
  return map_bytes(records, {"DMA", "DMA32", "Normal", "Movable"}, migratetypes);
}

std::vector<model::Pageblocks> rows_of(const std::vector<MapRecord>& records) {
  return model::pageblocks(reader::parse_map(bytes_of(records), "m")).rows;
}

// One pageblock of the type, in node 0's Normal.
model::Pageblocks one(Type type, std::vector<std::pair<mms_page_class, unsigned>> pages) {
  const auto rows = rows_of({{0, 0, 2, type, MMS_MAP_NO_FREE, std::move(pages)}});
  EXPECT_EQ(rows.size(), 1U);
  return rows.at(0);
}

std::string kind_of(const model::Pageblocks& row) {
  EXPECT_EQ(row.free + row.movable + row.polluted + row.unmovable + row.other, 1U);
  return row.free        ? "free"
         : row.movable   ? "movable"
         : row.polluted  ? "polluted"
         : row.unmovable ? "unmovable"
                         : "other";
}

TEST(Mobility, EveryClassHasOne) {
  std::map<model::Mobility, std::string> classes;
  for (const wire::PageClassInfo& info : wire::page_classes)
    classes[model::mobility_of(info.name)] += std::string(" ") + info.name;
  EXPECT_EQ(classes[model::Mobility::free], " buddy pcp");
  EXPECT_EQ(classes[model::Mobility::movable], " hugetlb ksm thp swapcache anon shmem file");
  EXPECT_EQ(classes[model::Mobility::slab], " slab");
  EXPECT_EQ(classes[model::Mobility::kernel], " pgtable compound kernel");
  EXPECT_EQ(classes[model::Mobility::other], " raced hwpoison offline memmap reserved");
}

TEST(Mobility, APageblockIsOfOneKind) {
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_BUDDY, 500}, {MMS_CLASS_PCP, 12}})), "free");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_BUDDY, 511}, {MMS_CLASS_ANON, 1}})), "movable");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_ANON, 511}, {MMS_CLASS_SLAB, 1}})), "polluted");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_FILE, 511}, {MMS_CLASS_MEMMAP, 1}})), "polluted");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_BUDDY, 511}, {MMS_CLASS_PGTABLE, 1}})), "unmovable");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_SLAB, 1}, {MMS_CLASS_RESERVED, 1}})), "unmovable");
  EXPECT_EQ(kind_of(one(movable, {{MMS_CLASS_BUDDY, 511}, {MMS_CLASS_OFFLINE, 1}})), "other");
}

TEST(Mobility, WhatIsForeignDependsOnTheMigratetype) {
  const std::vector<std::pair<mms_page_class, unsigned>> pages = {
      {MMS_CLASS_ANON, 1},     {MMS_CLASS_SLAB, 10},     {MMS_CLASS_KERNEL, 100},
      {MMS_CLASS_BUDDY, 200},  {MMS_CLASS_RESERVED, 50}, {MMS_CLASS_PCP, 20},
      {MMS_CLASS_OFFLINE, 30}, {MMS_CLASS_RACED, 101}};
  const std::vector<unsigned> foreign = {1, 110, 101, 0, 110, 0};
  for (unsigned type = unmovable; type <= isolate; ++type) {
    const model::Pageblocks row = one(static_cast<Type>(type), pages);
    EXPECT_EQ(row.migratetype, migratetypes[type]);
    EXPECT_EQ(row.foreign_pages, foreign[type]) << row.migratetype;
    EXPECT_EQ(row.mixed, foreign[type] != 0 ? 1U : 0U) << row.migratetype;
  }
}

// Reserved pages are of no mobility: the kernel passes over them, too.
TEST(Mobility, AtHomeNothingIsMixed) {
  EXPECT_EQ(one(movable, {{MMS_CLASS_ANON, 500}, {MMS_CLASS_RESERVED, 12}}).mixed, 0U);
  EXPECT_EQ(one(unmovable, {{MMS_CLASS_SLAB, 500}, {MMS_CLASS_PGTABLE, 12}}).mixed, 0U);
  EXPECT_EQ(one(reclaimable, {{MMS_CLASS_SLAB, 512}}).mixed, 0U);
  EXPECT_EQ(one(cma, {{MMS_CLASS_HUGETLB, 512}}).mixed, 0U);
}

const std::vector<MapRecord> machine = {
    {0, 0, 0, unmovable, MMS_MAP_NO_FREE, {{MMS_CLASS_RESERVED, 12}, {MMS_CLASS_SLAB, 500}}},
    {512, 0, 0, movable, 9, {{MMS_CLASS_BUDDY, 512}}},
    {1024, 0, 2, movable, 8, {{MMS_CLASS_BUDDY, 300}, {MMS_CLASS_ANON, 212}}},
    {1536, 0, 2, movable, 3, {{MMS_CLASS_FILE, 400}, {MMS_CLASS_COMPOUND, 112}}},
    {2048, 0, 2, unmovable, 3, {{MMS_CLASS_SHMEM, 2}, {MMS_CLASS_KERNEL, 510}}},
    {4096, 3, 2, movable, 9, {{MMS_CLASS_BUDDY, 512}}},
    {4608, 3, 2, movable, MMS_MAP_NO_FREE, {{MMS_CLASS_MEMMAP, 512}}},
    {5120, 3, 2, 6, MMS_MAP_NO_FREE, {{MMS_CLASS_ANON, 512}}}};

TEST(Mobility, RowsAddUpToTheMap) {
  const auto rows = rows_of(machine);
  std::uint64_t blocks = 0;
  std::uint64_t pages = 0;
  std::string names;
  for (const model::Pageblocks& row : rows) {
    EXPECT_EQ(row.free + row.movable + row.polluted + row.unmovable + row.other, row.all);
    blocks += row.all;
    for (const std::uint64_t count : row.pages)
      pages += count;
    names += std::to_string(row.zone.nid) + row.zone.name + row.migratetype + " ";
  }
  EXPECT_EQ(blocks, machine.size());
  EXPECT_EQ(pages, 512 * machine.size());
  EXPECT_EQ(names, "0DMAUnmovable 0DMAMovable 0NormalUnmovable 0NormalMovable 3NormalMovable "
                   "3Normalunknown ");
  EXPECT_EQ(rows[3].mixed, 1U);
  EXPECT_EQ(rows[3].foreign_pages, 112U);
}

// --- the command ---

Files recorded(const std::string& map) {
  Files files = machine_files(Kernel::v6_1);
  if (!map.empty())
    files[std::string(published_dir) + "map.bin"] = map;
  return files;
}

cli::Outcome frag_on(const Tree& tree, const std::string& options) {
  return tool("buddy frag " + options + " --root " + tree.root().native(), {100, {}});
}

TEST(MobilityCommand, Table) {
  const Tree tree(recorded(bytes_of(machine)));
  const cli::Outcome outcome = frag_on(tree, "");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::size_t at = outcome.out.find("node  zone    migratetype");
  ASSERT_NE(at, std::string::npos);
  const std::string expected =
      R"(node  zone    migratetype  pageblocks  free  movable  polluted  unmovable  other  mixed    foreign
   0  DMA     Unmovable             1     ·        ·         ·          1      ·      ·          ·
   0  DMA     Movable               1     1        ·         ·          ·      ·      ·          ·
   0  Normal  Unmovable             1     ·        ·         1          ·      ·      1    8.0 KiB
   0  Normal  Movable               2     ·        1         1          ·      ·      1  448.0 KiB
   3  Normal  Movable               2     1        ·         ·          ·      1      ·          ·
   3  Normal  unknown               1     ·        1         ·          ·      ·      ·          ·
)";
  EXPECT_EQ(outcome.out.substr(at, expected.size()), expected);
}

TEST(MobilityCommand, Json) {
  const Tree tree(recorded(bytes_of(machine)));
  const auto json = nlohmann::json::parse(frag_on(tree, "-j").out);
  EXPECT_EQ(json["kind"], "frag");
  EXPECT_FALSE(json.contains("missing"));
  ASSERT_EQ(json["pageblocks"].size(), 6U);
  const auto& row = json["pageblocks"][3];
  EXPECT_EQ(row["migratetype"], "Movable");
  EXPECT_EQ(row["pageblocks"], 2);
  EXPECT_EQ(row["movable_pageblocks"], 1);
  EXPECT_EQ(row["polluted_pageblocks"], 1);
  EXPECT_EQ(row["mixed_pageblocks"], 1);
  EXPECT_EQ(row["foreign_pages"], 112);
  EXPECT_EQ(row["pages"], 1024);
  EXPECT_EQ(row["movable_pages"], 612);
  EXPECT_EQ(row["kernel_pages"], 112);
}

TEST(MobilityCommand, NodeAndZoneAreSelected) {
  const Tree tree(recorded(map_bytes({{0, 1, 1, movable, 9, {{MMS_CLASS_BUDDY, 512}}},
                                      {512, 1, 2, movable, 9, {{MMS_CLASS_BUDDY, 512}}},
                                      {1024, 3, 2, movable, 9, {{MMS_CLASS_BUDDY, 512}}}},
                                     {"DMA", "DMA32", "Normal", "Movable"}, migratetypes)));
  const auto json = nlohmann::json::parse(frag_on(tree, "1 Normal -j").out);
  ASSERT_EQ(json["pageblocks"].size(), 1U);
  EXPECT_EQ(json["pageblocks"][0]["nid"], 1);
  EXPECT_EQ(json["pageblocks"][0]["zone"], "Normal");
}

TEST(MobilityCommand, WithoutAMapTheIndicesAreShown) {
  const Tree tree(recorded(""));
  const cli::Outcome text = frag_on(tree, "");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("External fragmentation index"));
  EXPECT_THAT(text.out,
              HasSubstr("Not shown: the module's file map.bin is not in the recorded tree.\n"));
  const auto json = nlohmann::json::parse(frag_on(tree, "-j").out);
  EXPECT_FALSE(json["rows"].empty());
  EXPECT_FALSE(json.contains("pageblocks"));
  ASSERT_EQ(json["missing"].size(), 1U);
  EXPECT_EQ(json["missing"][0]["what"], "pageblocks by mobility");
}

TEST(MobilityCommand, ABrokenMapIsBadData) {
  const Tree tree(recorded(bytes_of(machine).substr(0, bytes_of(machine).size() - 1)));
  const cli::Outcome outcome = frag_on(tree, "");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("map.bin is cut short"));
}

} // namespace
} // namespace mmscope::tests
