// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include "view/table.hpp"

namespace mmscope::view {
namespace {

Table three_columns() {
  Table table({{"name", Align::left}, {"pages"}, {"note", Align::left, 1}});
  table.add({"DMA", "7", "first"});
  table.add({"Normal", "123456", ""});
  return table;
}

TEST(Table, AlignsAndLeavesNoBlanksAtLineEnds) {
  EXPECT_EQ(three_columns().render(Style(), 0), "name     pages  note\n"
                                                "DMA          7  first\n"
                                                "Normal  123456\n");
}

TEST(Table, DropsTheLeastImportantColumnAndSaysSo) {
  EXPECT_EQ(three_columns().render(Style(), 20), "name     pages\n"
                                                 "DMA          7\n"
                                                 "Normal  123456\n"
                                                 "Left out to fit:\n"
                                                 "note (--wide or -j\n"
                                                 "shows all).\n");
}

TEST(Table, HighestPriorityGoesFirstAndTheRightmostAmongEquals) {
  Table table(
      {{"a"}, {"bbbb", Align::right, 2}, {"cccc", Align::right, 1}, {"dddd", Align::right, 2}});
  table.add({"1", "2", "3", "4"});
  EXPECT_EQ(table.render(Style(), 14).substr(0, 14), "a  bbbb  cccc\n");
  EXPECT_EQ(table.render(Style(), 8).substr(0, 8), "a  cccc\n");
}

TEST(Table, NeverDropsWhatHasNoPriority) {
  Table table({{"name", Align::left}});
  table.add({"a long name"});
  EXPECT_EQ(table.render(Style(), 4), "name\na long name\n");
}

TEST(Table, ProseIsCutOrLeftOutSilently) {
  Table table({{"key", Align::left}, {"meaning", Align::left, 0, true}});
  table.add({"nid", "Number of the node, which need not be contiguous."});
  EXPECT_EQ(table.render(Style(), 40), "key  meaning\n"
                                       "nid  Number of the node, which need not…\n");
  EXPECT_EQ(table.render(Style(), 20), "key\nnid\n");
}

TEST(Table, EscapesCountNoWidth) {
  const Style style(Colours::indexed);
  Table table({{"", Align::left}, {"", Align::left}});
  table.add({{"ab", Role::bad}, "x"});
  table.add({"abcd", "y"});
  EXPECT_EQ(table.render(style, 7), "\x1b[38;5;167mab\x1b[0m    x\nabcd  y\n");
}

TEST(Table, NoHeadersNoHeaderLine) {
  Table table({{""}, {""}});
  table.add({"1", "2"});
  EXPECT_EQ(table.render(Style(), 0), "1  2\n");
}

TEST(Table, RowOfAnotherSizeIsRefused) {
  Table table({{"a"}});
  EXPECT_THROW(table.add({"1", "2"}), std::logic_error);
}

} // namespace
} // namespace mmscope::view
