// SPDX-License-Identifier: GPL-2.0
// The core over a fake kernel: what every debugfs file holds, that it holds it
// for odd sets of nodes, and that no failure leaks or crashes.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fake_kernel.hpp"
#include "wire/codec.hpp"
#include "wire/schema.hpp"

namespace mmscope::test {
namespace {

struct Line {
  std::string tag;
  std::map<std::string, std::string> fields;
};

// Nodes 1 and 3: no node 0, a gap, one without CPUs, one without Normal memory.
class CoreTest : public testing::Test {
protected:
  CoreTest() {
    kernel.online_cpus = {0, 2};
    kernel.cpus_online_text = "0,2";
    pglist_data& first = kernel.add_node(1, "0,2");
    pglist_data& second = kernel.add_node(3, "");
    kernel.populate(1, 1, 4096, 61440);
    kernel.populate(1, 2, 65536, 65536);
    kernel.populate(3, 3, 262144, 32768);
    first.fields.node_start_pfn = 4096;
    first.fields.node_spanned_pages = 126976;
    second.fields.node_start_pfn = 262144;
    second.fields.node_spanned_pages = 32768;
    for (mms_u64 section = 0; section < 4; ++section)
      kernel.sections[section] = MMS_SECTION_ONLINE;
    kernel.sections[8] = MMS_SECTION_OFFLINE;
    first.lists[0] = {&first.zones[2], &first.zones[1], &second.zones[3]};
    first.lists[1] = {&first.zones[2], &first.zones[1]};
    second.lists[0] = {&second.zones[3], &first.zones[2], &first.zones[1]};
    second.lists[1] = {&second.zones[3]};
  }

  static unsigned file_id(const std::string& name) {
    for (unsigned id = 0; id < mms_core_nr_files(); ++id)
      if (name == mms_core_file_name(id))
        return id;
    ADD_FAILURE() << "no file " << name;
    return 0;
  }

  static std::string build(unsigned id) {
    char* text = nullptr;
    mms_size size = 0;
    EXPECT_EQ(mms_core_file_build(id, &text, &size), 0);
    std::string result(text, size);
    mms_kvfree(text);
    return result;
  }

  static std::vector<Line> lines(const std::string& name) {
    std::vector<Line> result;
    const std::string text = build(file_id(name));
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t newline = text.find('\n', start);
      EXPECT_NE(newline, std::string::npos) << "the last line is not ended";
      wire::LineCursor cursor(std::string_view(text).substr(start, newline - start));
      Line line{std::string(cursor.tag()), {}};
      wire::Field field;
      while (cursor.next(field)) {
        std::string value;
        EXPECT_TRUE(wire::unescape(field.value, [&](char c) { value += c; }));
        EXPECT_TRUE(line.fields.emplace(field.key, value).second) << field.key << " twice";
      }
      EXPECT_FALSE(cursor.malformed()) << text.substr(start, newline - start);
      result.push_back(line);
      start = newline + 1;
    }
    return result;
  }

  static std::vector<Line> rows(const std::string& name, const std::string& tag) {
    std::vector<Line> result;
    for (const Line& line : lines(name))
      if (line.tag == tag)
        result.push_back(line);
    return result;
  }

  FakeKernel kernel;
};

TEST_F(CoreTest, EveryFileIsFramed) {
  for (unsigned id = 0; id < mms_core_nr_files(); ++id) {
    const std::string name = mms_core_file_name(id);
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
  zone& normal = kernel.nodes[1]->zones[2];
  normal.free_blocks[0][1] = 5;
  normal.pcp_blocks[0][0] = 2;
  for (const wire::RecordInfo& record : wire::records) {
    std::set<std::string> expected;
    for (std::size_t i = 0; i < record.nr_fields; ++i)
      expected.insert(record.fields[i].key);
    const std::vector<Line> found = rows(record.file, record.tag);
    ASSERT_FALSE(found.empty()) << record.tag;
    for (const Line& line : found) {
      std::set<std::string> keys;
      for (const auto& [key, value] : line.fields)
        keys.insert(key);
      EXPECT_EQ(keys, expected) << record.tag;
    }
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
