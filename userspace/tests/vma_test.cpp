// SPDX-License-Identifier: GPL-2.0
// `vma show`: what is behind a VMA, recorded trees, sums, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/vma_checks.hpp"
#include "tests/scratch_dir.hpp"
#include "tool.hpp"
#include "view/vma.hpp"

namespace mmscope::tests {
namespace {

const view::Screen wide{view::Style(), 0};

using Json = nlohmann::ordered_json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string kind(const char* path, std::vector<std::string> flags = {}) {
  reader::MapsLine vma;
  vma.path = path;
  return model::backing_of(vma, flags);
}

TEST(VmaBacking, ByNameAndFlags) {
  EXPECT_EQ(kind(""), "anon");
  EXPECT_EQ(kind("[anon:name]"), "anon");
  EXPECT_EQ(kind("[heap]"), "heap");
  EXPECT_EQ(kind("[stack]"), "stack");
  EXPECT_EQ(kind("[vdso]"), "vdso");
  EXPECT_EQ(kind("[vvar_vclock]", {"rd", "pf", "io"}), "vvar");
  EXPECT_EQ(kind("[vsyscall]"), "vsyscall");
  EXPECT_EQ(kind("[uprobes]"), "special");
  EXPECT_EQ(kind("/dev/zero (deleted)", {"rd", "sh"}), "shmem");
  EXPECT_EQ(kind("/memfd:x (deleted)"), "shmem");
  EXPECT_EQ(kind("/SYSV00000000 (deleted)"), "shmem");
  EXPECT_EQ(kind("/anon_hugepage (deleted)", {"rd", "ht"}), "hugetlb");
  EXPECT_EQ(kind("/dev/mem", {"rd", "pf"}), "device");
  EXPECT_EQ(kind("/usr/bin/cat", {"rd", "ex"}), "file");
}

// A process of three VMAs, one of them of hugetlb, as both kernels print it.
class RecordedProcess : public ::testing::Test {
protected:
  RecordedProcess() {
    dir.put("/proc/sys/kernel/osrelease", "6.1.0-test\n");
    dir.put("/proc/42/stat", "42 (a b) S 1 1 1 0 -1 4194560 0\n");
    dir.put("/proc/42/maps", maps);
    dir.put(
        "/proc/42/smaps",
        "00400000-00408000 r-xp 00000000 fd:00 77     /bin/x\n"
        "Rss:                  16 kB\nPss:                   8 kB\n"
        "Shared_Clean:         12 kB\nShared_Dirty:          0 kB\nAnonymous:             0 kB\n"
        "AnonHugePages:         0 kB\nSwap:                  0 kB\nVmFlags: rd ex mr mw me \n"
        "00a00000-00a10000 rw-p 00000000 00:00 0      [heap]\n"
        "Rss:                  40 kB\nPss:                  40 kB\nShared_Clean:          0 kB\n"
        "Shared_Dirty:          0 kB\nAnonymous:            40 kB\nAnonHugePages:         0 kB\n"
        "Swap:                  8 kB\nVmFlags: rd wr mr mw me ac \n"
        "7f0000000000-7f0000400000 rw-p 00000000 00:10 9 /anon_hugepage (deleted)\n"
        "Rss:                   0 kB\nPrivate_Hugetlb:    4096 kB\nShared_Hugetlb:        0 kB\n"
        "Swap:                  0 kB\nVmFlags: rd wr mr mw me ht \n");
    dir.put("/proc/42/numa_maps",
            "00400000 default file=/bin/x mapped=4 N1=4 kernelpagesize_kB=4\n"
            "00a00000 bind:0-1 heap anon=10 dirty=10 N0=7 N1=3 kernelpagesize_kB=4\n"
            "7f0000000000 default file=/anon_hugepage\\040(deleted) huge anon=2 N0=2 "
            "kernelpagesize_kB=2048\n");
  }

  [[nodiscard]] cli::Outcome tool_here(const std::string& command) const {
    return tool("--root " + dir.path().native() + " " + command);
  }

  static constexpr const char* maps = "00400000-00408000 r-xp 00000000 fd:00 77     /bin/x\n"
                                      "00a00000-00a10000 rw-p 00000000 00:00 0      [heap]\n"
                                      "7f0000000000-7f0000400000 rw-p 00000000 00:10 9 "
                                      "/anon_hugepage (deleted)\n";
  ScratchDir dir;
};

TEST_F(RecordedProcess, IsShownByWhatProcSays) {
  const cli::Outcome shown = tool_here("vma show 42");
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("Process 42 (a b): 3 VMAs, 4.1 MiB of address space, 4.1 MiB in "
                                   "memory"));
  EXPECT_THAT(shown.out, ::testing::ContainsRegex("a00000-a10000 +rw-p +heap +64.0 KiB +40.0 KiB "
                                                  "+28.0 KiB +12.0 KiB"));
  EXPECT_THAT(shown.out, ::testing::ContainsRegex("total .* 4.1 MiB"));
  EXPECT_THAT(shown.out, HasSubstr("No transparent huge pages."));
  EXPECT_THAT(shown.out, HasSubstr("Not known: KSM pages."));
  EXPECT_THAT(shown.out, HasSubstr("Not shown: pages by zone and class"));
}

TEST_F(RecordedProcess, JsonHasExactFigures) {
  const Json json = Json::parse(tool_here("vma show 42 -j").out);
  EXPECT_EQ(json["kind"], "vma");
  EXPECT_EQ(json["kernel"], "6.1.0-test");
  EXPECT_EQ(json["pid"], 42);
  EXPECT_EQ(json["told_by"], "nothing");
  EXPECT_EQ(json["vmas_in_motion"], 0);
  ASSERT_EQ(json["rows"].size(), 3U);
  const Json heap = json["rows"][1];
  EXPECT_EQ(heap["start_addr"], "0xa00000");
  EXPECT_EQ(heap["memory_pages"], 10);
  EXPECT_EQ(heap["nids"], Json({0, 1}));
  EXPECT_EQ(heap["node_pages"], Json({7, 3}));
  EXPECT_EQ(heap["swapped_pages"], 2);
  EXPECT_EQ(heap["policy"], "bind:0-1");
  EXPECT_FALSE(heap.contains("ksm_pages")); // not known, which is not zero
  EXPECT_EQ(json["rows"][0]["shared_pages"], 3);
  EXPECT_EQ(json["rows"][2]["backing"], "hugetlb");
  EXPECT_EQ(json["rows"][2]["hugetlb_pages"], 1024);
  EXPECT_EQ(json["rows"][2]["node_pages"], Json(std::vector<int>{1024}));
  EXPECT_EQ(json["missing"].size(), 1U);
}

TEST_F(RecordedProcess, FiltersByAddressAndNode) {
  EXPECT_THAT(tool_here("vma show 42 --addr 0xa00fff").out,
              HasSubstr("a00000-a10000 of Process 42"));
  EXPECT_EQ(tool_here("vma show 42 --addr 0xa10000").exit_code, 1);
  EXPECT_THAT(tool_here("vma show 42 --addr 0xa10000").err, HasSubstr("0xa10000 lies in no VMA"));
  EXPECT_EQ(tool_here("vma show 42 --addr 12z").exit_code, 2);
  EXPECT_EQ(Json::parse(tool_here("vma show 42 --node 1 -j").out)["rows"].size(), 2U);
}

TEST_F(RecordedProcess, WithoutSmapsAndNumaMapsMapsAreShown) {
  std::filesystem::remove(dir.path() / "proc/42/smaps");
  std::filesystem::remove(dir.path() / "proc/42/numa_maps");
  const cli::Outcome shown = tool_here("vma show 42");
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("3 VMAs, 4.1 MiB of address space\n"));
  EXPECT_THAT(shown.out, HasSubstr("proc/42/smaps is not in the recorded tree"));
  EXPECT_THAT(shown.out, Not(HasSubstr("node 0")));
}

TEST_F(RecordedProcess, SmapsOfAnotherMomentIsNotMixedIn) {
  dir.put("/proc/42/maps", "00400000-00408000 r-xp 00000000 fd:00 77     /bin/x\n"
                           "00a00000-00a20000 rw-p 00000000 00:00 0      [heap]\n");
  const Json json = Json::parse(tool_here("vma show 42 -j").out);
  EXPECT_EQ(json["vmas_in_motion"], 1);
  EXPECT_EQ(json["rows"][1]["steady"], 0);
  EXPECT_FALSE(json["rows"][1].contains("memory_pages"));
  EXPECT_THAT(tool_here("vma show 42").out, HasSubstr("1 VMA came, went or changed"));
}

TEST_F(RecordedProcess, DamageIsNamedWithItsFile) {
  dir.put("/proc/42/smaps", "00400000-00408000 r-xp 00000000 fd:00 77     /bin/x\nRss: x kB\n");
  const cli::Outcome shown = tool_here("vma show 42");
  EXPECT_EQ(shown.exit_code, 5);
  EXPECT_THAT(shown.err, HasSubstr("/proc/42/smaps:2: 'x' where a number should be"));
}

TEST_F(RecordedProcess, KernelThreadsAndZombiesHaveNone) {
  dir.put("/proc/2/stat", "2 (kthreadd) S 0 0 0 0 -1 2129984 0\n");
  dir.put("/proc/2/maps", "");
  EXPECT_EQ(tool_here("vma show 2").exit_code, 1);
  EXPECT_THAT(tool_here("vma show 2").err, HasSubstr("kthreadd) is a kernel thread"));
  dir.put("/proc/3/stat", "3 (gone) Z 1 1 1 0 -1 4 0\n");
  dir.put("/proc/3/maps", "");
  EXPECT_THAT(tool_here("vma show 3").err, HasSubstr("has ended and waits for its parent"));
}

TEST_F(RecordedProcess, OthersAreNotInTheTree) {
  EXPECT_EQ(tool_here("vma show 43").exit_code, 3);
  EXPECT_THAT(tool_here("vma show 43").err, HasSubstr("process 43 is not in the recorded tree"));
  EXPECT_EQ(tool_here("vma watch 42").exit_code, 2);
  EXPECT_EQ(tool_here("vma show 42x").exit_code, 2);
}

TEST(Vma, WhatIsNoProcess) {
  EXPECT_EQ(tool("vma show 4194304").exit_code, 1);
  EXPECT_THAT(tool("vma show 4194304").err, HasSubstr("there is no process 4194304"));
  EXPECT_EQ(tool("vma show 4194305").exit_code, 2);
  EXPECT_EQ(tool("vma").exit_code, 2);
  EXPECT_EQ(tool("vma watch").exit_code, 2);
  EXPECT_EQ(tool("vma watch self").exit_code, 2);
  EXPECT_EQ(tool("vma watch 1 --interval 0").exit_code, 2);
  EXPECT_EQ(tool("vma watch 1 --count 0").exit_code, 2);
  EXPECT_EQ(tool("vma watch 1 -- true").exit_code, 2);
  EXPECT_EQ(tool("vma show 1 -- true").exit_code, 2);
  EXPECT_EQ(tool("vma watch -- /no/such").exit_code, 2);
}

model::Vma counted(model::VmaPages pages, std::vector<std::pair<std::string, std::int64_t>> kib,
                   std::map<std::uint64_t, std::uint64_t> nodes) {
  model::Vma vma;
  vma.range = {0x1000, 0x9000, "rw-p", 0, "00:00", 0, ""};
  vma.backing = "anon";
  vma.pages = std::move(pages);
  vma.smaps = {vma.range, std::move(kib), {}};
  vma.numa = {0x1000, "default", 4096, std::move(nodes)};
  return vma;
}

model::VmaPages pages_of(std::map<model::PagePlace, std::uint64_t> places) {
  model::VmaPages pages;
  pages.by_module = true;
  pages.places = std::move(places);
  return pages;
}

TEST(VmaChecks, SumsThatAgree) {
  model::AddressSpace space;
  space.vmas = {counted(
      pages_of(
          {{{0, "DMA32", "anon"}, 3}, {{1, "Normal", "ksm"}, 2}, {{0, "DMA32", "reserved"}, 1}}),
      {{"Rss", 24}, {"Shared_Clean", 0}, {"Shared_Dirty", 0}, {"Swap", 0}, {"KSM", 8}},
      {{0, 3}, {1, 2}})};
  const auto checks = model::check_vmas(space);
  EXPECT_EQ(checks.size(), 6U); // memory, shared, swapped, ksm, two nodes
  for (const model::VmaCheck& check : checks)
    EXPECT_TRUE(check.agrees()) << check.what;
  EXPECT_THAT(view::vma_table(wide, space, checks), HasSubstr("6 figures of 1 VMA."));
}

TEST(VmaChecks, SumsThatDoNot) {
  model::AddressSpace space;
  space.vmas = {counted(pages_of({{{0, "DMA32", "anon"}, 3}}), {{"Rss", 16}}, {{0, 2}, {1, 1}})};
  std::vector<std::string> different;
  const auto checks = model::check_vmas(space);
  for (const model::VmaCheck& check : checks)
    if (!check.agrees())
      different.push_back(check.what);
  EXPECT_THAT(different, ElementsAre("in memory", "node 0", "node 1"));
  EXPECT_THAT(view::vma_table(wide, space, checks), HasSubstr("3 of 3 figures differ"));
  space.vmas[0].steady = false; // of different moments: nothing follows
  EXPECT_TRUE(model::check_vmas(space).empty());
}

} // namespace
} // namespace mmscope::tests
