// SPDX-License-Identifier: GPL-2.0
#include "cli/interrupt.hpp"

namespace mmscope::cli {
namespace {

volatile std::sig_atomic_t noted = 0;

void on_interrupt(int) { noted = 1; }

} // namespace

InterruptGuard::InterruptGuard() {
  noted = 0;
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, &before_int_);
  ::sigaction(SIGTERM, &action, &before_term_);
}

InterruptGuard::~InterruptGuard() {
  ::sigaction(SIGINT, &before_int_, nullptr);
  ::sigaction(SIGTERM, &before_term_, nullptr);
}

bool InterruptGuard::interrupted() { return noted != 0; }

} // namespace mmscope::cli
