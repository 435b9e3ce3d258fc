// SPDX-License-Identifier: GPL-2.0
// Timelines: the calls of a command and the steps that the kernel took in each.
#ifndef MMSCOPE_MODEL_EXPLAIN_HPP
#define MMSCOPE_MODEL_EXPLAIN_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf/counts.h"
#include "bpf/step_tracer.hpp"
#include "model/explain_steps.hpp"
#include "model/value.hpp"

namespace mmscope::model {

// One line of a timeline: a step, or what was seen within one.
struct TimelineRow {
  unsigned depth = 0;                   // 0: the call itself
  std::uint64_t at_ns = 0;              // since the call began
  std::optional<std::uint64_t> took_ns; // none: a moment, or no end was seen
  std::string what;
  std::string function; // empty: none, but a tracepoint or a look at a zone
};

struct Call {
  unsigned pid = 0;
  unsigned tid = 0;
  std::uint64_t begin_ns = 0;    // ktime_get_ns()
  std::string title;             // "munmap(0x7f0000000000, 8192) = 0"
  std::vector<TimelineRow> rows; // the first is the call
  std::string served;            // of alloc: where the block came from
};

// All calls' steps of one kind.
struct StepSum {
  std::string what;
  std::string function;
  std::uint64_t calls = 0;
  std::uint64_t total_ns = 0;
  std::uint64_t max_ns = 0;
};

struct Explanation {
  std::string kind;                // "munmap"
  std::vector<Call> calls;         // by their begin
  std::vector<StepSum> sums;       // in the order of the steps
  std::vector<std::string> unseen; // steps that this kernel does not let be seen
  std::uint64_t lost = 0;          // events without room, and those that a probe missed
  std::uint64_t without_end = 0;   // steps whose end was not seen
};

// What the numbers in the events stand for.
struct StepNames {
  mms_layout layout;
  std::vector<std::string> zones;
  std::vector<std::string> migratetypes;
};

[[nodiscard]] Explanation explain(const ExplainSpec& spec, const VisibleSteps& visible,
                                  const std::vector<bpf::StepEvent>& events,
                                  const StepNames& names);

// An explain_step record.
[[nodiscard]] Object to_object(const Call& call, std::size_t number, const TimelineRow& row);
// An explain_sum record.
[[nodiscard]] Object to_object(const StepSum& sum);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_EXPLAIN_HPP
