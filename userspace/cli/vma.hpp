// SPDX-License-Identifier: GPL-2.0
// The vma object, as commands.hpp has the others.
#ifndef MMSCOPE_CLI_VMA_HPP
#define MMSCOPE_CLI_VMA_HPP

#include "cli/context.hpp"

namespace CLI {
class App;
}

namespace mmscope::cli {

void add_vma(CLI::App& app, Context& context); // cmd_vma.cpp

// Adds `watch` to the vma object.
void add_vma_watch(CLI::App& vma, Context& context); // cmd_vma_watch.cpp

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_VMA_HPP
