// SPDX-License-Identifier: GPL-2.0
// `mmscope vmalloc list --runs` as text and as JSON.
#ifndef MMSCOPE_VIEW_VMALLOC_RUNS_HPP
#define MMSCOPE_VIEW_VMALLOC_RUNS_HPP

#include <string>

#include "model/vmalloc_runs.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// A line per caller, or per area where `each`. Where addresses are hidden, a line
// per part of the address space: more is not known.
[[nodiscard]] std::string vmalloc_runs(const Screen& screen, const model::VmallocRuns& runs,
                                       bool each);

[[nodiscard]] Document vmalloc_runs_document(const model::VmallocRuns& runs, bool each);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VMALLOC_RUNS_HPP
