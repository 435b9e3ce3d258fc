// SPDX-License-Identifier: GPL-2.0
// The vmalloc space: the parser on text of both kernels, the grouping, and the
// command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/vmalloc.hpp"
#include "reader/error.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using reader::Error;
using reader::VmallocArea;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

VmallocArea area(const std::string& line) {
  const auto areas = reader::parse_vmallocinfo(line + "\n");
  EXPECT_EQ(areas.size(), 1U);
  return areas.at(0);
}

TEST(Vmallocinfo, PagesOnNodes) {
  const VmallocArea one = area("0xffffffffc0000000-0xffffffffc0401000 4198400 "
                               "bpf_prog_pack_alloc+0x292/0x3b0 pages=1024 vmalloc vpages "
                               "N0=512 N13=512");
  EXPECT_EQ(one.start, 0xffffffffc0000000);
  EXPECT_EQ(one.end, 0xffffffffc0401000);
  EXPECT_EQ(one.size_bytes, 4198400U);
  EXPECT_EQ(one.caller, "bpf_prog_pack_alloc+0x292/0x3b0");
  EXPECT_EQ(one.function(), "bpf_prog_pack_alloc");
  EXPECT_EQ(one.pages, 1024U);
  EXPECT_THAT(one.flags, ElementsAre("vmalloc", "vpages"));
  EXPECT_THAT(one.pages_by_node, ElementsAre(std::pair{0U, 512U}, std::pair{13U, 512U}));
}

TEST(Vmallocinfo, DevicesAndModules) {
  const VmallocArea one =
      area("0x00000000e5d25114-0x000000004856f7af    8192 nvme_dev_map+0x1b/0x70 [nvme] "
           "phys=0x00000000fed00000 ioremap");
  EXPECT_EQ(one.function(), "nvme_dev_map");
  EXPECT_EQ(one.module, "nvme");
  EXPECT_EQ(one.phys, 0xfed00000U);
  EXPECT_EQ(one.pages, 0U);
  EXPECT_THAT(one.flags, ElementsAre("ioremap"));
}

TEST(Vmallocinfo, AreasWithoutACaller) {
  const VmallocArea freed = area("0x0-0x0   20480 unpurged vm_area");
  EXPECT_EQ(freed.function(), "unpurged");
  EXPECT_THAT(freed.flags, ElementsAre("unpurged"));
  EXPECT_EQ(area("0x0-0x0   20480 vm_map_ram").function(), "vm_map_ram");
  EXPECT_EQ(area("0x0-0x0   20480 pages=4 vmalloc").function(), "unknown");
  EXPECT_EQ(area("0x0-0x0   20480").function(), "unknown");
}

TEST(Vmallocinfo, OnlyRealAddressesAreAddresses) {
  for (const char* range :
       {"0x00000000e5d25114-0x000000004856f7af", "0x0000000000000000-0x0000000000000000",
        "0x(____ptrval____)-0x(____ptrval____)"}) {
    EXPECT_EQ(area(std::string(range) + " 8192 f+0x1/0x2 vmap").start, std::nullopt) << range;
    EXPECT_EQ(area(std::string(range) + " 8192 f+0x1/0x2 vmap").end, std::nullopt) << range;
  }
}

TEST(Vmallocinfo, WordsOfNewerKernelsAreFlags) {
  EXPECT_THAT(area("0x0-0x0 8192 f+0x1/0x2 vmalloc brand-new N0=1").flags,
              ElementsAre("vmalloc", "brand-new"));
}

TEST(Vmallocinfo, Broken) {
  for (const auto& [text, message] : std::vector<std::pair<std::string, const char*>>{
           {"0x0-0x0 8192 f+0x1/0x2", ":1: the file was cut short"},
           {"0x0 8192\n", ":1: '0x0' where a range"},
           {"0x0-0x0 many\n", ":1: 'many' where a count"},
           {"0x0-0x0 8192 f+0x1/0x2 pages=x\n", ":1: 'x' where a count"},
           {"0x0-0x0 8192 f+0x1/0x2 phys=0xg\n", "where a physical address"},
           {"0x0-0x0 8192 f+0x1/0x2 N0=\n", ":1: '' where a count"},
           {"\n", ":1: '' where a range"}}) {
    try {
      (void)reader::parse_vmallocinfo(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Error::Kind::bad_data);
      EXPECT_THAT(error.what(), HasSubstr("/proc/vmallocinfo:")) << text;
      EXPECT_THAT(error.what(), HasSubstr(message)) << text;
    }
  }
}

TEST(Vmalloc, CallersAreOneFunctionOfOneModule) {
  const auto callers = model::by_caller(
      reader::parse_vmallocinfo("0x0-0x0 8192 f+0x1/0x9 pages=1 vmalloc N0=1\n"
                                "0x0-0x0 12288 f+0x2/0x9 pages=2 vmalloc user N0=1 N1=1\n"
                                "0x0-0x0 8192 f+0x1/0x9 [module] vmap\n"));
  ASSERT_EQ(callers.size(), 2U);
  EXPECT_EQ(callers[0].caller, "f");
  EXPECT_EQ(callers[0].areas, 2U);
  EXPECT_EQ(callers[0].size_bytes, 20480U);
  EXPECT_EQ(callers[0].pages, 3U);
  EXPECT_THAT(callers[0].flags, ElementsAre("vmalloc", "user"));
  EXPECT_THAT(callers[0].pages_by_node, ElementsAre(std::pair{0U, 2U}, std::pair{1U, 1U}));
  EXPECT_EQ(callers[1].module, "module");
}

TEST(Vmalloc, NothingIsLostInGrouping) {
  for (const char* tree : {"6.1-numa2", "6.12-numa4"}) {
    const auto areas =
        model::load_vmalloc_areas(reader::Source::recorded(data_dir() / "trees" / tree));
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    std::uint64_t pages = 0;
    std::uint64_t on_nodes = 0;
    for (const model::VmallocCaller& caller : model::by_caller(areas)) {
      count += caller.areas;
      bytes += caller.size_bytes;
      pages += caller.pages;
      for (const auto& [nid, of_node] : caller.pages_by_node)
        on_nodes += of_node;
    }
    EXPECT_EQ(count, areas.size());
    EXPECT_EQ(pages, on_nodes);
    for (const VmallocArea& area : areas)
      bytes -= area.size_bytes;
    EXPECT_EQ(bytes, 0U);
  }
}

TEST(VmallocCommand, Json) {
  const auto callers = nlohmann::json::parse(tool_on("6.12-numa4", "vmalloc -j").out);
  EXPECT_EQ(callers["kind"], "vmalloc");
  EXPECT_EQ(callers["rows"][0]["nids"], nlohmann::json({0, 1, 2, 3}));
  const auto areas = nlohmann::json::parse(tool_on("6.12-numa4", "vmalloc list --areas -j").out);
  EXPECT_EQ(areas["kind"], "vmalloc_area");
  EXPECT_EQ(areas["rows"][0]["start_addr"], "0xffffc90000000000");
}

TEST(VmallocCommand, HashesAreNotShown) {
  EXPECT_THAT(tool_on("6.1-numa2", "vmalloc list --areas -j").out, Not(HasSubstr("start_addr")));
  EXPECT_THAT(tool_on("6.1-numa2", "vmalloc list --areas").out, HasSubstr("Addresses are hidden"));
}

TEST(VmallocCommand, ExitCodes) {
  EXPECT_EQ(tool_on("handmade", "vmalloc list").exit_code, 3);
  EXPECT_EQ(tool_on("6.1-numa2", "vmalloc list extra").exit_code, 2);
  const Tree tree(Files{{"/proc/vmallocinfo", "nonsense\n"}});
  EXPECT_EQ(tool("vmalloc --root " + tree.root().native()).exit_code, 5);
}

} // namespace
} // namespace mmscope::tests
