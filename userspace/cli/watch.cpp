// SPDX-License-Identifier: GPL-2.0
#include "cli/watch.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <thread>
#include <unistd.h>

#include "bpf/counts.h"
#include "cli/interrupt.hpp"
#include "reader/error.hpp"

namespace mmscope::cli {

using reader::Error;

void check_watchable(const Context& context, const std::optional<unsigned>& pid) {
  if (!context.source.is_live())
    throw UsageError("trace looks at the live kernel: --root does not go with it.");
  if (pid && !context.command.empty())
    throw UsageError("--pid names a process and -- starts one: give one of them.");
  if (pid && ::access(fmt::format("/proc/{}", *pid).c_str(), F_OK) != 0)
    throw Error(Error::Kind::failed, fmt::format("there is no process {}", *pid));
  if (!context.command.empty())
    check_command(context.command);
}

std::string check_comm(const std::string& comm) {
  return comm.empty() || comm.size() >= MMS_COMM_LEN
             ? fmt::format("a task's name has 1 to {} characters", MMS_COMM_LEN - 1)
             : "";
}

bool is_over_by(Child* child, std::chrono::steady_clock::time_point until,
                const std::function<void()>& meanwhile) {
  using namespace std::chrono_literals;
  using Clock = std::chrono::steady_clock;
  while (!InterruptGuard::interrupted() && Clock::now() < until) {
    if (meanwhile)
      meanwhile();
    if (child == nullptr)
      std::this_thread::sleep_for(
          std::min<Clock::duration>(10ms, std::max<Clock::duration>(until - Clock::now(), 0ns)));
    else if (child->wait(10ms))
      return true;
  }
  return InterruptGuard::interrupted();
}

void wait_for_end(Child* child, const std::optional<double>& duration) {
  using Clock = std::chrono::steady_clock;
  const auto forever = Clock::time_point::max();
  (void)is_over_by(child, duration ? Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                        std::chrono::duration<double>(*duration))
                                   : forever);
}

void tell_ending(Context& context, const Child& child) {
  if (child.status() == 0)
    return;
  context.warn(fmt::format("{} {}", context.command.front(), child.ending()));
  if (child.status())
    context.exit_code = exit_failed;
}

} // namespace mmscope::cli
