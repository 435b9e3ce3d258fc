// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/bench.hpp"
#include "view/report.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {

using reader::present;

std::string report_lab(const Screen& screen, const ReportLab& lab) {
  std::string text;
  Table table({{"node"},
               {"case", Align::left},
               {"op", Align::left},
               {"p50"},
               {"p99"},
               {"ops/s", Align::right, 1},
               {"failed"},
               {"fallback"}});
  std::string faults;
  std::uint64_t objects = 0;
  for (const model::BenchResult& result : lab.results) {
    faults += bench_faults(screen, result);
    for (const auto& check : result.checks)
      objects += present(check.fields.acquired).value_or(0);
    for (const model::BenchFigures& one : result.figures)
      table.add({number(present(one.row.fields.mem_node)),
                 {result.run->text("case"), Role::accent},
                 one.row.fields.op,
                 time_text(model::percentile(one, 500)),
                 time_text(model::percentile(one, 990)),
                 rate_text(one),
                 warned_count(present(one.row.fields.failed)),
                 warned_count(present(one.row.fields.fallback))});
  }
  if (!lab.results.empty()) {
    text += table.render(screen.style, screen.width) + faults;
    if (faults.empty())
      text += screen.style.paint(
                  Role::good,
                  fmt::format("Checked: {} objects and every sum, all sound.", grouped(objects))) +
              "\n";
  }
  if (lab.left_out != 0)
    text += note(screen, fmt::format("{} more were left out: the time was over.", lab.left_out));
  if (!lab.skipped.empty())
    text += note(screen, "Not run: " + lab.skipped);
  return text;
}

} // namespace mmscope::view
