// SPDX-License-Identifier: GPL-2.0
#include "tool.hpp"

#include <algorithm>
#include <sstream>

namespace mmscope::tests {
namespace {

std::vector<std::string> words(const std::string& command) {
  std::istringstream stream(command);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

} // namespace

std::filesystem::path data_dir() { return MMSCOPE_USERSPACE_DIR "/tests/data"; }

std::filesystem::path json_schema_file() {
  return MMSCOPE_USERSPACE_DIR "/schema/mmscope.schema.json";
}

std::vector<std::string> tree_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(data_dir() / "trees"))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

cli::Outcome tool_on(const std::string& tree, const std::string& command,
                     const cli::Terminal& terminal) {
  std::vector<std::string> args = words(command);
  args.insert(args.end(), {"--root", data_dir() / "trees" / tree});
  return cli::run(args, terminal);
}

cli::Outcome tool(const std::string& command, const cli::Terminal& terminal) {
  return cli::run(words(command), terminal);
}

} // namespace mmscope::tests
