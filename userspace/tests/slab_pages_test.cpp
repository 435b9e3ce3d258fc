// SPDX-License-Identifier: GPL-2.0
// Slab memory by three accounts, all of them made up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/slab_pages.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;

const std::string slab_dir = "/sys/kernel/slab/";
const std::string header = "page_size=4096 kernel=6.1.0\n";

void add_cache(Files& files, const std::string& name, const std::string& order,
               const std::string& slabs) {
  const std::string dir = slab_dir + name + "/";
  files[dir + "object_size"] = "64\n";
  files[dir + "slab_size"] = "64\n";
  files[dir + "order"] = order + "\n";
  files[dir + "objs_per_slab"] = "64\n";
  files[dir + "slabs"] = slabs + "\n";
}

// Node 0 has 10 slabs of order 0 and 3 of order 1, node 2 has 4 of order 1; the
// census misses one of the last and finds one of order 3 more.
Files machine() {
  Files files;
  add_cache(files, "dentry", "0", "10 N0=10");
  add_cache(files, "inode", "1", "6 N0=2 N2=4");
  add_cache(files, "task", "1", "1 N0=1");
  files[std::string(published_dir) + "info"] =
      "mmscope wire=1 kind=info nr=1 " + header + "info version=0.1.0\nend nr=1\n";
  files[std::string(published_dir) + "nodes"] =
      "mmscope wire=1 kind=node nr=2 " + header +
      "node nid=0 nr_slab_reclaimable=10 nr_slab_unreclaimable=26\n"
      "node nid=2 nr_slab_reclaimable=0 nr_slab_unreclaimable=14\nend nr=2\n";
  files[std::string(published_dir) + "pages"] =
      "mmscope wire=1 kind=page nr=7 " + header +
      "page nid=0 zone=Normal zone_idx=2 migratetype=Unmovable class=slab pages=16\n"
      "page nid=0 zone=Normal zone_idx=2 migratetype=Unmovable class=compound pages=24\n"
      "page nid=2 zone=Normal zone_idx=2 migratetype=Unmovable class=slab pages=14\n"
      "page_order nid=0 zone=Normal zone_idx=2 class=slab order=0 blocks=10\n"
      "page_order nid=0 zone=Normal zone_idx=2 class=slab order=1 blocks=3\n"
      "page_order nid=2 zone=Normal zone_idx=2 class=slab order=1 blocks=3\n"
      "page_order nid=2 zone=Normal zone_idx=2 class=slab order=3 blocks=1\nend nr=7\n";
  return files;
}

cli::Outcome on(const Files& files, const std::string& command) {
  const Tree tree(files);
  return tool(command + " --root " + tree.root().native(), {100, {}});
}

TEST(SlabPages, ByNodeAndOrder) {
  const auto json = nlohmann::json::parse(on(machine(), "slab list -j").out);
  EXPECT_FALSE(json.contains("missing"));
  using Row = std::array<int, 6>;
  std::vector<Row> rows;
  for (const auto& row : json["slab_pages"])
    rows.push_back({row["nid"], row["order"], row["census_slabs"], row["census_pages"],
                    row["cache_slabs"], row["cache_pages"]});
  EXPECT_EQ(
      rows,
      (std::vector<Row>{
          {0, 0, 10, 10, 10, 10}, {0, 1, 3, 6, 3, 6}, {2, 1, 3, 6, 4, 8}, {2, 3, 1, 8, 0, 0}}));
  ASSERT_EQ(json["slab_sums"].size(), 3U);
  EXPECT_EQ(json["slab_sums"][0], nlohmann::json({{"nid", 0},
                                                  {"census_pages", 16},
                                                  {"cache_pages", 16},
                                                  {"counter_pages", 36},
                                                  {"compound_pages", 24}}));
  EXPECT_EQ(json["slab_sums"][2], nlohmann::json({{"census_pages", 30},
                                                  {"cache_pages", 24},
                                                  {"counter_pages", 50},
                                                  {"compound_pages", 24}}));
}

TEST(SlabPages, ClosingTable) {
  const std::string text = on(machine(), "slab list").out;
  const std::string table = "node  caches  census  caches - census  nr_slab_*  nr_slab_* - census  "
                            "compound\n"
                            "   0      16      16                0         36                 +20  "
                            "      24\n"
                            "   2       8      14               -6         14                   0  "
                            "       0\n"
                            " all      24      30               -6         50                 +20  "
                            "      24\n";
  EXPECT_THAT(text, HasSubstr(table));
}

TEST(SlabPages, OfOneCachesOrder) {
  const std::string text = on(machine(), "slab show task").out;
  EXPECT_THAT(text, HasSubstr("Slabs of order 1, by node\n"
                              "node  this cache  all caches  census\n"
                              "   0           1           3       3\n"
                              "   2           0           4       3\n"));
}

// /proc/slabinfo knows no nodes: only the sum of all can be compared.
TEST(SlabPages, SlabinfoAloneTellsTheSum) {
  Files files = machine();
  for (auto file = files.begin(); file != files.end();)
    file = file->first.rfind(slab_dir, 0) == 0 ? files.erase(file) : std::next(file);
  files["/proc/slabinfo"] = "slabinfo - version: 2.1\n# name\n"
                            "dentry 10 10 64 64 2 : tunables 0 0 0 : slabdata 9 9 0\n";
  const auto json = nlohmann::json::parse(on(files, "slab list -j").out);
  EXPECT_FALSE(json["slab_pages"][0].contains("cache_slabs"));
  EXPECT_FALSE(json["slab_sums"][0].contains("cache_pages"));
  EXPECT_EQ(json["slab_sums"][2]["cache_pages"], 18);
}

TEST(SlabPages, WithoutTheModuleTheCachesAreShown) {
  Files files = machine();
  for (const char* file : {"info", "nodes", "pages"})
    files.erase(std::string(published_dir) + file);
  for (const char* command : {"slab list", "slab show task"}) {
    const cli::Outcome text = on(files, command);
    EXPECT_EQ(text.exit_code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("task"));
    EXPECT_THAT(text.out,
                HasSubstr("Not held against the census: the module's file pages is not in"));
    const auto json = nlohmann::json::parse(on(files, std::string(command) + " -j").out);
    EXPECT_EQ(json["missing"][0]["what"], "slab pages of the census");
    EXPECT_FALSE(json.contains("slab_pages"));
  }
}

TEST(SlabPages, ABrokenCensusIsBadData) {
  Files files = machine();
  files[std::string(published_dir) + "pages"] += "x";
  EXPECT_EQ(on(files, "slab list").exit_code, 5);
  EXPECT_EQ(on(files, "slab list dentry").exit_code, 0); // a pattern asks for no census
}

} // namespace
} // namespace mmscope::tests
