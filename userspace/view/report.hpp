// SPDX-License-Identifier: GPL-2.0
// The report of `make run`: the machine's memory on a screen and a half, each
// section with the one sentence that makes it understood.
#ifndef MMSCOPE_VIEW_REPORT_HPP
#define MMSCOPE_VIEW_REPORT_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "model/bench.hpp"
#include "model/system.hpp"
#include "model/verify.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// The lab's runs for the report.
struct ReportLab {
  std::vector<model::BenchResult> results;
  std::size_t left_out = 0; // runs for which there was no time
  std::string skipped;      // why the rest, or all, was not run; empty: it was
};

[[nodiscard]] std::string report(const Screen& screen, const model::System& system,
                                 const model::VerifyResult& check, const ReportLab& lab);

// The section's table and what is to be said below it.
[[nodiscard]] std::string report_lab(const Screen& screen, const ReportLab& lab);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_REPORT_HPP
