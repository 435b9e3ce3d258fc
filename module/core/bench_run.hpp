// SPDX-License-Identifier: GPL-2.0
// One run of the lab: what was asked for, how it goes, and what came out.
#ifndef MMS_CORE_BENCH_RUN_HPP
#define MMS_CORE_BENCH_RUN_HPP

#include "core/array.hpp"
#include "core/bench_case.hpp"

// The shim knows no more of it than that it is one.
struct mms_lab_job {};

namespace mmscope {

enum class Phase : mms_u32 { idle, set_up, run, hold, tear_down, done };
enum class Stop : mms_u32 { none, done, cancelled, closed, time, watermark, memory, no_cpu };

// Samples that are kept of one kind of operation in one leg.
inline constexpr unsigned max_leg_samples = 8192;
// Threads of one run, and legs of a matrix.
inline constexpr unsigned max_threads = 256;
inline constexpr unsigned max_legs = 256;

struct ThreadFigures {
  int cpu;
  std::array<OpTotals, max_case_ops> ops;
};

struct LegSamples {
  unsigned size;
  std::array<mms_u32, max_leg_samples> ns;
};

// Large: lives in zeroed memory.
struct LegRecord {
  Leg leg;
  std::array<OpFigures, max_case_ops> ops;
  OpFigures empty;
  std::array<LegSamples, max_case_ops> samples;
  LegFindings findings;
  mms_u64 free_before_pages;
  mms_u64 free_after_pages;
};

// lab.c hands it back to mms_core_lab_thread().
class BenchRun : public mms_lab_job {
public:
  explicit BenchRun() = default;
  BenchRun(const BenchRun&) = delete;
  BenchRun& operator=(const BenchRun&) = delete;

  // Everything that can be refused is refused here, with a reason.
  Result<void> configure(Request& request, mms_u64 number);

  // All legs, one after the other. Results of a leg can be read, under the lab's
  // lock, as soon as it is done.
  void execute();
  // After execute(), under the lab's lock: whoever sees that it is done may start
  // the next run.
  void finish();
  void run_thread(unsigned thread);

  // The first reason stays.
  void stop(Stop why);
  [[nodiscard]] Stop stopped() const;
  [[nodiscard]] bool holds() const { return settings_.hold; }
  [[nodiscard]] mms_u64 opener() const { return opener_; }
  [[nodiscard]] bool may_go_on(BenchThread& thread, mms_u64 done_ops, mms_u64 pages);
  void hold();

  void publish_status(Encoder& out) const;
  void publish_result(Encoder& out) const;
  [[nodiscard]] mms_u64 nr_samples() const;
  void append_samples(TextBuffer& out) const;

private:
  Result<void> parse(Request& request);
  Result<void> choose_legs(Request& request);
  Result<void> choose_budget(Request& request);
  Result<void> choose_depth(Request& request, mms_u64 spare);
  Result<void> allocate();

  bool choose_cpus(const Leg& leg);
  Result<void> run_leg(const Leg& leg);
  void finish_leg(const Leg& leg, const LegFindings& findings, mms_u64 free_before);
  void keep_samples(LegRecord& record) const;
  [[nodiscard]] mms_u64 done_ops() const;
  void set_phase(Phase phase);
  [[nodiscard]] Phase phase() const;

  void publish_leg(Encoder& out, std::size_t leg) const;
  void publish_check(Encoder& out, std::size_t leg) const;
  void publish_places(Encoder& out, std::size_t leg) const;
  void publish_orders(Encoder& out, std::size_t leg) const;
  void publish_reserves(Encoder& out, std::size_t leg) const;
  void publish_threads(Encoder& out, std::size_t leg) const;
  void publish_ops(Encoder& out, std::size_t leg, const char* op, const OpFigures& figures) const;
  void publish_buckets(Encoder& out, std::size_t leg, const char* op,
                       const OpFigures& figures) const;

  const CaseEntry* entry_ = nullptr;
  CaseStorage case_;
  BenchSettings settings_;
  mms_u64 number_ = 0;
  mms_u64 opener_ = 0;
  mms_u64 started_ns_ = 0;
  mms_u64 ended_ns_ = 0; // 0: not yet
  mms_u64 clock_resolution_ns_ = 0;
  mms_u32 phase_ = 0; // enum Phase; read while the run goes
  mms_u32 stop_ = 0;  // enum Stop
  Array<char> line_;
  Array<Leg> legs_;
  Array<int> chosen_cpus_; // cpus=; empty where the leg's node says which
  Array<int> cpus_;        // of the leg that goes
  Array<BenchThread> threads_;
  Array<LegRecord> records_;     // of the legs that are done
  Array<ThreadFigures> figures_; // of their threads
  Array<mms_u64> place_counts_;  // of all legs, as Places counts them
  LegFindings thread_findings_;  // of the leg that goes
  mms_u64 done_before_ = 0;      // operations of the legs that are done
};

} // namespace mmscope

#endif // MMS_CORE_BENCH_RUN_HPP
