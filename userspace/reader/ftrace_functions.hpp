// SPDX-License-Identifier: GPL-2.0
// available_filter_functions of tracefs: the functions that call ftrace when they begin.
#ifndef MMSCOPE_READER_FTRACE_FUNCTIONS_HPP
#define MMSCOPE_READER_FTRACE_FUNCTIONS_HPP

#include <string>
#include <string_view>

#include "reader/source.hpp"

namespace mmscope::reader {

class FtraceFunctions {
public:
  // None where the kernel has no ftrace or tracefs cannot be read.
  static FtraceFunctions load(const Source& source);

  // Whether a function of the kernel itself, not of a module, is among them.
  [[nodiscard]] bool has(std::string_view name) const;

private:
  std::string text_ = "\n";
};

} // namespace mmscope::reader

#endif // MMSCOPE_READER_FTRACE_FUNCTIONS_HPP
