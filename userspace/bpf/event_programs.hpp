// SPDX-License-Identifier: GPL-2.0
// One of the three skeletons that count events, whichever it is.
#ifndef MMSCOPE_BPF_EVENT_PROGRAMS_HPP
#define MMSCOPE_BPF_EVENT_PROGRAMS_HPP

#include <bpf/libbpf.h>
#include <memory>
#include <string>

#include "bpf/counts.h"
#include "bpf/libbpf.hpp"

namespace mmscope::bpf {

class EventPrograms {
public:
  virtual ~EventPrograms() = default;

  [[nodiscard]] virtual bpf_object* object() const = 0;

  // Constants: to be set before load().
  [[nodiscard]] virtual mms_asked& asked() = 0;
  [[nodiscard]] virtual mms_layout& layout() = 0;

  virtual void load() = 0;
  virtual void count(bool yes) = 0;

  [[nodiscard]] bpf_map* map(const char* name) const {
    return check(bpf_object__find_map_by_name(object(), name), std::string("find the map ") + name);
  }
};

template <class Skeleton> class EventProgramsOf : public EventPrograms {
public:
  EventProgramsOf() : skeleton_(check(Skeleton::open(), "open the programs that count events")) {}

  [[nodiscard]] bpf_object* object() const override { return skeleton_->obj; }
  [[nodiscard]] mms_asked& asked() override { return skeleton_->rodata->asked; }
  [[nodiscard]] mms_layout& layout() override { return skeleton_->rodata->layout; }
  void load() override {
    check(Skeleton::load(skeleton_.get()), "load the programs that count events");
  }
  void count(bool yes) override { skeleton_->bss->counting = yes ? 1 : 0; }

private:
  SkeletonPtr<Skeleton> skeleton_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_EVENT_PROGRAMS_HPP
