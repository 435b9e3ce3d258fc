// SPDX-License-Identifier: GPL-2.0
// What a command asks of the kernel for memory, counted there by heap.bpf.c.
#ifndef MMSCOPE_BPF_HEAP_TRACER_HPP
#define MMSCOPE_BPF_HEAP_TRACER_HPP

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bpf/heap.h"
#include "bpf/misses.hpp"

namespace mmscope::bpf {

// Calls of one kind that took about as long: from low_ns to below high_ns.
struct HeapTime {
  unsigned call; // enum mms_heap_call
  std::uint64_t low_ns;
  std::uint64_t high_ns;
  std::uint64_t count;
};

struct HeapCall {
  mms_heap_key key;
  mms_heap_count sums;
};

struct HeapProcess {
  unsigned tgid;
  mms_heap_process what;
  mms_heap_peak peak;
};

struct HeapLoss {
  std::string name; // as "counts_full"
  std::uint64_t count;
  std::string meaning;
};

struct HeapCounts {
  std::array<mms_heap_count, MMS_HEAP_CALLS> totals{};
  std::vector<HeapTime> times;        // by call and time; those that are not 0
  std::vector<HeapCall> calls;        // of single processes
  std::vector<HeapProcess> processes; // by tgid
  std::vector<HeapLoss> losses;       // those that are not 0
  std::vector<MissCount> misses;      // those that are not 0
  std::vector<std::string> unseen;    // calls that this kernel does not let be seen
};

class HeapTracer {
public:
  // Of a process that is yet to execute a command, and its children. Notes which of
  // them map the file named `library`, a name without directories (empty: none).
  // Throws reader::Error.
  HeapTracer(unsigned tgid, const std::string& library);
  ~HeapTracer();
  HeapTracer(const HeapTracer&) = delete;
  HeapTracer& operator=(const HeapTracer&) = delete;

  void attach();
  void detach();

  [[nodiscard]] HeapCounts read() const;

private:
  struct State;

  std::unique_ptr<State> state_;
  std::vector<std::string> unseen_;
};

} // namespace mmscope::bpf

#endif // MMSCOPE_BPF_HEAP_TRACER_HPP
