// SPDX-License-Identifier: GPL-2.0
// `mmscope vmalloc list --runs`: whose an extent is, under each kptr_restrict.
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/vmalloc_runs.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using model::VmallocRuns;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string extents_path = std::string(published_dir) + "vmalloc";

std::string file(const std::vector<std::string>& extents) {
  std::string text;
  for (const std::string& extent : extents)
    text += "vmalloc_extent start_addr=" + extent + "\n";
  text += "vmalloc_walk area=vmalloc extents=1 pages=1 nr_reads=9 raced_tables=0\n";
  return fmt::format("mmscope wire=1 kind=vmalloc_extent nr={0} page_size=4096 kernel=6.1\n{1}"
                     "end nr={0}\n",
                     extents.size() + 1, text);
}

// "ADDR pages=.. runs=..", all of them memory of node 1.
std::string extent(const std::string& addr, unsigned pages, unsigned runs) {
  return fmt::format("{} area=vmalloc pages={} memory_pages={} runs={} longest_run_pages={} "
                     "pmd_entries=0 pud_entries=0 nids=1 node_pages={}",
                     addr, pages, pages, runs, pages - runs + 1, pages);
}

VmallocRuns match(const std::string& before, const std::vector<std::string>& extents,
                  const std::string& after = "") {
  const Tree tree(Files{{extents_path, file(extents)}});
  return model::match_runs(reader::parse_vmallocinfo(before),
                           reader::parse_vmallocinfo(after.empty() ? before : after),
                           model::load_vmalloc_extents(reader::Source::recorded(tree.root())));
}

// Two areas, each with its guard page.
const std::string hashed =
    "0x0000000011111111-0x0000000022222222   20480 f+0x1/0x9 pages=4 vmalloc N1=4\n"
    "0x0000000033333333-0x0000000044444444    8192 g+0x1/0x9 pages=1 vmalloc N1=1\n";

TEST(VmallocRuns, HashesMatchWhereAnExtentFillsAnArea) {
  const VmallocRuns runs =
      match(hashed, {extent("0000000011111111", 4, 2), extent("0000000033333333", 1, 1)});
  EXPECT_TRUE(runs.hashed);
  EXPECT_FALSE(runs.hidden);
  ASSERT_TRUE(runs.areas[0].mapped && runs.areas[1].mapped);
  EXPECT_EQ(runs.areas[0].mapped->pages, 4U);
  EXPECT_EQ(runs.areas[0].mapped->runs, 2U);
  EXPECT_EQ(runs.areas[0].mapped->longest_run_pages, 3U);
  EXPECT_THAT(runs.areas[0].mapped->pages_by_node, ElementsAre(std::pair{1U, 4U}));
  EXPECT_EQ(runs.callers[0].caller.caller, "f");
  EXPECT_EQ(runs.callers[0].mapped->runs, 2U);
  EXPECT_EQ(runs.nobodys.pages, 0U);
  EXPECT_EQ(runs.total.pages, 5U);
}

// An area that is mapped in part may be mapped elsewhere, too: nobody knows.
TEST(VmallocRuns, HashesOfAreasWithHolesSayNothing) {
  const VmallocRuns runs =
      match(hashed, {extent("0000000011111111", 2, 2), extent("0000000099999999", 1, 1)});
  EXPECT_FALSE(runs.areas[0].mapped);
  EXPECT_FALSE(runs.areas[1].mapped);
  EXPECT_FALSE(runs.callers[0].mapped);
  EXPECT_EQ(runs.nobodys.pages, 3U);
  EXPECT_EQ(runs.nobodys.runs, 3U);
}

TEST(VmallocRuns, RealAddressesTellHolesAndEmptyAreas) {
  const VmallocRuns runs =
      match("0xffffc90000000000-0xffffc90000010000   65536 pcpu_get_vm_areas+0x1/0x9 vmalloc\n"
            "0xffffc90000010000-0xffffc90000012000    8192 unpurged vm_area\n",
            {extent("ffffc90000001000", 2, 1), extent("ffffc90000008000", 3, 3),
             extent("ffffc90000020000", 1, 1)});
  EXPECT_FALSE(runs.hashed);
  EXPECT_EQ(runs.areas[0].mapped->pages, 5U);
  EXPECT_EQ(runs.areas[0].mapped->runs, 4U);
  EXPECT_EQ(runs.areas[1].mapped->pages, 0U);
  EXPECT_EQ(runs.nobodys.pages, 1U);
}

// Areas without a guard page between them.
const std::string adjoining = "0xffffc90000000000-0xffffc90000004000   16384 f+0x1/0x9 vmalloc\n"
                              "0xffffc90000004000-0xffffc90000008000   16384 f+0x1/0x9 vmalloc\n"
                              "0xffffc90000008000-0xffffc9000000c000   16384 g+0x1/0x9 vmalloc\n";

TEST(VmallocRuns, AnExtentThroughAreasOfOneCallerIsTheCallers) {
  const VmallocRuns runs = match(adjoining, {extent("ffffc90000002000", 5, 2)});
  EXPECT_FALSE(runs.areas[0].mapped);
  EXPECT_FALSE(runs.areas[1].mapped);
  EXPECT_EQ(runs.areas[2].mapped->pages, 0U);
  EXPECT_EQ(runs.adjoining.pages, 5U);
  EXPECT_EQ(runs.callers[0].caller.caller, "f");
  EXPECT_EQ(runs.callers[0].mapped->runs, 2U);
  EXPECT_EQ(runs.nobodys.pages, 0U);
}

TEST(VmallocRuns, AnExtentThroughAreasOfSeveralCallersIsNobodys) {
  const VmallocRuns runs = match(adjoining, {extent("ffffc90000006000", 4, 2)});
  EXPECT_FALSE(runs.areas[1].mapped);
  EXPECT_FALSE(runs.areas[2].mapped);
  EXPECT_EQ(runs.callers[0].mapped->pages, 0U);
  EXPECT_EQ(runs.nobodys.runs, 2U);
  EXPECT_EQ(runs.adjoining.pages, 0U);
}

TEST(VmallocRuns, HashesFollowAdjoiningAreas) {
  const std::string areas = "0x0000000000000aaa-0x0000000000000bbb 16384 f+0x1/0x9 vmalloc\n"
                            "0x0000000000000bbb-0x0000000000000ccc 16384 f+0x1/0x9 vmalloc\n";
  EXPECT_EQ(match(areas, {extent("0000000000000aaa", 8, 3)}).callers[0].mapped->runs, 3U);
  EXPECT_EQ(match(areas, {extent("0000000000000aaa", 7, 3)}).callers[0].mapped->runs, 3U);
  EXPECT_FALSE(match(areas, {extent("0000000000000aaa", 6, 3)}).callers[0].mapped);
  EXPECT_FALSE(match(areas, {extent("0000000000000aaa", 9, 3)}).callers[0].mapped);
}

TEST(VmallocRuns, OnlyAreasThatStoodAreMatched) {
  const VmallocRuns runs =
      match(hashed, {extent("0000000011111111", 4, 2), extent("0000000033333333", 1, 1)},
            "0x0000000033333333-0x0000000044444444    8192 h+0x1/0x9 pages=1 vmalloc N1=1\n");
  EXPECT_EQ(runs.areas_in_motion, 2U);
  EXPECT_FALSE(runs.areas[0].mapped);
  EXPECT_FALSE(runs.areas[1].mapped);
  EXPECT_EQ(runs.nobodys.pages, 5U);
}

TEST(VmallocRuns, OneHashOfTwoAreasIsNone) {
  const std::string twice = hashed + hashed;
  const VmallocRuns runs = match(twice, {extent("0000000011111111", 4, 2)});
  for (const model::AreaRuns& area : runs.areas)
    EXPECT_FALSE(area.mapped);
  EXPECT_EQ(runs.nobodys.pages, 4U);
}

TEST(VmallocRuns, HiddenAddressesMatchNothing) {
  for (const char* address : {"0000000000000000", "(____ptrval____)"}) {
    const VmallocRuns runs =
        match(fmt::format("0x{0}-0x{0} 20480 f+0x1/0x9 pages=4 vmalloc N1=4\n", address),
              {extent(address, 4, 2)});
    EXPECT_TRUE(runs.hidden) << address;
    EXPECT_FALSE(runs.areas[0].mapped) << address;
    EXPECT_EQ(runs.total.runs, 2U) << address;
  }
}

TEST(VmallocRunsCommand, TextAndJson) {
  const Tree tree(Files{
      {"/proc/vmallocinfo", hashed},
      {extents_path, file({extent("0000000011111111", 4, 2), extent("0000000099999999", 3, 1)})}});
  const std::string root = " --root " + tree.root().native();
  const std::string text = tool("vmalloc list --runs" + root).out;
  EXPECT_THAT(text, HasSubstr("longest"));
  EXPECT_THAT(text, HasSubstr("12.0 KiB in 1 runs could not be told whose they are"));
  const auto callers = nlohmann::json::parse(tool("vmalloc list --runs -j" + root).out);
  EXPECT_EQ(callers["kind"], "vmalloc");
  EXPECT_EQ(callers["page_size"], 4096);
  EXPECT_EQ(callers["rows"][0]["mapped_pages"], 4);
  EXPECT_EQ(callers["rows"][0]["mapped_node_pages"], nlohmann::json({4}));
  EXPECT_FALSE(callers["rows"][1].contains("runs"));
  EXPECT_EQ(callers["vmalloc_extents"].size(), 2U);
  EXPECT_EQ(callers["vmalloc_walks"].size(), 1U);
  const auto areas = nlohmann::json::parse(tool("vmalloc list --areas --runs -j" + root).out);
  EXPECT_EQ(areas["kind"], "vmalloc_area");
  EXPECT_EQ(areas["rows"][0]["runs"], 2);
}

TEST(VmallocRunsCommand, HiddenAddressesAreSaid) {
  const Tree tree(
      Files{{"/proc/vmallocinfo", "0x0000000000000000-0x0000000000000000 8192 f+0x1/0x9 "
                                  "pages=1 vmalloc N1=1\n"},
            {extents_path, file({extent("0000000000000000", 1, 1)})}});
  const std::string text = tool("vmalloc list --runs --root " + tree.root().native()).out;
  EXPECT_THAT(text, HasSubstr("kernel.kptr_restrict=1"));
  EXPECT_THAT(text, Not(HasSubstr("f+0x1")));
}

TEST(VmallocRunsCommand, ExitCodes) {
  const Tree no_module(Files{{"/proc/vmallocinfo", hashed}});
  EXPECT_EQ(tool("vmalloc list --runs --root " + no_module.root().native()).exit_code, 3);
  const Tree broken(Files{{"/proc/vmallocinfo", hashed}, {extents_path, "nonsense\n"}});
  EXPECT_EQ(tool("vmalloc list --runs --root " + broken.root().native()).exit_code, 5);
  const Tree other(
      Files{{"/proc/vmallocinfo", hashed},
            {extents_path, "mmscope wire=1 kind=zone nr=0 page_size=4096\nend nr=0\n"}});
  EXPECT_EQ(tool("vmalloc list --runs --root " + other.root().native()).exit_code, 5);
  EXPECT_EQ(tool("vmalloc list --run").exit_code, 2);
}

} // namespace
} // namespace mmscope::tests
