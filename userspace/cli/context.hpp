// SPDX-License-Identifier: GPL-2.0
// What every command gets: where to read, how to show, where to write.
#ifndef MMSCOPE_CLI_CONTEXT_HPP
#define MMSCOPE_CLI_CONTEXT_HPP

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reader/source.hpp"
#include "view/screen.hpp"

namespace mmscope::view {
struct Document;
}

namespace mmscope::cli {

enum ExitCode : int {
  exit_ok = 0,
  exit_failed = 1,
  exit_usage = 2,
  exit_not_there = 3,
  exit_permission = 4,
  exit_bad_data = 5,
};

// The command line asks for something that is not there to be asked for.
class UsageError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

struct Context {
  reader::Source source = reader::Source::live();
  bool json = false; // pretty implies it
  bool pretty = false;
  bool wide = false;
  bool verbose = false;
  view::Screen screen;

  // All output is gathered here and written once, after the command is done.
  std::string out;
  std::string err;
  int exit_code = exit_ok;

  // What stood after "--": a command to run and watch.
  std::vector<std::string> command;

  // Where runs of the lab are saved; empty: nowhere.
  std::string runs_dir;

  void print(std::string_view text) { out.append(text); }
  // What goes wrong beside the command, on stderr.
  void warn(std::string_view text) { err.append("mmscope: ").append(text).append("\n"); }
  void print_json(const view::Document& document);
};

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_CONTEXT_HPP
