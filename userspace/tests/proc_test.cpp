// SPDX-License-Identifier: GPL-2.0
// The parsers of the kernel's own files, against text as both kernels print it
// and against text that is cut short or nonsense.
#include <gtest/gtest.h>

#include "reader/error.hpp"
#include "reader/proc_buddyinfo.hpp"
#include "reader/proc_kmsg.hpp"
#include "reader/proc_meminfo.hpp"
#include "reader/proc_node.hpp"
#include "reader/proc_zoneinfo.hpp"

namespace mmscope::reader {
namespace {

using Nids = std::vector<std::uint64_t>;

constexpr const char* unpopulated_zone = R"(Node 0, zone  Movable
  pages free     0
        boost    0
        min      32
        low      32
        high     32
        promo    32
        spanned  0
        present  0
        managed  0
        cma      0
        protection: (0, 0, 0, 0, 0)
)";

constexpr const char* populated_zone = R"(Node 0, zone      DMA
  per-node stats
      nr_inactive_anon 2041
      nr_anon_pages 2030
  pages free     3840
        boost    0
        min      21
        low      26
        high     31
        spanned  4095
        present  3998
        managed  3840
        cma      0
        protection: (0, 402, 402, 402, 402)
      nr_free_pages 3840
      nr_zone_inactive_anon 0
      numa_hit     3
      numa_other   0
  pagesets
    cpu: 0
              count: 0
              high:  53
              batch: 1
  vm stats threshold: 4
    cpu: 1
              count: 7
              high:  53
              batch: 1
  vm stats threshold: 4
  node_unreclaimable:  0
  start_pfn:           1
)";

// What parsing throws: its message; empty if it throws nothing.
template <class Parse> std::string error_of(Parse parse) {
  try {
    (void)parse();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Error::Kind::bad_data);
    return error.what();
  }
  return "";
}

std::string zoneinfo_error(const std::string& text) {
  return error_of([&] { return parse_zoneinfo(text); });
}

std::string cut_after(const std::string& text, const std::string& end) {
  return text.substr(0, text.find(end) + end.size());
}

TEST(Zoneinfo, PopulatedZone) {
  const auto zones = parse_zoneinfo(populated_zone);
  ASSERT_EQ(zones.size(), 1U);
  const ZoneinfoZone& zone = zones[0];
  EXPECT_EQ(zone.nid, 0);
  EXPECT_EQ(zone.name, "DMA");
  EXPECT_EQ(zone.node_stats, (NamedNumbers{{"nr_inactive_anon", 2041}, {"nr_anon_pages", 2030}}));
  EXPECT_EQ(zone.pages.front(), (std::pair<std::string, std::int64_t>("free", 3840)));
  EXPECT_EQ(zone.pages.back(), (std::pair<std::string, std::int64_t>("cma", 0)));
  EXPECT_EQ(zone.protection, (std::vector<std::int64_t>{0, 402, 402, 402, 402}));
  EXPECT_EQ(zone.stats.size(), 4U);
  ASSERT_EQ(zone.pagesets.size(), 2U);
  EXPECT_EQ(zone.pagesets[1].cpu, 1);
  EXPECT_EQ(zone.pagesets[1].items,
            (NamedNumbers{{"count", 7}, {"high", 53}, {"batch", 1}, {"vm stats threshold", 4}}));
  EXPECT_EQ(zone.tail, (NamedNumbers{{"node_unreclaimable", 0}, {"start_pfn", 1}}));
}

TEST(Zoneinfo, UnpopulatedZoneEndsWithItsProtection) {
  const auto zones = parse_zoneinfo(std::string(unpopulated_zone) + populated_zone);
  ASSERT_EQ(zones.size(), 2U);
  EXPECT_EQ(*find_number(zones[0].pages, "promo"), 32); // 6.12
  EXPECT_TRUE(zones[0].stats.empty());
  EXPECT_EQ(zones[1].name, "DMA");
}

TEST(Zoneinfo, EmptyFileHasNoZones) { EXPECT_TRUE(parse_zoneinfo("").empty()); }

TEST(Zoneinfo, CutShort) {
  const std::string text = populated_zone;
  EXPECT_EQ(zoneinfo_error(cut_after(text, "managed  38")),
            "/proc/zoneinfo:12: the file was cut short in this line");
  EXPECT_EQ(zoneinfo_error(cut_after(text, "vm stats threshold: 4\n")),
            "/proc/zoneinfo:24: node 0 zone DMA ends too early");
  EXPECT_EQ(zoneinfo_error(cut_after(unpopulated_zone, "cma      0\n") + text),
            "/proc/zoneinfo:12: node 0 zone Movable ends too early");
}

TEST(Zoneinfo, Nonsense) {
  const std::string text = populated_zone;
  EXPECT_NE(zoneinfo_error("hello\n").find("/proc/zoneinfo:1: the first line"), std::string::npos);
  EXPECT_NE(zoneinfo_error("Node x, zone DMA\n").find("'x,' where a number"), std::string::npos);
  EXPECT_NE(zoneinfo_error("Node 0, zone\n").find(":1: "), std::string::npos);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"free     3840", "free     many"},
           {"free     3840", "free     99999999999999999999"},
           {"boost    0", "boost    0 1"},
           {"(0, 402, 402, 402, 402)", "0, 402"},
           {"(0, 402, 402, 402, 402)", "(0, 402, x)"},
           {"(0, 402, 402, 402, 402)", "()"},
           {"    cpu: 0\n", ""},
           {"  pagesets\n", ""},
           {"count: 7", "count 7"}}) {
    std::string broken = text;
    broken.replace(broken.find(from), from.size(), to);
    EXPECT_NE(zoneinfo_error(broken).find("/proc/zoneinfo:"), std::string::npos) << to;
  }
}

TEST(Buddyinfo, Zones) {
  const auto zones = parse_buddyinfo(
      "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1 "
      "     3 \n"
      "Node 1, zone   Normal    265 1234567      0      0      0      0      0      0      0      "
      "0 "
      "   115 \n");
  ASSERT_EQ(zones.size(), 2U);
  EXPECT_EQ(zones[1].nid, 1);
  EXPECT_EQ(zones[1].zone, "Normal");
  EXPECT_EQ(zones[1].nr_free.size(), 11U);
  EXPECT_EQ(zones[1].nr_free[1], 1234567);
  EXPECT_EQ(zones[1].nr_free[10], 115);
}

TEST(Buddyinfo, Broken) {
  const auto error = [](const char* text) {
    return error_of([&] { return parse_buddyinfo(text); });
  };
  EXPECT_NE(error("Node 0, zone DMA 1 2").find("/proc/buddyinfo:1: the file was cut short"),
            std::string::npos);
  EXPECT_NE(error("Node 0, zone DMA\n").find("without counts"), std::string::npos);
  EXPECT_NE(error("Node 0, zone DMA 1\nNode 1, zone DMA 1 x\n").find("/proc/buddyinfo:2: 'x'"),
            std::string::npos);
  EXPECT_NE(error("Zone 0\n").find("where 'Node'"), std::string::npos);
}

constexpr const char* pagetypes = R"(Page block order: 9
Pages per block:  512

Free pages count per migrate type at order       0      1      2 
Node    0, zone      DMA, type    Unmovable      0      1      2 
Node    0, zone      DMA, type      Movable >100000 >    17      3 
Node    0, zone      DMA, type      Isolate      0      0      0 

Number of blocks type     Unmovable      Movable      Isolate 
Node 0, zone      DMA            1            7            0 

Number of mixed blocks    Unmovable      Movable      Isolate 
Node 0, zone      DMA            0            0            0 
)";

TEST(Pagetypeinfo, ListsAndBounds) {
  const Pagetypeinfo info = parse_pagetypeinfo(pagetypes);
  EXPECT_EQ(info.block_order, 9);
  EXPECT_EQ(info.pages_per_block, 512);
  ASSERT_EQ(info.lists.size(), 3U);
  EXPECT_EQ(info.lists[1].migratetype, "Movable");
  ASSERT_EQ(info.lists[1].free.size(), 3U);
  EXPECT_EQ(info.lists[1].free[0].blocks, 100000);
  EXPECT_TRUE(info.lists[1].free[0].bounded);
  EXPECT_EQ(info.lists[1].free[1].blocks, 17);
  EXPECT_TRUE(info.lists[1].free[1].bounded);
  EXPECT_FALSE(info.lists[1].free[2].bounded);
}

TEST(Pagetypeinfo, MemorylessNodesPrintNothing) {
  EXPECT_TRUE(parse_pagetypeinfo("").lists.empty());
}

TEST(Pagetypeinfo, Broken) {
  const auto error = [](std::string text) {
    return error_of([&] { return parse_pagetypeinfo(text); });
  };
  std::string text = pagetypes;
  EXPECT_NE(error("Page block odour: 9\n").find(":1: unknown line"), std::string::npos);
  EXPECT_NE(error(cut_after(text, "type      Mov")).find(":6: the file was cut short"),
            std::string::npos);
  text.replace(text.find("Unmovable      0"), 16, "Unmovable     -1x");
  EXPECT_NE(error(text).find(":5: '-1x' where a count"), std::string::npos);
}

TEST(Meminfo, Items) {
  const NamedNumbers items = parse_meminfo("MemTotal:        2013692 kB\n"
                                           "Active(anon):        520 kB\n"
                                           "HugePages_Total:       4\n");
  EXPECT_EQ(items,
            (NamedNumbers{{"MemTotal", 2013692}, {"Active(anon)", 520}, {"HugePages_Total", 4}}));
}

TEST(Meminfo, NodeItems) {
  const NamedNumbers items = parse_node_meminfo("Node 3 MemTotal:        1006232 kB\n"
                                                "Node 3 ShadowCallStack:     12 kB\n"
                                                "Node 3 FileHugePages:        0 kB\n"
                                                "Node 3 HugePages_Total:     2\n",
                                                "meminfo", 3);
  EXPECT_EQ(items.size(), 4U);
  EXPECT_EQ(*find_number(items, "MemTotal"), 1006232);
  EXPECT_EQ(*find_number(items, "ShadowCallStack"), 12);
}

TEST(Meminfo, Broken) {
  const auto error = [](const char* text) { return error_of([&] { return parse_meminfo(text); }); };
  EXPECT_NE(error("MemTotal 12 kB\n").find("/proc/meminfo:1: "), std::string::npos);
  EXPECT_NE(error("A: 1 kB\nMemTotal: 12 MB\n").find("/proc/meminfo:2: 'MB'"), std::string::npos);
  EXPECT_NE(error("MemTotal: 12 kB").find("cut short"), std::string::npos);
  EXPECT_NE(error_of([] {
              return parse_node_meminfo("Node 1 A: 1 kB\n", "node0/meminfo", 0);
            }).find("node0/meminfo:1: a line of another node than 0"),
            std::string::npos);
}

TEST(NodeFiles, Counters) {
  EXPECT_EQ(parse_counters("numa_hit 7\ninterleave_hit 0\n", "f"),
            (NamedNumbers{{"numa_hit", 7}, {"interleave_hit", 0}}));
  EXPECT_EQ(error_of([] { return parse_counters("a 1\nb\n", "f"); }),
            "f:2: '' where a number should be");
}

TEST(NodeFiles, Distance) {
  EXPECT_EQ(parse_number_row("10 21\n", "f"), (Nids{10, 21}));
  EXPECT_EQ(parse_number_row(" 10 21\n", "f"), (Nids{10, 21})); // no node 0
  EXPECT_NE(error_of([] { return parse_number_row("10\n20\n", "f"); }).find("f:2: more than one"),
            std::string::npos);
  EXPECT_NE(error_of([] { return parse_number_row("", "f"); }).find("empty"), std::string::npos);
}

TEST(NodeFiles, IdLists) {
  EXPECT_EQ(parse_id_list("0-3,8\n", "f"), (Nids{0, 1, 2, 3, 8}));
  EXPECT_EQ(parse_id_list("1\n", "f"), (Nids{1}));
  EXPECT_TRUE(parse_id_list("\n", "f").empty());
  for (const char* bad : {"3-1\n", "0,0\n", "a\n", "1,\n", ",1\n", "0-99999999\n", "1-\n", "-1\n"})
    EXPECT_NE(error_of([&] { return parse_id_list(bad, "f"); }).find("f:1: "), std::string::npos)
        << bad;
}

TEST(KernelLog, LastOrderWins) {
  const FallbackOrders orders =
      parse_fallback_orders("5,0,0,-;Linux version 6.1\n SUBSYSTEM=x\n"
                            "6,1,9,-,caller=T0;Fallback order for Node 0: 0 1 \n"
                            "6,2,9,-;Fallback order for Node 1: 1 0 \n"
                            "6,9,99,-;Fallback order for Node 0: 0 2 1 \n");
  EXPECT_TRUE(orders.begins_at_boot);
  EXPECT_EQ(orders.by_node.at(0), (Nids{0, 2, 1}));
  EXPECT_EQ(orders.by_node.at(1), (Nids{1, 0}));
}

TEST(KernelLog, ContinuedLines) {
  const FallbackOrders orders = parse_fallback_orders("6,100,0,-;Fallback order for Node 4: 4 \n"
                                                      "6,101,0,c;12 \n"
                                                      "6,102,0,-;something else\n"
                                                      "6,103,0,c; and its end\n"
                                                      "6,104,0,c;3 \n"
                                                      "6,105,0,c;\n");
  EXPECT_FALSE(orders.begins_at_boot);
  EXPECT_EQ(orders.by_node.at(4), (Nids{4, 12, 3}));
}

TEST(KernelLog, Broken) {
  const auto error = [](const char* text) {
    return error_of([&] { return parse_fallback_orders(text); });
  };
  EXPECT_NE(error("Fallback order for Node 0: 0\n").find("/dev/kmsg:1: "), std::string::npos);
  EXPECT_NE(error("6,x,0,-;a\n").find("/dev/kmsg:1: "), std::string::npos);
  EXPECT_NE(error("6,1,0,-;Fallback order for Node 0: 0 one\n").find("list of nodes"),
            std::string::npos);
  EXPECT_NE(error("6,1,0,-;Fallback order for Node zero: 0\n").find("'zero:'"), std::string::npos);
}

} // namespace
} // namespace mmscope::reader
