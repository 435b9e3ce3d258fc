// SPDX-License-Identifier: GPL-2.0
// The `translate` request: what is passed on, told and refused.
#include <cstring>
#include <gtest/gtest.h>

#include "core_fixture.hpp"

namespace mmscope::test {
namespace {

class TranslateTest : public CoreTest {
protected:
  TranslateTest() {
    kernel.pgtable_walk = {};
    kernel.pgtable_walk.pfn = MMS_ABSENT_U64;
    kernel.pgtable_walk.entry_bytes = MMS_ABSENT_U64;
    kernel.pgtable_walk.swap_type = MMS_ABSENT_U64;
    kernel.pgtable_walk.swap_offset = MMS_ABSENT_U64;
  }

  void step(mms_pgtable_level level, mms_u64 value, mms_u64 flags) {
    mms_pgtable_walk& walk = kernel.pgtable_walk;
    walk.steps[walk.nr_steps++] = {value, flags, 4242, level, 511};
  }

  // Nothing stays behind, whatever the answer is.
  std::string answer(const std::string& line) {
    const std::string answer = CoreTest::ask("translate", line);
    EXPECT_EQ(kernel.outstanding, 0) << line;
    return answer;
  }

  std::vector<Line> ask(const std::string& line) { return parse(answer(line)); }
};

TEST_F(TranslateTest, AMappedAddressIsToldLevelByLevelWithItsPage) {
  kernel.add_pages(5000, 8, MMS_PG(ANON)).mapcount = 1;
  step(MMS_LEVEL_PGD, 0x2a15067, MMS_PTE(PRESENT) | MMS_PTE(WRITABLE));
  step(MMS_LEVEL_PTE, 0x8000000001389025, MMS_PTE(PRESENT) | MMS_PTE(NX));
  kernel.pgtable_walk.end = MMS_WALK_MAPPED;
  kernel.pgtable_walk.entry_bytes = 4096;
  kernel.pgtable_walk.pfn = 5001;
  kernel.pgtable_walk.vma_start = 0x400000;
  kernel.pgtable_walk.vma_end = 0x7f0000000000;
  strcpy(kernel.pgtable_walk.vma_flags, "r--p");

  const std::vector<Line> lines = ask("addr=0x401234 pid=7");
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(kernel.walked_pid, 7U);
  EXPECT_EQ(kernel.walked_addr, 0x401234U);
  EXPECT_EQ(lines[0].fields.at("kind"), "pgtable_level");
  EXPECT_EQ(lines[1].tag, "pgtable_level");
  EXPECT_EQ(lines[1].fields.at("level"), "pgd");
  EXPECT_EQ(lines[1].fields.at("index"), "511");
  EXPECT_EQ(lines[1].fields.at("table_pfn"), "4242");
  EXPECT_EQ(lines[1].fields.at("flags"), "present,writable");
  EXPECT_EQ(lines[2].fields.at("level"), "pte");
  EXPECT_EQ(lines[2].fields.at("entry"), "0x8000000001389025");
  EXPECT_EQ(lines[2].fields.at("flags"), "present,nx");
  EXPECT_EQ(lines[3].tag, "translation");
  EXPECT_EQ(lines[3].fields, (std::map<std::string, std::string>{{"addr", "0x401234"},
                                                                 {"pid", "7"},
                                                                 {"area", "user"},
                                                                 {"state", "mapped"},
                                                                 {"entry_bytes", "4096"},
                                                                 {"pfn", "5001"},
                                                                 {"phys_addr", "20484660"},
                                                                 {"vma_start", "0x400000"},
                                                                 {"vma_end", "0x7f0000000000"},
                                                                 {"vma_flags", "r--p"}}));
  EXPECT_EQ(lines[4].tag, "page_info");
  EXPECT_EQ(lines[4].fields.at("pfn"), "5001");
  EXPECT_EQ(lines[4].fields.at("class"), "anon");
}

TEST_F(TranslateTest, MemoryWithoutStructPageHasNoPageRecord) {
  kernel.pgtable_walk.end = MMS_WALK_MAPPED;
  kernel.pgtable_walk.pfn = 0xfee00;
  const std::vector<Line> lines = ask("addr=18446612682070000000");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1].fields.at("area"), "direct_map");
  EXPECT_EQ(lines[1].fields.count("pid"), 0U);
  EXPECT_EQ(lines[1].fields.at("pfn"), std::to_string(0xfee00));
}

TEST_F(TranslateTest, WhatIsNotThereIsAnAnswer) {
  kernel.pgtable_walk.end = MMS_WALK_UNMAPPED;
  EXPECT_EQ(ask("addr=0 pid=1")[1].fields,
            (std::map<std::string, std::string>{
                {"addr", "0x0"}, {"pid", "1"}, {"area", "user"}, {"state", "unmapped"}}));

  step(MMS_LEVEL_PTE, 0x1234, 0);
  kernel.pgtable_walk.end = MMS_WALK_SWAP;
  kernel.pgtable_walk.swap_type = 0;
  kernel.pgtable_walk.swap_offset = 99;
  const std::vector<Line> swapped = ask("addr=4096 pid=1");
  EXPECT_EQ(swapped[1].fields.at("flags"), "");
  EXPECT_EQ(swapped[2].fields.at("state"), "swap");
  EXPECT_EQ(swapped[2].fields.at("swap_type"), "0");
  EXPECT_EQ(swapped[2].fields.at("swap_offset"), "99");
}

TEST_F(TranslateTest, EveryEndHasAName) {
  for (unsigned end = 0; end < MMS_NR_WALK_ENDS; ++end) {
    kernel.pgtable_walk.end = end;
    EXPECT_NE(ask("addr=0 pid=1")[1].fields.at("state"), "");
  }
}

TEST_F(TranslateTest, BadRequestsAreRefusedBeforeAnyWalk) {
  kernel.walked_pid = 4711;
  EXPECT_EQ(answer(""), "-22 translate: 'addr' is missing");
  EXPECT_EQ(answer("pid=1"), "-22 translate: 'addr' is missing");
  EXPECT_EQ(answer("addr=0x1 pid=0"), "-22 translate: pid=0 is out of range: 1 to 4194304");
  EXPECT_EQ(answer("addr=0x1 pid=1 tid=2"),
            "-22 translate: there is no key 'tid'; allowed: addr pid");
  EXPECT_EQ(answer("addr=0x800000000000 pid=1"),
            "-22 translate: addr=0x800000000000 is not canonical: the bits above the highest that "
            "the CPU translates must repeat it");
  EXPECT_EQ(answer("addr=0x1000"),
            "-22 translate: addr=0x1000 lies in the half of processes: pid= must say whose");
  EXPECT_EQ(kernel.walked_pid, 4711U);
}

TEST_F(TranslateTest, ProcessesWithoutMemory) {
  kernel.pgtable_error = -3;
  EXPECT_EQ(answer("addr=1 pid=5"), "-3 translate: there is no process with pid 5");
  kernel.pgtable_error = -2;
  EXPECT_EQ(answer("addr=1 pid=5"),
            "-3 translate: process 5 has exited: it has no memory any more");
  kernel.pgtable_error = -6;
  EXPECT_EQ(answer("addr=1 pid=2"),
            "-3 translate: process 2 is a kernel thread, without an address space of its own");
  kernel.pgtable_error = -95;
  EXPECT_EQ(answer("addr=1 pid=2"), "-95 translate: mmscope knows the page tables of x86-64 only");
  kernel.pgtable_error = -4;
  EXPECT_EQ(answer("addr=1 pid=2"), "-4 translate: ");
}

TEST_F(TranslateTest, EveryAllocationMayFail) {
  kernel.add_pages(5000, 8, MMS_PG(ANON));
  kernel.pgtable_walk.end = MMS_WALK_MAPPED;
  kernel.pgtable_walk.pfn = 5001;
  for (unsigned fail_at = 1;; ++fail_at) {
    ASSERT_LT(fail_at, 100U);
    kernel.fail_at = fail_at;
    kernel.nr_allocations = 0;
    const std::string result = answer("addr=4096 pid=1");
    if (kernel.nr_allocations < fail_at)
      break;
    EXPECT_EQ(result.substr(0, 4), "-12 ") << fail_at;
  }
}

} // namespace
} // namespace mmscope::test
