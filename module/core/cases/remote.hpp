// SPDX-License-Identifier: GPL-2.0
// Objects that are released on another CPU than the one that acquired them: the
// thread goes there and comes back, which is not timed.
#ifndef MMS_CORE_CASES_REMOTE_HPP
#define MMS_CORE_CASES_REMOTE_HPP

#include "core/cases/memory.hpp"
#include "core/walk.hpp"

namespace mmscope {

template <typename Objects> class Remote : public Objects {
public:
  static constexpr Pattern default_pattern = Pattern::burst;

  using Slot = typename Objects::Slot;

  Result<void> configure(Request& request, BenchSettings& settings) {
    const bool batched_pair = settings.pattern == Pattern::pair && settings.batch > 1;
    if (settings.pattern == Pattern::random || batched_pair) {
      request.reason().add("this case releases objects many at a time: pattern= must be burst or "
                           "ramp, or pair with batch=1");
      return invalid;
    }
    free_node_ = -1;
    if (request.has("free_node")) {
      const mms_u64 nid =
          MMS_TRY(request.number("free_node", 0, static_cast<mms_u64>(mms_nr_node_ids()) - 1));
      free_node_ = static_cast<int>(nid);
      if (nr_cpus_of(free_node_) == 0) {
        request.reason().add("free_node=").add(nid).add(": that node has no online CPU");
        return no_device;
      }
    }
    return Objects::configure(request, settings);
  }

  // Without free_node=, the next node that has CPUs; where there is none, the
  // same one.
  Result<void> set_up(const Leg& leg, Tally& tally) {
    leg_node_ = free_node_ >= 0 ? free_node_ : leg.cpu_node;
    if (free_node_ < 0) {
      const int nr_nodes = mms_nr_node_ids();
      const int home = leg.cpu_node < 0 ? 0 : leg.cpu_node;
      for (int step = 1; step <= nr_nodes; ++step) {
        leg_node_ = (home + step) % nr_nodes;
        if (nr_cpus_of(leg_node_) != 0)
          break;
      }
    }
    return Objects::set_up(leg, tally);
  }

  void to_release(const BenchThread& thread) {
    const int cpu = pick_cpu(thread);
    if (cpu >= 0 && cpu != thread.cpu)
      mms_move_to_cpu(cpu); // one that just went offline: verify() tells
  }

  void to_acquire(const BenchThread& thread) { mms_move_to_cpu(thread.cpu); }

  void verify(const Slot& slot, const BenchThread& thread, Tally& tally) const {
    if (mms_cpu_to_node(mms_this_cpu()) != mms_cpu_to_node(thread.cpu))
      ++tally.findings.freed_remote;
    else
      ++tally.findings.freed_local;
    Objects::verify(slot, tally);
  }

private:
  static unsigned nr_cpus_of(int nid) {
    unsigned nr = 0;
    const CpusReadLock lock;
    lock.for_each_online_cpu([&](Cpu cpu) { nr += mms_cpu_to_node(cpu.value()) == nid ? 1 : 0; });
    return nr;
  }

  // Another one than the thread's, where there is one; threads are spread.
  [[nodiscard]] int pick_cpu(const BenchThread& thread) const {
    const unsigned nr = nr_cpus_of(leg_node_);
    if (nr == 0)
      return -1;
    int picked = -1;
    unsigned at = 0;
    const CpusReadLock lock;
    lock.for_each_online_cpu([&](Cpu cpu) {
      if (mms_cpu_to_node(cpu.value()) != leg_node_)
        return;
      if (cpu.value() != thread.cpu && (picked < 0 || at <= thread.thread % nr))
        picked = cpu.value();
      ++at;
    });
    return picked;
  }

  int free_node_ = -1; // as asked for
  int leg_node_ = -1;
};

} // namespace mmscope

#endif // MMS_CORE_CASES_REMOTE_HPP
