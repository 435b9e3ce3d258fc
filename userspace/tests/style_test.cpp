// SPDX-License-Identifier: GPL-2.0
// Units, colours and the width of text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "view/style.hpp"
#include "view/text.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using ::testing::ElementsAre;

TEST(Units, Bytes) {
  EXPECT_EQ(bytes(0), "0 B");
  EXPECT_EQ(bytes(1023), "1023 B");
  EXPECT_EQ(bytes(1024), "1.0 KiB");
  EXPECT_EQ(bytes(512ULL << 20), "512.0 MiB");
  EXPECT_EQ(bytes((1ULL << 20) - 1), "1.0 MiB"); // not 1024.0 KiB
  EXPECT_EQ(bytes(~0ULL), "16.0 EiB");
}

TEST(Units, PagesAndAbsence) {
  EXPECT_EQ(pages(256, 4096), "1.0 MiB");
  EXPECT_EQ(pages(0, 4096), "0 B");
  EXPECT_EQ(pages(std::nullopt, 4096), absent_mark);
  EXPECT_EQ(number(std::optional<std::int64_t>(-1)), "-1");
  EXPECT_EQ(number(std::optional<std::uint64_t>()), absent_mark);
  EXPECT_EQ(hex(0x1000), "0x1000");
}

TEST(Units, GroupedAndBrief) {
  EXPECT_EQ(grouped(7), "7");
  EXPECT_EQ(grouped(123), "123");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(brief(9999), "9999");
  EXPECT_EQ(brief(12999), "12k");
  EXPECT_EQ(brief(3'000'000), "3M");
  EXPECT_LE(brief(~0ULL).size(), 4U);
}

ColourHints terminal() { return {true, false, "", "", "xterm-256color", ""}; }

TEST(Style, ColourIsForTerminals) {
  ColourHints hints = terminal();
  EXPECT_EQ(colours_for(hints), Colours::indexed);
  hints.colorterm = "truecolor";
  EXPECT_EQ(colours_for(hints), Colours::truecolour);
  hints.is_terminal = false;
  EXPECT_EQ(colours_for(hints), Colours::none);
  hints.clicolor_force = "1";
  EXPECT_EQ(colours_for(hints), Colours::truecolour);
}

TEST(Style, ColourCanBeRefused) {
  ColourHints hints = terminal();
  hints.no_color = "1";
  EXPECT_EQ(colours_for(hints), Colours::none);
  hints.clicolor_force = "1";
  EXPECT_EQ(colours_for(hints), Colours::none);

  hints = terminal();
  hints.no_colour_option = true;
  EXPECT_EQ(colours_for(hints), Colours::none);

  hints = terminal();
  hints.term = "dumb";
  EXPECT_EQ(colours_for(hints), Colours::none);
}

TEST(Style, Paint) {
  EXPECT_EQ(Style().paint(Role::bad, "x"), "x");
  EXPECT_EQ(Style(Colours::indexed).paint(Role::bad, "x"), "\x1b[38;5;167mx\x1b[0m");
  EXPECT_EQ(Style(Colours::truecolour).paint(Role::title, "x"), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(Style(Colours::truecolour).paint(Role::plain, "x"), "x");
  EXPECT_EQ(Style(Colours::indexed).paint(Role::bad, ""), "");
}

TEST(Text, WidthIsOfCharactersNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("█░·"), 3U);
  EXPECT_EQ(display_width("\x1b[38;5;167m█\x1b[0m"), 1U);
}

TEST(Text, PaddedAndCut) {
  EXPECT_EQ(padded("█", 3, Align::left), "█  ");
  EXPECT_EQ(padded("█", 3, Align::right), "  █");
  EXPECT_EQ(padded("abcd", 3, Align::left), "abcd");
  EXPECT_EQ(cut("abcdef", 4), "abc…");
  EXPECT_EQ(cut("äöüäöü", 4), "äöü…");
  EXPECT_EQ(cut("abcd", 4), "abcd");
}

TEST(Text, Wrapped) {
  EXPECT_THAT(wrapped("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("one two three", 0), ElementsAre("one two three"));
  EXPECT_THAT(wrapped("unbreakable", 4), ElementsAre("unbreakable"));
  EXPECT_THAT(wrapped("", 4), ElementsAre(""));
}

} // namespace
} // namespace mmscope::view
