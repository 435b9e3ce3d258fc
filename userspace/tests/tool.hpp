// SPDX-License-Identifier: GPL-2.0
// The tool as tests call it: in this process, on a recorded tree.
#ifndef MMSCOPE_TESTS_TOOL_HPP
#define MMSCOPE_TESTS_TOOL_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "cli/run.hpp"

namespace mmscope::tests {

[[nodiscard]] std::filesystem::path data_dir();
[[nodiscard]] std::filesystem::path json_schema_file();

// The recorded trees in data/trees, by name.
[[nodiscard]] std::vector<std::string> tree_names();

// Runs `mmscope COMMAND --root data/trees/TREE`; the command's words stand one
// blank apart.
[[nodiscard]] cli::Outcome tool_on(const std::string& tree, const std::string& command,
                                   const cli::Terminal& terminal = {});

// Runs `mmscope COMMAND` as it stands.
[[nodiscard]] cli::Outcome tool(const std::string& command, const cli::Terminal& terminal = {});

} // namespace mmscope::tests

#endif // MMSCOPE_TESTS_TOOL_HPP
