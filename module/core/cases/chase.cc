// SPDX-License-Identifier: GPL-2.0
// Loads that depend on each other, in an order that nothing can foresee: how long
// a CPU waits for memory of one node.
#include <utility>

#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/node_buffer.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr mms_u64 line_bytes = 64;
constexpr unsigned loads_per_round = 4096;

// A cache line of the buffer: where to go next, and how many loads lead here.
struct Line {
  Line* next;
  mms_u64 rank;
};

class Chase {
public:
  static constexpr const char* ops[max_case_ops] = {"load"};
  static constexpr CaseInfo info{
      "chase", "size",
      "a load from a buffer on mem_node, at an address that the load before it gave", ops};
  static constexpr unsigned weights[max_case_ops] = {loads_per_round};

  struct Local {
    NodeBuffer buffer;
    const Line* at;
    mms_u64 loads; // so far, from the line of rank 0 on
  };

  Result<void> configure(Request& request, BenchSettings& settings) {
    size_ = MMS_TRY(NodeBuffer::parse_size(request));
    settings.object_bytes = sizeof(void*);
    // The clock takes longer than a load.
    if (!request.has("batch"))
      settings.batch = 256;
    return {};
  }
  [[nodiscard]] mms_u64 held_bytes() const { return size_; }
  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  Result<void> open(Local& local, const BenchThread& thread, Tally& tally) {
    MMS_TRY(local.buffer.allocate(thread.mem_node, size_, tally));
    return link(local, thread);
  }
  void close(Local& local) { local.buffer.free(); }

  bool operate(unsigned, Local& local) {
    local.at = *static_cast<Line* const volatile*>(&local.at->next);
    return true;
  }

  void check(unsigned loads, Local& local, Tally& tally) {
    local.loads += loads;
    if (local.at->rank != local.loads % nr_lines())
      ++tally.findings.wrong_data;
  }

private:
  [[nodiscard]] mms_u64 nr_lines() const { return size_ / line_bytes; }

  static Line* line_at(const Local& local, mms_u64 number) {
    return reinterpret_cast<Line*>(local.buffer.at(number * line_bytes));
  }

  // One cycle through all lines, each of them as likely as any other (Sattolo).
  Result<void> link(Local& local, const BenchThread& thread) {
    Array<mms_u32> order;
    MMS_TRY(order.allocate(nr_lines()));
    for (mms_u32 i = 0; i < nr_lines(); ++i)
      order.push(i);
    Random random(thread.settings->seed + thread.thread);
    mms_u32* const numbers = order.raw();
    for (mms_u32 i = static_cast<mms_u32>(nr_lines()) - 1; i > 0; --i) {
      std::swap(numbers[i], numbers[random.below(i)]);
      if (i % 4096 == 0)
        mms_cond_resched();
    }
    for (mms_u32 i = 0; i < nr_lines(); ++i) {
      const mms_u32 next = numbers[i + 1 == nr_lines() ? 0 : i + 1];
      *line_at(local, numbers[i]) = {line_at(local, next), i};
    }
    local.at = line_at(local, numbers[0]);
    local.loads = 0;
    return {};
  }

  mms_u64 size_ = 0;
};

} // namespace

constinit const CaseEntry case_chase = case_entry<Chase>;

} // namespace mmscope
