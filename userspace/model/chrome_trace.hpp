// SPDX-License-Identifier: GPL-2.0
// Timelines as a file for chrome://tracing and ui.perfetto.dev: the "JSON Object
// Format" of the Trace Event Format.
#ifndef MMSCOPE_MODEL_CHROME_TRACE_HPP
#define MMSCOPE_MODEL_CHROME_TRACE_HPP

#include <string>

#include "model/explain.hpp"

namespace mmscope::model {

// `command`: what was run, to name the processes by. Times are in microseconds and of
// the kernel's monotonic clock; each thread's events follow each other in time.
[[nodiscard]] std::string chrome_trace(const Explanation& explanation, const std::string& command);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_CHROME_TRACE_HPP
