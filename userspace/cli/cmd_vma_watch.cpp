// SPDX-License-Identifier: GPL-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fmt/core.h>
#include <memory>
#include <thread>

#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "model/vma_changes.hpp"
#include "reader/error.hpp"
#include "view/vma_watch.hpp"

namespace mmscope::cli {
namespace {

using reader::Error;
using Clock = std::chrono::steady_clock;

struct WatchOptions {
  std::string pid;
  double interval = 1;     // seconds
  std::uint64_t count = 0; // looks; 0: no limit
};

std::uint64_t nanoseconds(Clock::duration time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

// What others of our commands gather until they are done has to be seen at once.
void hand_out(Context& context) {
  if (context.json)
    return;
  std::fwrite(context.out.data(), 1, context.out.size(), stdout);
  std::fflush(stdout);
  context.out.clear();
}

class Watcher {
public:
  Watcher(Context& context, const WatchOptions& options) : context_(context), options_(options) {
    watch_.interval_ns = nanoseconds(std::chrono::duration_cast<Clock::duration>(interval()));
  }

  void run() {
    if (!context_.command.empty()) {
      child_.emplace(context_.command, context_.json);
      child_->go();
    }
    const auto begin = Clock::now();
    first_look();
    while (!watch_.ended && !InterruptGuard::interrupted() &&
           (options_.count == 0 || watch_.looks < options_.count)) {
      if (pause())
        watch_.ended = true;
      else if (!InterruptGuard::interrupted())
        look(begin);
    }
    watch_.elapsed_ns = nanoseconds(Clock::now() - begin);
    finish();
  }

private:
  [[nodiscard]] std::chrono::duration<double> interval() const {
    return std::chrono::duration<double>(options_.interval);
  }

  [[nodiscard]] model::AddressSpace load() const {
    return model::load_address_space(
        context_.source, {child_ ? fmt::format("{}", child_->pid()) : options_.pid, false});
  }

  void note(const model::AddressSpace& space) {
    watch_.torn_looks += space.vmas_in_motion != 0 ? 1 : 0;
    watch_.tells_ksm =
        watch_.tells_ksm || std::any_of(space.vmas.begin(), space.vmas.end(),
                                        [](const model::Vma& vma) { return vma.figure("KSM"); });
  }

  // A command may be over before it was looked at: that is no failure.
  void first_look() {
    try {
      last_ = load();
    } catch (const Error& error) {
      if (!child_ || error.kind() != Error::Kind::failed)
        throw;
      watch_.ended = true;
      watch_.pid = static_cast<std::uint64_t>(child_->pid());
      return;
    }
    watch_.pid = last_.pid;
    watch_.comm = last_.comm;
    watch_.kernel = last_.kernel;
    note(last_);
    if (!context_.json)
      context_.print(view::vma_watch_begin(context_.screen, watch_, last_));
    hand_out(context_);
  }

  // Whether the command ended meanwhile.
  bool pause() {
    using namespace std::chrono_literals;
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(interval());
    while (Clock::now() < end && !InterruptGuard::interrupted()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
      const auto nap = std::clamp<std::chrono::milliseconds>(left, 1ms, 20ms);
      if (!child_)
        std::this_thread::sleep_for(nap);
      else if (child_->wait(nap))
        return true;
    }
    return false;
  }

  void look(Clock::time_point begin) {
    const std::uint64_t at_ns = nanoseconds(Clock::now() - begin);
    model::AddressSpace now;
    try {
      now = load();
    } catch (const Error& error) {
      if (error.kind() != Error::Kind::failed)
        throw;
      watch_.ended = true;
      return;
    }
    ++watch_.looks;
    note(now);
    const model::VmaChanges changes = model::vma_changes(last_.vmas, now.vmas, watch_.looks, at_ns);
    all_.vmas.insert(all_.vmas.end(), changes.vmas.begin(), changes.vmas.end());
    all_.pages.insert(all_.pages.end(), changes.pages.begin(), changes.pages.end());
    last_ = std::move(now);
    if (!context_.json)
      context_.print(view::vma_watch_changes(context_.screen, changes));
    hand_out(context_);
  }

  void finish() {
    if (child_ && watch_.ended)
      child_->wait(std::chrono::seconds(5));
    if (child_ && child_->status() && *child_->status() != 0) {
      context_.warn(fmt::format("{} {}", context_.command.front(), child_->ending()));
      context_.exit_code = exit_failed;
    }
    if (context_.json)
      context_.print_json(view::vma_watch_document(watch_, all_));
    else
      context_.print(view::vma_watch_end(context_.screen, watch_, all_));
  }

  Context& context_;
  const WatchOptions& options_;
  const InterruptGuard guard_;
  std::optional<Child> child_;
  view::VmaWatch watch_;
  model::AddressSpace last_;
  model::VmaChanges all_;
};

void watch(Context& context, const WatchOptions& options) {
  if (!context.source.is_live())
    throw UsageError("watch looks at the live kernel: --root does not go with it.");
  if (options.pid.empty() == context.command.empty())
    throw UsageError(options.pid.empty()
                         ? "vma watch wants a PID, or a command after --: mmscope vma watch -- CMD"
                         : "a PID names a process and -- starts one: give one of them.");
  if (options.pid == "self")
    throw UsageError("vma watch looks at others: its own address space changes by looking.");
  Watcher(context, options).run();
}

} // namespace

void add_vma_watch(CLI::App& vma, Context& context) {
  const auto options = std::make_shared<WatchOptions>();
  CLI::App* command = vma.add_subcommand(
      "watch",
      "VMAs that come, go, grow, split or merge, and where pages are, look by look; -- CMD "
      "runs and watches a command");
  command->add_option("PID", options->pid, "a process")->type_name("");
  command->add_option("--interval", options->interval, "seconds between two looks")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str()
      ->type_name("S");
  command
      ->add_option("--count", options->count,
                   "looks after the first; else until the process ends, or Ctrl-C")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->callback([options, &context] { watch(context, *options); });
}

} // namespace mmscope::cli
