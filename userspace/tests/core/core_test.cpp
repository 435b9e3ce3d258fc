// SPDX-License-Identifier: GPL-2.0
// The core over a fake kernel: what every debugfs file holds, that it holds it
// for odd sets of nodes, and that no failure leaks or crashes.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "core_fixture.hpp"
#include "wire/codec.hpp"
#include "wire/schema.hpp"

namespace mmscope::test {
namespace {

TEST_F(CoreTest, EveryFileIsFramed) {
  for (unsigned id = 0; id < mms_core_nr_files(); ++id) {
    const std::string name = mms_core_file_name(id);
    if (name == "map.bin" || name == "bench/samples")
      continue; // binary: map_test.cpp, bench_test.cpp
    const std::vector<Line> all = lines(name);
    ASSERT_GE(all.size(), 3U) << name;
    const std::string nr = std::to_string(all.size() - 2);
    EXPECT_EQ(all.front().tag, "mmscope") << name;
    EXPECT_EQ(all.front().fields.at("wire"), "1") << name;
    EXPECT_EQ(all.front().fields.at("nr"), nr) << name;
    EXPECT_EQ(all.front().fields.at("page_size"), "4096") << name;
    EXPECT_EQ(all.front().fields.at("kernel"), "6.1.0-fake") << name;
    EXPECT_EQ(all.back().tag, "end") << name;
    EXPECT_EQ(all.back().fields.at("nr"), nr) << name;
  }
}

// The fake kernel has every field, so each one must come out, and no other.
TEST_F(CoreTest, FilesHoldExactlyTheSchema) {
  kernel.add_pages(5000, 1, MMS_PG(ANON) | MMS_PG(MAPPING) | MMS_PG(DIRTY));
  kernel.vmalloc_runs = {{kernel.vmalloc_ranges[0][0], 5000, 1, 1, MMS_LEVEL_PTE}};
  zone& normal = kernel.nodes[1]->zones[2];
  normal.free_blocks[0][1] = 5;
  normal.pcp_blocks[0][0] = 2;
  // What to ask of the files that answer requests.
  const std::map<std::string, std::string> requests = {{"page", "pfn=5000"}};
  for (const wire::RecordInfo& record : wire::records) {
    // What these hold depends on what was asked for: translate_test.cpp, bench_test.cpp.
    if (const std::string_view file = record.file;
        file == "translate" || file.starts_with("bench/"))
      continue;
    std::set<std::string> expected;
    for (std::size_t i = 0; i < record.nr_fields; ++i)
      expected.insert(record.fields[i].key);
    const auto request = requests.find(record.file);
    bool found = false;
    for (const Line& line : request == requests.end() ? lines(record.file)
                                                      : parse(ask(record.file, request->second))) {
      if (line.tag != record.tag)
        continue;
      found = true;
      std::set<std::string> keys;
      for (const auto& [key, value] : line.fields)
        keys.insert(key);
      EXPECT_EQ(keys, expected) << record.tag;
    }
    EXPECT_TRUE(found) << record.tag;
  }
}

TEST_F(CoreTest, SchemaFileTellsOfEveryField) {
  std::size_t expected = 0;
  for (const wire::RecordInfo& record : wire::records)
    expected += record.nr_fields;
  EXPECT_EQ(rows("schema", "field").size(), expected);
  EXPECT_EQ(rows("schema", "record").size(), wire::nr_records);
  EXPECT_EQ(lines("schema").front().fields.at("kind"), "field");
}

TEST_F(CoreTest, NodesNeedNotBeContiguous) {
  const std::vector<Line> nodes = rows("nodes", "node");
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].fields.at("nid"), "1");
  EXPECT_EQ(nodes[1].fields.at("nid"), "3");
  EXPECT_EQ(nodes[0].fields.at("distance"), "10,23");
  EXPECT_EQ(nodes[1].fields.at("distance"), "21,10");
  EXPECT_EQ(nodes[0].fields.at("cpus"), "0,2");
  EXPECT_EQ(nodes[1].fields.at("cpus"), "");
  EXPECT_EQ(rows("info", "info")[0].fields.at("nodes_online"), "1,3");
}

TEST_F(CoreTest, NodeSumsItsZones) {
  const pglist_data& node = *kernel.nodes[1];
  mms_u64 free = 0;
  mms_u64 hits = 0;
  for (const zone& zone : node.zones) {
    free += zone.fields.nr_free_pages;
    hits += zone.fields.numa_hit;
  }
  const Line line = rows("nodes", "node")[0];
  EXPECT_EQ(line.fields.at("managed_pages"), std::to_string(61440 + 65536));
  EXPECT_EQ(line.fields.at("nr_free_pages"), std::to_string(free));
  EXPECT_EQ(line.fields.at("numa_hit"), std::to_string(hits));
}

TEST_F(CoreTest, AvailableFollowsTheKernelsFormula) {
  pglist_data& node = *kernel.nodes[3];
  zone& movable = node.zones[3];
  movable.fields.nr_free_pages = 10000;
  movable.fields.wmark_low_pages = 300;
  node.fields.nr_active_file = 1000;
  node.fields.nr_inactive_file = 200; // half of the cache is more than the mark
  node.fields.nr_slab_reclaimable = 100;
  node.fields.nr_kernel_misc_reclaimable = 20; // half of these is less than it
  node.fields.totalreserve_pages = 500;
  const mms_u64 expected = 10000 - 500 + (1200 - 300) + (120 - 60);
  EXPECT_EQ(rows("nodes", "node")[1].fields.at("mem_available_pages"), std::to_string(expected));

  node.fields.totalreserve_pages = 1000000; // never below 0
  EXPECT_EQ(rows("nodes", "node")[1].fields.at("mem_available_pages"), "0");
}

TEST_F(CoreTest, AbsentFieldsStayOffTheWire) {
  kernel.nodes[1]->zones[2].fields.nr_unaccepted = MMS_ABSENT_U64;
  kernel.nodes[1]->zones[2].fields.compact_order_failed = MMS_ABSENT_S64;
  const Line normal = rows("zones", "zone")[2];
  EXPECT_EQ(normal.fields.at("name"), "Normal");
  EXPECT_EQ(normal.fields.count("nr_unaccepted"), 0U);
  EXPECT_EQ(normal.fields.count("compact_order_failed"), 0U);
}

TEST_F(CoreTest, ZonesAreAllThereAndOnlyPopulatedOnesAreWalked) {
  EXPECT_EQ(rows("zones", "zone").size(), 10U);
  // fake_shim asserts that no unpopulated zone's lists are touched.
  EXPECT_EQ(rows("free_area", "free_order").size(), 3U * fake_nr_orders);
  EXPECT_EQ(rows("free_area", "free_area").size(), 3U * fake_nr_orders * fake_nr_migratetypes);
  EXPECT_EQ(rows("pcp", "pcp").size(), 3U * 2);
}

TEST_F(CoreTest, FreeListsAreMarkedWhereTheBoundWasReached) {
  kernel.free_list_bound = 10;
  zone& normal = kernel.nodes[1]->zones[2];
  normal.free_blocks[2] = {9, 10, 400, 0, 0, 0};
  std::map<std::string, Line> order2;
  for (const Line& line : rows("free_area", "free_area"))
    if (line.fields.at("zone") == "Normal" && line.fields.at("order") == "2")
      order2[line.fields.at("migratetype")] = line;
  EXPECT_EQ(order2["Unmovable"].fields["blocks"], "9");
  EXPECT_EQ(order2["Unmovable"].fields["bounded"], "0");
  EXPECT_EQ(order2["Movable"].fields["bounded"], "1");
  EXPECT_EQ(order2["Reclaimable"].fields["blocks"], "10");
  EXPECT_EQ(order2["Reclaimable"].fields["bounded"], "1");
  for (const Line& line : rows("free_area", "free_order"))
    if (line.fields.at("zone") == "Normal" && line.fields.at("order") == "2") {
      EXPECT_EQ(line.fields.at("nr_free"), "419");
    }
}

TEST_F(CoreTest, ZonelistsKeepTheirOrder) {
  std::vector<std::string> order;
  for (const Line& line : rows("zonelists", "zoneref"))
    if (line.fields.at("nid") == "3" && line.fields.at("list") == "fallback")
      order.push_back(line.fields.at("pos") + ":" + line.fields.at("zone_nid") + ":" +
                      line.fields.at("zone") + ":" + line.fields.at("distance"));
  EXPECT_EQ(order, (std::vector<std::string>{"0:3:Movable:10", "1:1:Normal:21", "2:1:DMA32:21"}));

  kernel.nr_zonelists = 1; // a kernel without NUMA has no second list
  for (const Line& line : rows("zonelists", "zoneref"))
    EXPECT_EQ(line.fields.at("list"), "fallback");
}

TEST_F(CoreTest, ModelTellsRunsAndHoles) {
  std::vector<std::string> runs;
  for (const Line& line : rows("model", "section_range"))
    runs.push_back(line.fields.at("start_pfn") + "-" + line.fields.at("end_pfn") + ":" +
                   line.fields.at("state"));
  // Every section starts with a hole of one subsection, see fake_shim.
  const std::vector<std::string> expected = {
      "0-512:hole",         "512-32768:online",     "32768-33280:hole", "33280-65536:online",
      "65536-66048:hole",   "66048-98304:online",   "98304-98816:hole", "98816-131072:online",
      "131072-262656:hole", "262656-294912:offline"};
  EXPECT_EQ(runs, expected);
  const Line model = rows("model", "model")[0];
  EXPECT_EQ(model.fields.at("sections_scanned"), "9");
  EXPECT_EQ(model.fields.at("sections_present"), "5");
  EXPECT_EQ(model.fields.at("sections_online"), "4");
  EXPECT_EQ(model.fields.at("memmap_bytes"), std::to_string(5 * 32768 * 64));
}

TEST_F(CoreTest, LongCpuListsAreWhole) {
  std::string cpus;
  for (int cpu = 0; cpu < 400; cpu += 2)
    cpus += (cpu ? "," : "") + std::to_string(cpu);
  kernel.nodes[1]->cpus = cpus;
  EXPECT_EQ(rows("nodes", "node")[0].fields.at("cpus"), cpus);
}

// Fail each allocation in turn: an error each time, nothing lost, no lock held.
TEST_F(CoreTest, EveryAllocationMayFail) {
  kernel.nodes[1]->cpus = std::string(300, '1');
  for (unsigned id = 0; id < mms_core_nr_files(); ++id) {
    for (unsigned fail_at = 1;; ++fail_at) {
      ASSERT_LT(fail_at, 100U) << "never succeeds";
      kernel.fail_at = fail_at;
      kernel.nr_allocations = 0;
      char* text = nullptr;
      mms_size size = 0;
      const int error = mms_core_file_build(id, &text, &size);
      const bool failed = kernel.nr_allocations >= fail_at;
      EXPECT_EQ(error, failed ? -12 : 0) << mms_core_file_name(id) << " at " << fail_at;
      mms_kvfree(text);
      EXPECT_EQ(kernel.outstanding, 0) << mms_core_file_name(id) << " at " << fail_at;
      EXPECT_EQ(kernel.cpus_lock_depth, 0) << mms_core_file_name(id);
      if (!failed)
        break;
    }
    kernel.fail_at = 0;
  }
}

TEST_F(CoreTest, UnknownFileIsRefused) {
  char* text = nullptr;
  mms_size size = 0;
  EXPECT_EQ(mms_core_file_build(mms_core_nr_files(), &text, &size), -2);
  EXPECT_EQ(text, nullptr);
  EXPECT_EQ(mms_core_file_name(mms_core_nr_files()), nullptr);
}

} // namespace
} // namespace mmscope::test
