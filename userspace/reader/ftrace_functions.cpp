// SPDX-License-Identifier: GPL-2.0
#include "reader/ftrace_functions.hpp"

namespace mmscope::reader {

FtraceFunctions FtraceFunctions::load(const Source& source) {
  FtraceFunctions found;
  // The second is where it is mounted by itself, with debugfs.
  for (const char* file : {"/sys/kernel/tracing/available_filter_functions",
                           "/sys/kernel/debug/tracing/available_filter_functions"}) {
    if (const auto text = source.try_read(file)) {
      found.text_ += *text;
      break;
    }
  }
  return found;
}

bool FtraceFunctions::has(std::string_view name) const {
  std::string line = "\n";
  line += name;
  line += '\n';
  return text_.find(line) != std::string::npos;
}

} // namespace mmscope::reader
