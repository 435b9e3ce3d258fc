// SPDX-License-Identifier: GPL-2.0
// The lab's section of the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool.hpp"
#include "view/report.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ReportLab, ShowsEachRunAndWhetherItWasSound) {
  view::ReportLab lab;
  lab.results = {model::load_bench_result(reader::Source::recorded(data_dir() / "trees/handmade"))};
  const std::string unsound = view::report_lab(view::Screen(), lab);
  EXPECT_THAT(unsound,
              HasSubstr("   1  alloc_pages  alloc  301 ns  499 ns     1M       0         0\n"));
  EXPECT_THAT(unsound,
              HasSubstr("   3  alloc_pages  alloc  900 ns  900 ns     1M       3       100\n"));
  EXPECT_THAT(unsound, HasSubstr("WRONG: wrong_data 2 (leg 1)"));
  EXPECT_THAT(unsound, Not(HasSubstr("Checked")));
  lab.results[0].checks[1].fields.wrong_data = 0;
  EXPECT_THAT(view::report_lab(view::Screen(), lab),
              HasSubstr("Checked: 220 objects and every sum, all sound."));
}

TEST(ReportLab, SaysWhyItWasNotRun) {
  EXPECT_EQ(view::report_lab(view::Screen(), {{}, 0, "busy"}), "Not run: busy\n");
  EXPECT_THAT(view::report_lab(view::Screen(), {{}, 3, ""}), HasSubstr("3 more were left out"));
  EXPECT_THAT(tool_on("handmade", "report").out,
              HasSubstr("Not run: a recorded tree cannot be driven"));
  EXPECT_THAT(tool_on("handmade", "report -j").out,
              HasSubstr("\"missing\":[{\"what\":\"lab\",\"because\":\"a recorded tree"));
}

} // namespace
} // namespace mmscope::tests
