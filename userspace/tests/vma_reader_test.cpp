// SPDX-License-Identifier: GPL-2.0
// /proc/PID/maps, smaps, numa_maps, stat and pagemap: text of both kernels, and text
// that is damaged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reader/error.hpp"
#include "reader/number_file.hpp"
#include "reader/proc_maps.hpp"
#include "reader/proc_numa_maps.hpp"
#include "reader/proc_pagemap.hpp"
#include "reader/proc_pid.hpp"
#include "tests/scratch_dir.hpp"

namespace mmscope::tests {
namespace {

using reader::Error;
using reader::MapsLine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The message of the Error of that kind that the call throws.
template <class Call> std::string refused(Error::Kind kind, Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "not refused";
}

std::string damaged_maps(const std::string& text) {
  return refused(Error::Kind::bad_data, [&] { (void)reader::parse_maps(text, "maps"); });
}

std::string damaged_smaps(const std::string& text) {
  return refused(Error::Kind::bad_data, [&] { (void)reader::parse_smaps(text, "smaps"); });
}

std::string damaged_numa_maps(const std::string& text) {
  return refused(Error::Kind::bad_data, [&] { (void)reader::parse_numa_maps(text, "numa_maps"); });
}

TEST(Maps, EveryPartOfALine) {
  const auto vmas = reader::parse_maps(
      "7f1c2e000000-7f1c2e021000 r-xs 0001f000 fd:0a 1234                       /a b (deleted)\n"
      "7ffd00000000-7ffd00001000 rw-p 00000000 00:00 0 \n"
      "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n",
      "maps");
  ASSERT_EQ(vmas.size(), 3U);
  EXPECT_EQ(vmas[0], (MapsLine{0x7f1c2e000000, 0x7f1c2e021000, "r-xs", 0x1f000, "fd:0a", 1234,
                               "/a b (deleted)"}));
  EXPECT_EQ(vmas[0].size_bytes(), 0x21000U);
  EXPECT_EQ(vmas[1].path, "");
  EXPECT_EQ(vmas[2].end, 0xffffffffff601000U);
}

TEST(Maps, OfAKernelThreadIsEmpty) { EXPECT_TRUE(reader::parse_maps("", "maps").empty()); }

TEST(Maps, DamageIsNamed) {
  EXPECT_THAT(damaged_maps("7f00-7f01 rw-p 0 00:00 0"),
              HasSubstr("maps:1: the file was cut short"));
  EXPECT_THAT(damaged_maps("7f00 rw-p 0 00:00 0\n"), HasSubstr("'7f00' where a range should be"));
  EXPECT_THAT(damaged_maps("7f00-7g00 rw-p 0 00:00 0\n"), HasSubstr("hexadecimal"));
  EXPECT_THAT(damaged_maps("7f00-7f00 rw-p 0 00:00 0\n"), HasSubstr("is empty"));
  EXPECT_THAT(damaged_maps("10000000000000000-10000000000001000 rw-p 0 00:00 0\n"),
              HasSubstr("hexadecimal"));
  EXPECT_THAT(damaged_maps("1000-2000 rwxq 0 00:00 0\n"), HasSubstr("where permissions should be"));
  EXPECT_THAT(damaged_maps("1000-2000 wr-p 0 00:00 0\n"), HasSubstr("where permissions should be"));
  EXPECT_THAT(damaged_maps("1000-2000 rw-p 0 00:00 x\n"), HasSubstr("where an inode should be"));
  EXPECT_THAT(damaged_maps("1000-2000 rw-p\n"), HasSubstr("hexadecimal"));
  EXPECT_THAT(damaged_maps("2000-3000 rw-p 0 00:00 0\n1000-2000 rw-p 0 00:00 0\n"),
              HasSubstr("maps:2: the range '1000-2000' does not follow"));
}

TEST(Smaps, FiguresAndFlags) {
  const auto entries = reader::parse_smaps("1000-3000 rw-p 00000000 00:00 0     [heap]\n"
                                           "Size:                  8 kB\n"
                                           "Rss:                   4 kB\n"
                                           "THPeligible:           1\n"
                                           "ProtectionKey:         0\n"
                                           "VmFlags: rd wr mr mw me ac sd mg \n"
                                           "3000-4000 ---p 00000000 00:00 0 \n"
                                           "Rss:                   0 kB\n",
                                           "smaps");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].vma.path, "[heap]");
  EXPECT_EQ(*reader::find_number(entries[0].kib, "Rss"), 4);
  EXPECT_EQ(*reader::find_number(entries[0].kib, "THPeligible"), 1);
  EXPECT_EQ(entries[0].flags.size(), 8U);
  EXPECT_EQ(entries[0].flags.back(), "mg");
  EXPECT_TRUE(entries[1].flags.empty());
}

TEST(Smaps, DamageIsNamed) {
  EXPECT_THAT(damaged_smaps("Rss: 4 kB\n"), HasSubstr("smaps:1: a detail before the first range"));
  EXPECT_THAT(damaged_smaps("1000-2000 rw-p 0 00:00 0\nRss: x kB\n"),
              HasSubstr("smaps:2: 'x' where a number should be"));
  EXPECT_THAT(damaged_smaps("1000-2000 rw-p 0 00:00 0\nRss 4 kB\n"), HasSubstr("a colon"));
  EXPECT_THAT(damaged_smaps("1000-2000 rw-p 0 00:00 0\nRss: -4 kB\n"), HasSubstr("below zero"));
  EXPECT_THAT(damaged_smaps("1000-2000 rw-p 0 00:00 0\nRss: 4"), HasSubstr("cut short"));
}

TEST(NumaMaps, NodesPoliciesAndSizes) {
  const auto lines = reader::parse_numa_maps(
      "7f1c2e000000 default file=/usr/lib/N0=x.so mapped=3 mapmax=2 N0=2 N1=1 kernelpagesize_kB=4\n"
      "7f2000000000 bind:1 huge anon=2 dirty=2 N1=2 kernelpagesize_kB=2048\n"
      "7f3000000000 prefer (many):0-1\n"
      "7f4000000000 weighted interleave:0,1 stack anon=1 N0=1 kernelpagesize_kB=4\n",
      "numa_maps");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].start, 0x7f1c2e000000U);
  EXPECT_EQ(lines[0].policy, "default");
  EXPECT_THAT(lines[0].nodes(4096), ElementsAre(std::pair{0U, 2U}, std::pair{1U, 1U}));
  EXPECT_THAT(lines[1].nodes(4096), ElementsAre(std::pair{1U, 1024U}));
  EXPECT_EQ(lines[2].policy, "prefer (many):0-1");
  EXPECT_TRUE(lines[2].nodes(4096).empty());
  EXPECT_EQ(lines[3].policy, "weighted interleave:0,1");
}

TEST(NumaMaps, DamageIsNamed) {
  EXPECT_THAT(damaged_numa_maps("xyz default\n"), HasSubstr("'xyz' where an address should be"));
  EXPECT_THAT(damaged_numa_maps("7f00\n"), HasSubstr("no memory policy"));
  EXPECT_THAT(damaged_numa_maps("7f00 default N0=x kernelpagesize_kB=4\n"),
              HasSubstr("where a count should be"));
  EXPECT_THAT(damaged_numa_maps("7f00 default N0=1\n"), HasSubstr("pages without their size"));
  EXPECT_THAT(damaged_numa_maps("7f00 default N0=1 kernelpagesize_kB="), HasSubstr("cut short"));
}

TEST(ProcStat, NamesMayHoldAnything) {
  const reader::ProcStat stat =
      reader::parse_proc_stat("12 (a) R (b) c) Z 1 1 1 0 -1 4 0\n", "stat");
  EXPECT_EQ(stat.comm, "a) R (b) c");
  EXPECT_EQ(stat.state, 'Z');
  EXPECT_FALSE(stat.kernel_thread);
  EXPECT_TRUE(
      reader::parse_proc_stat("2 (kthreadd) S 0 0 0 0 -1 2129984 0\n", "stat").kernel_thread);
  for (const char* text : {"", "12 a S 1\n", "12 (a) SS 1\n", "12 (a) S 1 1\n", "12 )a( S\n"})
    EXPECT_NE(refused(Error::Kind::bad_data, [&] { (void)reader::parse_proc_stat(text, "stat"); }),
              "not refused")
        << text;
}

TEST(ProcPid, NumbersOfProcesses) {
  EXPECT_EQ(reader::parse_pid("1"), 1U);
  EXPECT_EQ(reader::parse_pid("4194304"), 4194304U);
  for (const char* text : {"", "0", "-1", "4194305", "1x", "0x10", "99999999999999999999", "me"})
    EXPECT_THAT(refused(Error::Kind::usage, [&] { (void)reader::parse_pid(text); }),
                HasSubstr("a number from 1 to 4194304, or self"))
        << text;
}

TEST(Pagemap, ExclusivePages) {
  EXPECT_TRUE(reader::parse_pagemap_entry(0x8100000000001234).exclusive);
  EXPECT_EQ(reader::parse_pagemap_entry(0x8100000000001234).pfn, 0x1234U);
  EXPECT_FALSE(reader::parse_pagemap_entry(0x8000000000001234).exclusive);
}

TEST(NumberFile, AsManyAsThereAre) {
  const ScratchDir dir;
  dir.put("/proc/numbers", std::string("\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0", 20));
  const auto source = reader::Source::recorded(dir.path());
  EXPECT_THAT(reader::read_u64s(source, "/proc/numbers", 0, 1), ElementsAre(1U));
  EXPECT_THAT(reader::read_u64s(source, "/proc/numbers", 1, 5), ElementsAre(2U));
  EXPECT_TRUE(reader::read_u64s(source, "/proc/numbers", 9, 5).empty());
  EXPECT_THAT(
      refused(Error::Kind::not_there, [&] { (void)reader::read_u64s(source, "/proc/none", 0, 1); }),
      HasSubstr("/proc/none"));
}

} // namespace
} // namespace mmscope::tests
