// SPDX-License-Identifier: GPL-2.0
// The grammar: mmscope OBJECT COMMAND [ARGS] [options].
#ifndef MMSCOPE_CLI_GRAMMAR_HPP
#define MMSCOPE_CLI_GRAMMAR_HPP

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/run.hpp"

namespace mmscope::cli {

// Parses, sets the context up and runs the one command that was asked for.
// Throws UsageError and reader::Error.
void parse_and_run(const std::vector<std::string>& args, const Terminal& terminal,
                   Context& context);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_GRAMMAR_HPP
