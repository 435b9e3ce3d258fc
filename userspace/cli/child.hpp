// SPDX-License-Identifier: GPL-2.0
// A command that is run to be watched: it exists before it begins.
#ifndef MMSCOPE_CLI_CHILD_HPP
#define MMSCOPE_CLI_CHILD_HPP

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mmscope::cli {

// Throws UsageError if there is no such program, as far as can be told without running it.
void check_command(const std::vector<std::string>& command);

class Child {
public:
  // Forks; the command does not begin before go(). With `quiet_stdout` what it
  // prints goes to stderr, for stdout is ours.
  Child(const std::vector<std::string>& command, bool quiet_stdout);

  // One that still runs is killed.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  // Throws UsageError if there is no such command.
  void go();

  // Whether it has ended, waiting no longer than that.
  bool wait(std::chrono::milliseconds longest);

  // How it ended, as wait(2) has it; nullopt while it has not.
  [[nodiscard]] std::optional<int> status() const { return status_; }

  // "exited with status 3", "was killed by signal 9 (Killed)".
  [[nodiscard]] std::string ending() const;

private:
  std::string name_;
  pid_t pid_ = -1;
  int go_fd_ = -1;    // a byte lets it begin; closed without one, it ends
  int error_fd_ = -1; // says errno if it could not begin
  std::optional<int> status_;
};

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_CHILD_HPP
