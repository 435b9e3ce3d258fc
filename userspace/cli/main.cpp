// SPDX-License-Identifier: GPL-2.0
// The process: environment in, output and exit code out.
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/context.hpp"
#include "cli/run.hpp"
#include "model/run_store.hpp"

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// COLUMNS counts even where there is no terminal to ask.
std::size_t terminal_width() {
  const std::string columns = environment("COLUMNS");
  std::size_t width = 0;
  if (std::from_chars(columns.data(), columns.data() + columns.size(), width).ec == std::errc() &&
      width != 0)
    return width;
  winsize size = {};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::size_t terminal_height() {
  winsize size = {};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

// Returns 0 or an errno.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR)
      return errno;
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // write() tells, and `| head` is no failure

  mmscope::cli::Terminal terminal;
  terminal.width = terminal_width();
  terminal.height = terminal_height();
  terminal.hints.is_terminal = ::isatty(STDOUT_FILENO) == 1;
  terminal.hints.no_color = environment("NO_COLOR");
  terminal.hints.clicolor_force = environment("CLICOLOR_FORCE");
  terminal.hints.term = environment("TERM");
  terminal.hints.colorterm = environment("COLORTERM");

  terminal.runs_dir =
      mmscope::model::runs_dir(environment("XDG_DATA_HOME"), environment("HOME")).native();

  const auto outcome = mmscope::cli::run({argv + 1, argv + argc}, terminal);
  (void)write_all(STDERR_FILENO, outcome.err); // no place is left to complain to
  const int error = write_all(STDOUT_FILENO, outcome.out);
  if (error == 0 || error == EPIPE)
    return outcome.exit_code;
  std::fprintf(stderr, "mmscope: cannot write the output: %s\n", std::strerror(error));
  return mmscope::cli::exit_failed;
}
