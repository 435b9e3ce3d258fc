// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include "view/bars.hpp"
#include "view/heat.hpp"
#include "view/text.hpp"

namespace mmscope::view {
namespace {

TEST(Bars, ShareOfTheWhole) {
  const Style style;
  EXPECT_EQ(share_bar(style, Role::accent, 0, 8, 4), "░░░░");
  EXPECT_EQ(share_bar(style, Role::accent, 4, 8, 4), "██░░");
  EXPECT_EQ(share_bar(style, Role::accent, 9, 8, 4), "████");
  EXPECT_EQ(share_bar(style, Role::accent, 1, 0, 4), "░░░░");
}

TEST(Bars, WatermarksStandInTheLeftThird) {
  const Style style;
  EXPECT_EQ(watermark_bar(style, {1000, 50, 75, 100, 1000}, 12), "██mlh███████");
  EXPECT_EQ(watermark_bar(style, {0, 50, 75, 100, 1000}, 12), "░░mlh░░░░░░░");
  EXPECT_EQ(watermark_bar(style, {60, 50, 75, 100, 1000}, 12), "██mlh░░░░░░░");
}

TEST(Bars, KeepTheirWidthWhateverTheFigures) {
  const Style style;
  const std::uint64_t huge = ~std::uint64_t{0};
  for (const Watermarks marks :
       {Watermarks{0, 0, 0, 0, 0}, Watermarks{5, 1, 2, 3, 0},
        Watermarks{huge, huge, huge, huge, huge}, Watermarks{1, huge, 2, 1, 3}}) {
    EXPECT_EQ(display_width(watermark_bar(style, marks, 24)), 24U);
    EXPECT_EQ(watermark_bar(style, marks, 0), "");
  }
}

TEST(Bars, RoleTellsWhichMarkIsPassed) {
  EXPECT_EQ(watermark_role({49, 50, 75, 100, 1000}), Role::bad);
  EXPECT_EQ(watermark_role({50, 50, 75, 100, 1000}), Role::warning);
  EXPECT_EQ(watermark_role({75, 50, 75, 100, 1000}), Role::good);
}

TEST(Heat, GlyphGrowsWithTheShare) {
  EXPECT_EQ(heat_cell(0, 0, 100).text, "· ");
  EXPECT_EQ(heat_cell(1, 1, 100).text, "1▁");
  EXPECT_EQ(heat_cell(12, 50, 100).text, "12▅");
  EXPECT_EQ(heat_cell(7, 100, 100).text, "7█");
  EXPECT_EQ(heat_cell(7, 200, 100).text, "7█");
  EXPECT_EQ(heat_cell(7, 0, 0).text, "7▁");
}

} // namespace
} // namespace mmscope::view
