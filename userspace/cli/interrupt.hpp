// SPDX-License-Identifier: GPL-2.0
// Ctrl-C where something goes on that has to be ended in good order.
#ifndef MMSCOPE_CLI_INTERRUPT_HPP
#define MMSCOPE_CLI_INTERRUPT_HPP

#include <csignal>

namespace mmscope::cli {

// While it lives, SIGINT and SIGTERM are noted and do not end the process.
class InterruptGuard {
public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  // Whether one came since the last guard was made.
  [[nodiscard]] static bool interrupted();

private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_INTERRUPT_HPP
