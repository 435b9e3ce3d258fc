// SPDX-License-Identifier: GPL-2.0
#include "cli/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "cli/context.hpp"
#include "reader/error.hpp"

namespace mmscope::cli {
namespace {

using reader::Error;

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error(Error::Kind::failed, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  return ends;
}

// Between fork and exec: calls to the system only.
[[noreturn]] void begin(char* const* words, int go_fd, int error_fd, bool quiet_stdout) {
  char byte = 0;
  ssize_t got = 0;
  do {
    got = ::read(go_fd, &byte, 1);
  } while (got < 0 && errno == EINTR);
  if (got != 1)
    ::_exit(0);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
  if (quiet_stdout)
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
  ::execvp(words[0], words);
  const int error = errno;
  [[maybe_unused]] const ssize_t told = ::write(error_fd, &error, sizeof(error));
  ::_exit(127);
}

[[noreturn]] void cannot_run(const std::string& name, int error) {
  throw UsageError(fmt::format("cannot run {}: {}", name, std::strerror(error)));
}

// As execvp() looks for it.
bool is_in_path(const std::string& name) {
  const char* const set = ::getenv("PATH");
  std::istringstream path(set != nullptr ? set : "/bin:/usr/bin");
  for (std::string directory; std::getline(path, directory, ':');)
    if (::access((directory.empty() ? name : directory + "/" + name).c_str(), X_OK) == 0)
      return true;
  return false;
}

} // namespace

void check_command(const std::vector<std::string>& command) {
  const std::string& name = command.front();
  if (name.find('/') == std::string::npos) {
    if (!is_in_path(name))
      cannot_run(name, ENOENT);
  } else if (::access(name.c_str(), X_OK) != 0) {
    cannot_run(name, errno);
  }
}

Child::Child(const std::vector<std::string>& command, bool quiet_stdout) : name_(command.front()) {
  std::vector<char*> words;
  for (const std::string& word : command)
    words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);

  const std::array<int, 2> go = make_pipe();
  const std::array<int, 2> error = make_pipe();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::close(go[1]);
    begin(words.data(), go[0], error[1], quiet_stdout);
  }
  ::close(go[0]);
  ::close(error[1]);
  go_fd_ = go[1];
  error_fd_ = error[0];
  if (pid_ < 0)
    throw Error(Error::Kind::failed, fmt::format("cannot run {}: {}", name_, std::strerror(errno)));
}

Child::~Child() {
  if (go_fd_ >= 0)
    ::close(go_fd_);
  ::close(error_fd_);
  if (status_)
    return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Child::go() {
  const char byte = 0;
  [[maybe_unused]] const ssize_t told = ::write(go_fd_, &byte, 1);
  ::close(go_fd_);
  go_fd_ = -1;
  int error = 0;
  if (::read(error_fd_, &error, sizeof(error)) == sizeof(error))
    cannot_run(name_, error);
}

bool Child::wait(std::chrono::milliseconds longest) {
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!status_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_)
      status_ = status;
    else if (std::chrono::steady_clock::now() >= end)
      break;
    else
      std::this_thread::sleep_for(1ms);
  }
  return status_.has_value();
}

std::string Child::ending() const {
  if (!status_)
    return "still runs";
  if (WIFSIGNALED(*status_))
    return fmt::format("was killed by signal {} ({})", WTERMSIG(*status_),
                       ::strsignal(WTERMSIG(*status_)));
  return fmt::format("exited with status {}", WEXITSTATUS(*status_));
}

} // namespace mmscope::cli
