// SPDX-License-Identifier: GPL-2.0
// The few runs of the lab that the report shows.
#ifndef MMSCOPE_CLI_REPORT_LAB_HPP
#define MMSCOPE_CLI_REPORT_LAB_HPP

#include "model/system.hpp"
#include "view/report.hpp"

namespace mmscope::cli {

// Runs them, each from the CPUs of a node to its own memory, for five seconds in
// all at the most; or says why not.
[[nodiscard]] view::ReportLab run_report_lab(const reader::Source& source,
                                             const model::Nodes& nodes);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_REPORT_LAB_HPP
