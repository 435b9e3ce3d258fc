// SPDX-License-Identifier: GPL-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/suggest.hpp"
#include "model/joins.hpp"
#include "model/schema.hpp"
#include "tool.hpp"

namespace mmscope::model {
namespace {

using ::testing::ElementsAre;

reader::Source handmade() {
  return reader::Source::recorded(tests::data_dir() / "trees" / "handmade");
}

TEST(Joins, NodesNeedNotBeContiguous) {
  const Nodes nodes = load_nodes(handmade());
  EXPECT_THAT(nids(nodes), ElementsAre(1U, 3U));
  EXPECT_EQ(find_node(nodes, 0), nullptr);
  ASSERT_NE(find_node(nodes, 3), nullptr);
  EXPECT_EQ(find_node(nodes, 3)->text("cpus"), "0-1,4");
}

TEST(Joins, ZonelistsAreInTheOrderOfTheirPositions) {
  Zonelists zonelists = load_zonelists(handmade());
  std::swap(zonelists.rows.front(), zonelists.rows.back());
  std::vector<std::string> zones;
  for (const Zoneref& ref : zonelist_of(zonelists, 3, "fallback"))
    zones.emplace_back(ref.fields.zone);
  EXPECT_THAT(zones, ElementsAre("Movable", "DMA32", "DMA"));
  EXPECT_TRUE(zonelist_of(zonelists, 3, "nofallback").empty());
}

TEST(Joins, FreePagesByOrderAreTheZonesFreePages) {
  const FreeAreas areas = load_free_areas(handmade());
  const Zones zones = load_zones(handmade());
  for (const FreeByOrder& free : free_by_order(areas)) {
    for (const Zone& zone : zones_of(zones, free.zone.nid)) {
      if (zone.fields.zone_idx == free.zone.zone_idx) {
        EXPECT_EQ(free.pages(), zone.fields.nr_free_pages) << free.zone.name;
      }
    }
  }
}

TEST(Joins, BoundedListsStayMarked) {
  bool found = false;
  for (const FreeByType& list : free_by_type(load_free_areas(handmade())))
    for (const Count& count : list.counts)
      found = found || (count.bounded && count.blocks == 10000);
  EXPECT_TRUE(found);
}

TEST(Joins, AnAbsurdOrderCostsNoMemory) {
  FreeAreas areas;
  areas.orders.emplace_back();
  areas.orders.back().fields.order = ~0ULL - 1;
  areas.orders.back().fields.nr_free = 1;
  areas.orders.back().fields.nid = 0;
  areas.orders.back().fields.zone_idx = 0;
  EXPECT_EQ(free_by_order(areas).at(0).blocks.size(), 64U);
}

TEST(Joins, RangesText) {
  EXPECT_EQ(ranges_text({}), "");
  EXPECT_EQ(ranges_text({1}), "1");
  EXPECT_EQ(ranges_text({1, 2, 3, 7}), "1-3,7");
}

TEST(Schema, FieldsAreFoundByKeyAndByFullName) {
  EXPECT_EQ(find_fields("nr_free_pages").size(), 2U); // node and zone
  ASSERT_EQ(find_fields("zone.nr_free_pages").size(), 1U);
  EXPECT_STREQ(find_fields("zone.nr_free_pages").front().info->source, "NR_FREE_PAGES");
  EXPECT_TRUE(find_fields("no_such").empty());
  EXPECT_EQ(find_record("no_such"), nullptr);
}

TEST(Suggest, NearWordsOnly) {
  EXPECT_EQ(cli::edit_distance("zone", "zone"), 0U);
  EXPECT_EQ(cli::edit_distance("zoen", "zone"), 1U);
  EXPECT_EQ(cli::edit_distance("", "abc"), 3U);
  EXPECT_EQ(cli::edit_distance("NORMAL", "Normal"), 0U);
  EXPECT_EQ(cli::did_you_mean("zonne", {"node", "zone"}), " Did you mean zone?");
  EXPECT_EQ(cli::did_you_mean("quux", {"node", "zone"}), "");
  EXPECT_EQ(cli::did_you_mean("x", {}), "");
}

} // namespace
} // namespace mmscope::model
