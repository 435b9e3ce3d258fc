// SPDX-License-Identifier: GPL-2.0
// Running the lab: start, progress, Ctrl-C, what came of it, and saving that.
#ifndef MMSCOPE_CLI_BENCH_DRIVE_HPP
#define MMSCOPE_CLI_BENCH_DRIVE_HPP

#include <optional>
#include <string>

#include "cli/context.hpp"
#include "model/reconcile.hpp"
#include "model/saved_run.hpp"

namespace mmscope::cli {

// Runs one line to its end, which Ctrl-C brings about in the kernel too.
[[nodiscard]] model::BenchResult run_bench(const reader::Source& source, const std::string& line);

class Lab {
public:
  Lab(Context& context, bool save) : context_(context), save_(save) {}

  // The same, watched by the kernel's tracepoints: what they counted beside what
  // the lab says. Where both differ, the context's exit code says so.
  model::SavedRun run_traced(const std::string& line, model::Reconciliation& reconciliation);

  // The same. Where the run was no success, the context's exit
  // code says so. That a run cannot be saved is a warning: its id is empty then.
  model::SavedRun run(const std::string& line);

private:
  void save(model::SavedRun& run);

  Context& context_;
  bool save_;
  std::optional<model::Environment> environment_; // read once
};

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_BENCH_DRIVE_HPP
