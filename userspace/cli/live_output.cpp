// SPDX-License-Identifier: GPL-2.0
#include "cli/live_output.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/core.h>
#include <string>
#include <unistd.h>

#include "reader/error.hpp"

namespace mmscope::cli {
namespace {

constexpr std::string_view home = "\033[H";
constexpr std::string_view clear_all = "\033[H\033[2J";
constexpr std::string_view clear_line = "\033[K";
constexpr std::string_view clear_rest = "\033[J";

// The first lines, each wiping what was there before; the last one is not ended, for
// that would scroll.
std::string frame(std::string_view text, std::size_t height) {
  std::string lines;
  for (std::size_t line = 0; !text.empty() && (height == 0 || line < height); ++line) {
    const std::size_t end = text.find('\n');
    if (line != 0)
      lines += "\r\n";
    lines.append(text.substr(0, end)).append(clear_line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

} // namespace

LiveOutput::LiveOutput(bool keep, std::size_t height)
    : in_place_(!keep && ::isatty(STDOUT_FILENO) == 1), height_(height) {}

bool LiveOutput::show(std::string_view text) {
  if (!in_place_)
    return write(text);
  const std::string drawn =
      fmt::format("{}{}{}", shown_ ? home : clear_all, frame(text, height_), clear_rest);
  shown_ = true;
  return write(drawn);
}

void LiveOutput::clear() {
  if (shown_)
    write(clear_all);
  shown_ = false;
}

bool LiveOutput::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EPIPE)
      return false;
    if (written < 0 && errno != EINTR)
      throw reader::Error(reader::Error::Kind::failed,
                          fmt::format("cannot write the output: {}", std::strerror(errno)));
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace mmscope::cli
