// SPDX-License-Identifier: GPL-2.0
// How long something is watched, and what of a command is told afterwards.
#ifndef MMSCOPE_CLI_WATCH_HPP
#define MMSCOPE_CLI_WATCH_HPP

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "cli/child.hpp"
#include "cli/context.hpp"

namespace mmscope::cli {

// The live kernel is watched; --pid names a process that is there, and no command
// is given with it, or one that is there. Throws UsageError and reader::Error.
void check_watchable(const Context& context, const std::optional<unsigned>& pid);

// What is wrong with the beginning of a task's name; "" where nothing is.
[[nodiscard]] std::string check_comm(const std::string& comm);

// Until then, or until the command has ended or Ctrl-C: whether one of these came.
// `meanwhile` is done about each 10 ms.
bool is_over_by(Child* child, std::chrono::steady_clock::time_point until,
                const std::function<void()>& meanwhile = {});

// Until the time (seconds) is over, the command has ended, or Ctrl-C.
void wait_for_end(Child* child, const std::optional<double>& duration);

// A command that did not end well: warns of it, and so fails.
void tell_ending(Context& context, const Child& child);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_WATCH_HPP
