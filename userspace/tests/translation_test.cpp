// SPDX-License-Identifier: GPL-2.0
// From the module's answer to the picture, on answers of live kernels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/translation.hpp"
#include "reader/error.hpp"
#include "tool.hpp"
#include "view/translation.hpp"
#include "wire/pgtable.h"

namespace mmscope::tests {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

model::Translation answer(std::size_t nr, const std::string& records) {
  const std::string head = "mmscope wire=1 kind=pgtable_level nr=" + std::to_string(nr) +
                           " page_size=4096 ktime_ns=1 took_ns=1 kernel=6.12.0\n";
  return model::parse_translation(head + records + "end nr=" + std::to_string(nr) + "\n");
}

std::string drawn(const model::Translation& translation) {
  const view::Screen screen;
  return view::translation(screen, translation);
}

// Anonymous memory after fork(): the VMA may be written to, the entry not yet.
const char* const shared_after_fork =
    "pgtable_level level=pgd index=0 table_pfn=1052518 flags_bits=39 entry=0x100f9f067 "
    "flags=present,writable,user,accessed\n"
    "pgtable_level level=pud index=0 table_pfn=1052575 flags_bits=39 entry=0x100fa3067 "
    "flags=present,writable,user,accessed\n"
    "pgtable_level level=pmd index=352 table_pfn=1052579 flags_bits=39 entry=0x100fa6067 "
    "flags=present,writable,user,accessed\n"
    "pgtable_level level=pte index=16 table_pfn=1052582 flags_bits=67685 "
    "entry=0x800000011fe6c865 flags=present,user,accessed,dirty,soft_dirty,nx\n"
    "translation pid=1 area=user state=mapped entry_bytes=4096 phys_addr=4830183424 pfn=1179244 "
    "vma_flags=rw-p addr=0x2c010000 vma_start=0x2c010000 vma_end=0x2c032000\n"
    "page_info pfn=1179244 nid=1 zone_idx=3 section=35 pageblock=1179136 head_pfn=1179244 order=0 "
    "refcount=1 mapcount=1 flags_bits=18014398509504552 zone=Movable migratetype=Movable "
    "class=anon flags=uptodate,lru,mmap,anon,swapbacked,mapping\n";

TEST(Translation, DrawsEachLevelAStepFurtherIn) {
  EXPECT_EQ(drawn(answer(6, shared_after_fork)),
            "0x2c010000 of process 1  mapped: an entry maps the address to a page frame\n"
            "\n"
            "level      index     table at               entry  flags\n"
            "pgd            0  0x100f66000         0x100f9f067  present writable user accessed\n"
            "└─pud          0  0x100f9f000         0x100fa3067  present writable user accessed\n"
            "  └─pmd      352  0x100fa3000         0x100fa6067  present writable user accessed\n"
            "    └─pte     16  0x100fa6000  0x800000011fe6c865  present user accessed dirty "
            "soft_dirty nx\n"
            "      └─page of 4.0 KiB\n"
            "\n"
            "area      user: the process's own half\n"
            "VMA       0x2c010000-0x2c032000 rw-p\n"
            "physical  0x11fe6c000\n"
            "pfn       0x11fe6c (1179244)\n"
            "allows    read; a write faults first (copy on write, or not dirty yet)\n"
            "page      anon: anonymous memory of processes\n"
            "          node 1 Movable, Movable, order 0, refcount 1, mapcount 1\n"
            "          uptodate lru mmap anon swapbacked mapping\n");
}

TEST(Translation, TheEntryOfOneTableIsTheTableOfTheNext) {
  const model::Translation translation = answer(6, shared_after_fork);
  for (std::size_t i = 0; i + 1 < translation.levels.size(); ++i)
    EXPECT_EQ(std::stoull(translation.levels[i].text("entry"), nullptr, 16) >> 12,
              translation.levels[i + 1].fields.table_pfn);
}

TEST(Translation, AHoleSaysHowLargeItIs) {
  const std::string picture =
      drawn(answer(2, "pgtable_level level=pgd index=256 table_pfn=1 flags_bits=0 entry=0x0 "
                      "flags=\"\"\n"
                      "translation area=guard_hole state=hole entry_bytes=549755813888 "
                      "addr=0xffff800000000000\n"));
  EXPECT_THAT(picture, HasSubstr("0xffff800000000000  hole: "));
  EXPECT_THAT(picture, HasSubstr("covers    512.0 GiB with this entry\n"));
  EXPECT_THAT(picture, Not(HasSubstr("allows")));
}

TEST(Translation, OutsideAllMappingsThereIsNoWalk) {
  EXPECT_EQ(drawn(answer(1, "translation pid=1 area=user state=unmapped addr=0x1000\n")),
            "0x1000 of process 1  unmapped: no VMA of the process holds the address\n"
            "\n"
            "area      user: the process's own half\n");
}

TEST(Translation, ProtNoneAllowsNothing) {
  const std::string picture =
      drawn(answer(2, "pgtable_level level=pte index=392 table_pfn=130450 flags_bits=51232 "
                      "entry=0x40fffffe0840920 flags=accessed,soft_dirty,saved_dirty,protnone\n"
                      "translation pid=227 area=user state=mapped entry_bytes=4096 "
                      "phys_addr=528216064 pfn=128959 vma_flags=---p addr=0x7f3910d88000\n"));
  EXPECT_THAT(picture, HasSubstr("allows    nothing: each access faults\n"));
  EXPECT_THAT(picture, EndsWith("page      none: no memory of the kernel, a device's registers for "
                                "instance\n"));
}

TEST(Translation, SwapSaysWhere) {
  EXPECT_THAT(drawn(answer(2, "pgtable_level level=pte index=1 table_pfn=2 flags_bits=0 "
                              "entry=0x1234 flags=\"\"\n"
                              "translation pid=1 area=user state=swap entry_bytes=4096 "
                              "swap_type=0 swap_offset=99 addr=0x1000\n")),
              HasSubstr("swap      device 0, page 99\n"));
}

model::Access access(const std::string& area, const std::vector<unsigned>& flags) {
  std::string records;
  for (const unsigned bits : flags)
    records += "pgtable_level level=pte index=0 entry=0x0 flags_bits=" + std::to_string(bits) +
               " flags=\"\"\n";
  records += "translation addr=0x1000 state=mapped area=" + area + "\n";
  return model::access_of(answer(flags.size() + 1, records));
}

TEST(Access, EveryLevelMustAllow) {
  constexpr unsigned all = MMS_PTE(PRESENT) | MMS_PTE(WRITABLE) | MMS_PTE(USER);
  EXPECT_TRUE(access("user", {all, all}).write);
  EXPECT_TRUE(access("user", {all, all}).user);
  EXPECT_TRUE(access("user", {all, all}).execute);
  EXPECT_FALSE(access("user", {all, all & ~MMS_PTE(WRITABLE)}).write);
  EXPECT_FALSE(access("user", {all & ~MMS_PTE(WRITABLE), all}).write);
  EXPECT_FALSE(access("vmalloc", {all & ~MMS_PTE(USER), all}).user);
  EXPECT_FALSE(access("user", {all, all | MMS_PTE(NX)}).execute);
  EXPECT_FALSE(access("vmalloc", {all | MMS_PTE(NX), all}).execute);
}

TEST(Access, IsolationMarksTheTopLevelOnly) {
  constexpr unsigned all = MMS_PTE(PRESENT) | MMS_PTE(WRITABLE) | MMS_PTE(USER);
  EXPECT_TRUE(access("user", {all | MMS_PTE(NX), all}).execute);
}

TEST(Translation, WantsOneTranslation) { EXPECT_THROW((void)answer(0, ""), reader::Error); }

TEST(Translation, NeedsAKernelToAsk) {
  const cli::Outcome outcome = tool_on("handmade", "translate 0x1000 --pid 1");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("--root"));
  EXPECT_EQ(tool("translate").exit_code, 2);
}

} // namespace
} // namespace mmscope::tests
