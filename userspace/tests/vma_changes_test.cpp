// SPDX-License-Identifier: GPL-2.0
// What `vma watch` makes of two looks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/vma_changes.hpp"
#include "view/vma_watch.hpp"

namespace mmscope::tests {
namespace {

const view::Screen plain{view::Style(), 0};

using model::Vma;
using model::VmaChanges;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Pages 0x10 to 0x20 are "10-20 rw-p"; on node 0 so many, on node 1 so many.
Vma vma(std::uint64_t first, std::uint64_t end, const char* perms = "rw-p", std::uint64_t on_0 = 0,
        std::uint64_t on_1 = 0, const char* path = "") {
  Vma made;
  made.range = {first * 4096, end * 4096, perms, 0, "00:00", 0, path};
  made.backing = model::backing_of(made.range, {});
  made.numa = {made.range.start, "default", 4096, {{0, on_0}, {1, on_1}}};
  return made;
}

std::vector<std::string> seen(const std::vector<Vma>& before, const std::vector<Vma>& after) {
  std::vector<std::string> seen;
  for (const model::VmaChange& change : model::vma_changes(before, after, 1, 0).vmas)
    seen.push_back(change.change);
  return seen;
}

TEST(VmaChanges, NothingChanged) {
  const std::vector<Vma> same = {vma(1, 2), vma(2, 9, "r--p"), vma(20, 30)};
  const VmaChanges changes = model::vma_changes(same, same, 1, 0);
  EXPECT_THAT(changes.vmas, IsEmpty());
  EXPECT_THAT(changes.pages, IsEmpty());
}

TEST(VmaChanges, OneOfEachKind) {
  EXPECT_THAT(seen({}, {vma(1, 2)}), ElementsAre("came"));
  EXPECT_THAT(seen({vma(1, 2)}, {}), ElementsAre("went"));
  EXPECT_THAT(seen({vma(4, 8)}, {vma(4, 9)}), ElementsAre("grew"));
  EXPECT_THAT(seen({vma(4, 8)}, {vma(3, 8)}), ElementsAre("grew")); // as a stack does
  EXPECT_THAT(seen({vma(4, 8)}, {vma(5, 8)}), ElementsAre("shrank"));
  EXPECT_THAT(seen({vma(4, 8)}, {vma(5, 9)}), ElementsAre("moved"));
  EXPECT_THAT(seen({vma(4, 8)}, {vma(4, 8, "r--p")}), ElementsAre("permissions"));
  EXPECT_THAT(seen({vma(4, 8)}, {vma(4, 9, "r--p")}), ElementsAre("grew", "permissions"));
  EXPECT_THAT(seen({vma(0, 16)}, {vma(0, 6), vma(6, 10, "r--p"), vma(10, 16)}),
              ElementsAre("split"));
  EXPECT_THAT(seen({vma(0, 6), vma(10, 16)}, {vma(0, 16)}), ElementsAre("merged"));
  EXPECT_THAT(seen({vma(0, 6), vma(6, 12, "r--p")}, {vma(0, 8), vma(8, 12, "r--p")}),
              ElementsAre("regrouped"));
  EXPECT_THAT(seen({vma(0, 6)}, {vma(0, 6, "rw-p", 0, 0, "/a")}), ElementsAre("replaced"));
}

TEST(VmaChanges, NeighboursDoNotTakePart) {
  EXPECT_THAT(seen({vma(0, 4), vma(4, 8, "r--p")}, {vma(0, 4), vma(4, 7, "r--p")}),
              ElementsAre("shrank"));
  EXPECT_THAT(seen({vma(0, 4)}, {vma(0, 4), vma(4, 8)}), ElementsAre("came"));
  EXPECT_THAT(seen({vma(0, 4), vma(10, 12)}, {vma(6, 8), vma(10, 12)}),
              ElementsAre("went", "came"));
}

TEST(VmaChanges, TheMiddleUnmapped) {
  const VmaChanges changes =
      model::vma_changes({vma(0x100, 0x110, "rw-p", 10, 6)},
                         {vma(0x100, 0x106, "rw-p", 6), vma(0x10a, 0x110, "rw-p", 0, 6)}, 3, 5);
  ASSERT_EQ(changes.vmas.size(), 1U);
  const model::VmaChange& split = changes.vmas[0];
  EXPECT_EQ(split.look, 3U);
  EXPECT_EQ(split.at_ns, 5U);
  EXPECT_EQ(split.before_bytes(), 16 * 4096U);
  EXPECT_EQ(split.after_bytes(), 12 * 4096U);
  EXPECT_EQ(split.start(), 0x100000U);
  EXPECT_EQ(split.end(), 0x110000U);
  ASSERT_EQ(changes.pages.size(), 1U); // node 1 has as many as before
  EXPECT_EQ(changes.pages[0].what, "node");
  EXPECT_EQ(changes.pages[0].nid, 0U);
  EXPECT_EQ(changes.pages[0].before_pages, 10U);
  EXPECT_EQ(changes.pages[0].after_pages, 6U);
}

TEST(VmaChanges, PagesMoveWithoutAChangeOfVmas) {
  const VmaChanges changes =
      model::vma_changes({vma(0, 16, "rw-p", 16, 0)}, {vma(0, 16, "rw-p", 4, 12)}, 1, 0);
  EXPECT_THAT(changes.vmas, IsEmpty());
  ASSERT_EQ(changes.pages.size(), 2U);
  EXPECT_EQ(changes.pages[1].nid, 1U);
  EXPECT_EQ(changes.pages[1].after_pages, 12U);
}

TEST(VmaWatch, IsTold) {
  const VmaChanges changes = model::vma_changes(
      {vma(0x100, 0x110, "rw-p", 16, 0, "/a\033b")},
      {vma(0x100, 0x106, "rw-p", 6, 0, "/a\033b"), vma(0x10a, 0x110, "rw-p", 6, 0, "/a\033b")}, 1,
      250000000);
  const std::string text = view::vma_watch_changes(plain, changes);
  EXPECT_THAT(text, HasSubstr("     0.250 s  split       100000-110000 rw-p file /a?b, 64.0 KiB -> "
                              "48.0 KiB, into 2: 100000-106000 rw-p, 10a000-110000 rw-p\n"));
  EXPECT_THAT(text, HasSubstr("pages       100000-110000 file /a?b: node 0 -4 pages, 16 -> 12\n"));
  view::VmaWatch watch;
  watch.looks = 4;
  watch.torn_looks = 2;
  EXPECT_THAT(view::vma_watch_end(plain, watch, changes), HasSubstr("In 2 looks VMAs changed"));
}

} // namespace
} // namespace mmscope::tests
