// SPDX-License-Identifier: GPL-2.0
// What `mmscope explain` looks for in each kind of call: the steps, and by which
// functions of the kernel each can be seen.
#ifndef MMSCOPE_MODEL_EXPLAIN_STEPS_HPP
#define MMSCOPE_MODEL_EXPLAIN_STEPS_HPP

#include <string>
#include <vector>

#include "reader/proc_kallsyms.hpp"

namespace mmscope::model {

// What of a function's arguments is shown: never a pointer of the kernel.
enum class StepArgs { none, order, zones, address_length, mmap, brk, fault };

struct StepSpec {
  const char* what; // "split a VMA"
  // Names that the function has had, or functions that do the same, newest first.
  std::vector<const char*> functions;
  StepArgs args = StepArgs::none;
  bool all = false; // all of the functions that are there, not the first of them
};

// The first step is the call itself.
struct ExplainSpec {
  const char* name; // "munmap"
  const char* help;
  std::vector<StepSpec> steps;
};

[[nodiscard]] const std::vector<ExplainSpec>& explain_specs();

// A step as it can be seen on this kernel.
struct VisibleStep {
  const StepSpec* spec;
  std::string function;
};

struct VisibleSteps {
  std::vector<VisibleStep> steps;
  std::vector<std::string> unseen; // "split a VMA (__split_vma)"
};

// A function may have been inlined (it has no symbol), or renamed by the compiler
// (.isra, .constprop).
[[nodiscard]] VisibleSteps visible_steps(const ExplainSpec& spec, const reader::Kallsyms& symbols);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_EXPLAIN_STEPS_HPP
