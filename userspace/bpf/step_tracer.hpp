// SPDX-License-Identifier: GPL-2.0
// The steps of calls, as explain.bpf.c sends them.
#ifndef MMSCOPE_BPF_STEP_TRACER_HPP
#define MMSCOPE_BPF_STEP_TRACER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bpf/counts.h"
#include "bpf/steps.h"

namespace mmscope::bpf {

struct StepProbe {
  std::string function;
  std::uint64_t cookie; // number of the step, and MMS_STEP_ flags
};

struct StepEvent {
  mms_step step;
  std::vector<mms_zone_look> zones; // of MMS_STEP_ZONES
};

class StepTracer {
public:
  // Throws reader::Error. Functions that cannot be probed are in unseen().
  StepTracer(const std::vector<StepProbe>& probes, unsigned nodes);
  ~StepTracer();
  StepTracer(const StepTracer&) = delete;
  StepTracer& operator=(const StepTracer&) = delete;

  // A thread group and its children: no others are told of.
  void follow(unsigned tgid);

  void attach();
  void detach();

  // Takes what has come, waiting for it no longer than that.
  void poll(int timeout_ms);

  [[nodiscard]] const std::vector<StepEvent>& events() const;
  [[nodiscard]] std::uint64_t lost() const;
  [[nodiscard]] const std::vector<std::string>& unseen() const { return unseen_; }

  [[nodiscard]] std::vector<std::string> zone_names() const;
  [[nodiscard]] std::vector<std::string> migratetype_names() const;
  [[nodiscard]] const mms_layout& layout() const;

private:
  struct State;

  [[nodiscard]] bool attach_at_once(const std::vector<StepProbe>& probes);
  void attach_alone(const StepProbe& probe);

  std::unique_ptr<State> state_;
  std::vector<StepProbe> probes_;
  std::vector<std::string> unseen_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_STEP_TRACER_HPP
