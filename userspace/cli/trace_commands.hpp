// SPDX-License-Identifier: GPL-2.0
// Commands of the trace object that have files of their own, as in commands.hpp.
#ifndef MMSCOPE_CLI_TRACE_COMMANDS_HPP
#define MMSCOPE_CLI_TRACE_COMMANDS_HPP

#include "cli/context.hpp"

namespace CLI {
class App;
}

namespace mmscope::cli {

// Adds `heap`.
void add_trace_heap(CLI::App& trace, Context& context); // cmd_trace_heap.cpp

// Adds `reclaim`, `fault` and `migrate`.
void add_trace_events(CLI::App& trace, Context& context); // cmd_trace_events.cpp

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_TRACE_COMMANDS_HPP
