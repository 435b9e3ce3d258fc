// SPDX-License-Identifier: GPL-2.0
// Nothing: what the loop and the clock cost by themselves.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class Empty : public NoLocal {
public:
  static constexpr const char* ops[max_case_ops] = {"nothing"};
  static constexpr CaseInfo info{"empty", "", "nothing at all", ops};
  static constexpr unsigned weights[max_case_ops] = {256};

  Result<void> configure(Request&, BenchSettings&) { return {}; }
  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  bool operate(unsigned, Local&) {
    asm volatile("" : : : "memory");
    return true;
  }
  void check(unsigned, Local&, Tally&) {}
};

} // namespace

constinit const CaseEntry case_empty = case_entry<Empty>;

} // namespace mmscope
