// SPDX-License-Identifier: GPL-2.0
#ifndef MMSCOPE_CLI_CMD_TRACE_HEAP_HPP
#define MMSCOPE_CLI_CMD_TRACE_HEAP_HPP

#include "cli/context.hpp"

namespace CLI {
class App;
}

namespace mmscope::cli {

// Adds `heap` to the trace object, as those in commands.hpp add themselves.
void add_trace_heap(CLI::App& trace, Context& context);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_CMD_TRACE_HEAP_HPP
