// SPDX-License-Identifier: GPL-2.0
// The whole tool but for the process around it: what main() and the tests call.
#ifndef MMSCOPE_CLI_RUN_HPP
#define MMSCOPE_CLI_RUN_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "view/style.hpp"

namespace mmscope::cli {

// What the process has around it.
struct Terminal {
  std::size_t width = 0; // columns of stdout; 0: not to be minded
  view::ColourHints hints;
  std::size_t height = 0;    // lines; 0: not known
  std::string runs_dir = {}; // where runs of the lab are saved; empty: nowhere
};

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// `args` without the program's name.
[[nodiscard]] Outcome run(const std::vector<std::string>& args, const Terminal& terminal);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_RUN_HPP
