// SPDX-License-Identifier: GPL-2.0
// Output of a command that goes on: written at once, not gathered to its end.
#ifndef MMSCOPE_CLI_LIVE_OUTPUT_HPP
#define MMSCOPE_CLI_LIVE_OUTPUT_HPP

#include <cstddef>
#include <string_view>

namespace mmscope::cli {

class LiveOutput {
public:
  // On a terminal each text takes the place of the one before, as many lines of it as
  // there are `height`; elsewhere, and where texts are to be kept, it follows it.
  LiveOutput(bool keep, std::size_t height);

  [[nodiscard]] bool in_place() const { return in_place_; }

  // Throws reader::Error where it cannot be written; false: nobody reads any more.
  bool show(std::string_view text);

  // What is shown in place goes.
  void clear();

private:
  bool write(std::string_view text);

  bool in_place_;
  std::size_t height_;
  bool shown_ = false;
};

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_LIVE_OUTPUT_HPP
