// SPDX-License-Identifier: GPL-2.0
#include "cli/bench_drive.hpp"

#include <chrono>
#include <cstdio>
#include <fmt/core.h>
#include <thread>
#include <unistd.h>

#include "cli/interrupt.hpp"
#include "model/alloc_trace.hpp"
#include "model/run_store.hpp"
#include "reader/error.hpp"
#include "view/bench.hpp"
#include "view/bench_json.hpp"

namespace mmscope::cli {
namespace {

// The progress of a run, on a terminal only, in one line that goes in the end.
class ProgressLine {
public:
  void show(const model::BenchRun& run) {
    if (!terminal_)
      return;
    fmt::print(stderr, "\r\033[K{}", view::bench_progress(run));
    std::fflush(stderr);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_)
      fmt::print(stderr, "\r\033[K");
  }

private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
};

// Waits for the run that was just started, under an InterruptGuard. Ctrl-C cancels it
// in the kernel.
void wait_for_run(const reader::Source& source, std::uint64_t run) {
  using namespace std::chrono_literals;
  ProgressLine progress;
  bool cancelled = false;
  for (auto pause = 5ms;; pause = std::min<std::chrono::milliseconds>(pause * 2, 200ms)) {
    const model::BenchRun status = model::bench_status(source);
    // Another run means that this one is over.
    if (status.fields.run != run || std::string_view(status.fields.phase) == "done")
      return;
    if (InterruptGuard::interrupted() && !cancelled) {
      model::cancel_bench(source);
      cancelled = true;
    }
    progress.show(status);
    std::this_thread::sleep_for(pause);
  }
}

} // namespace

model::BenchResult run_bench(const reader::Source& source, const std::string& line) {
  // From before it is started: the kernel would go on with it after our end.
  const InterruptGuard guard;
  const model::BenchRun started = model::start_bench(source, line);
  wait_for_run(source, started.fields.run);
  model::BenchResult result = model::load_bench_result(source);
  if (!result.run || result.run->fields.run != started.fields.run)
    throw reader::Error(reader::Error::Kind::failed,
                        fmt::format("another run took the place of run {}", started.fields.run));
  return result;
}

model::SavedRun Lab::run(const std::string& line) {
  model::SavedRun run;
  run.result = run_bench(context_.source, line);
  run.samples = model::load_samples(context_.source, run.result);
  const std::string_view stopped = run.result.run->fields.stopped;
  if ((stopped != "done" && stopped != "time") || !model::faults(run.result).empty())
    context_.exit_code = exit_failed;
  if (!environment_)
    environment_ = model::load_environment(context_.source, model::present_circumstances());
  run.environment = *environment_;
  if (save_)
    save(run);
  return run;
}

model::SavedRun Lab::run_traced(const std::string& line, model::Reconciliation& reconciliation) {
  bpf::AllocTracer tracer(model::reconcile_asked(), model::possible_nodes(context_.source));
  tracer.attach();
  model::SavedRun done = run(line);
  tracer.detach();
  reconciliation =
      model::reconcile(tracer.read(), done.result, reader::Kallsyms::load(context_.source));
  if (!reconciliation.agrees())
    context_.exit_code = exit_failed;
  return done;
}

void Lab::save(model::SavedRun& run) {
  const model::RunStore store(context_.runs_dir);
  try {
    run.id = store.save([&](const std::string& id) {
      run.id = id;
      return view::render_json(view::saved_document(run), false);
    });
  } catch (const reader::Error& error) {
    run.id.clear();
    context_.warn(fmt::format("the run is not saved: {}", error.what()));
    save_ = false; // nor will the others be: one warning is enough
  }
}

} // namespace mmscope::cli
