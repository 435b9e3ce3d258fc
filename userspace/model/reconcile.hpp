// SPDX-License-Identifier: GPL-2.0
// What the lab says it did, beside what the kernel's tracepoints counted of its
// threads meanwhile. Neither knows of the other: where they differ, one is wrong.
#ifndef MMSCOPE_MODEL_RECONCILE_HPP
#define MMSCOPE_MODEL_RECONCILE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf/alloc_tracer.hpp"
#include "model/bench.hpp"
#include "model/value.hpp"
#include "reader/proc_kallsyms.hpp"

namespace mmscope::model {

// A reconciled record: one figure of the lab.
struct Reconciled {
  std::string what;  // "blocks of order 0 allocated", "node 0 DMA32: blocks allocated"
  std::string event; // the tracepoint or function that tells of it
  std::uint64_t lab;
  std::optional<std::uint64_t> traced; // none: this case's calls have no tracepoint
  std::string why;                     // why there is none

  [[nodiscard]] bool differs() const { return traced && *traced != lab; }
};

struct Reconciliation {
  std::vector<Reconciled> rows;
  std::uint64_t own_events = 0; // of the threads, but not of the case: the lab's own memory
  std::uint64_t lost = 0;       // of the threads' events, for want of room
  // Events that came while a program was running on the CPU. Where programs cannot be
  // preempted they are of what interrupts the threads; under PREEMPT_RT maybe their own.
  std::uint64_t missed = 0;

  [[nodiscard]] bool agrees() const;
};

// What has to be asked of the tracer that watches a run.
[[nodiscard]] bpf::AllocAsked reconcile_asked();

// Throws reader::Error where addresses of the kernel are hidden: the lab's calls
// could not be told from others of its threads.
[[nodiscard]] Reconciliation reconcile(const bpf::AllocCounts& counts, const BenchResult& result,
                                       const reader::Kallsyms& symbols);

[[nodiscard]] Object to_object(const Reconciled& row);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_RECONCILE_HPP
