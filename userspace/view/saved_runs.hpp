// SPDX-License-Identifier: GPL-2.0
// Saved runs of the lab.
#ifndef MMSCOPE_VIEW_SAVED_RUNS_HPP
#define MMSCOPE_VIEW_SAVED_RUNS_HPP

#include <string>
#include <vector>

#include "model/saved_run.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string saved_runs(const Screen& screen, const std::vector<model::SavedRun>& runs,
                                     const std::string& dir);

// Where it was measured; `all` with the kernel's options and mitigations.
[[nodiscard]] std::string environment(const Screen& screen, const model::Environment& environment,
                                      bool all);

// The line below a run that says what it is saved as; nothing where it is not.
[[nodiscard]] std::string saved_note(const Screen& screen, const std::string& id);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_SAVED_RUNS_HPP
