// SPDX-License-Identifier: GPL-2.0
// A run of the lab as it goes: legs, threads, and when they stop.
#include "core/bench_run.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

mms_u64 load(const mms_u64& value) { return __atomic_load_n(&value, __ATOMIC_RELAXED); }
void store(mms_u64& value, mms_u64 now) { __atomic_store_n(&value, now, __ATOMIC_RELAXED); }

mms_u64 all_free_pages() {
  mms_u64 free = 0;
  for_each_populated_zone([&](ZoneView zone) { free += zone.read().nr_free_pages; });
  return free;
}

// The smallest step of the clock between readings that follow each other.
mms_u64 clock_resolution() {
  mms_u64 smallest = ~mms_u64{0};
  mms_u64 before = mms_ktime_get_ns();
  for (unsigned i = 0; i < 1000; ++i) {
    const mms_u64 now = mms_ktime_get_ns();
    if (now != before && now - before < smallest)
      smallest = now - before;
    before = now;
  }
  return smallest;
}

} // namespace

Stop BenchRun::stopped() const {
  return static_cast<Stop>(__atomic_load_n(&stop_, __ATOMIC_RELAXED));
}

void BenchRun::stop(Stop why) {
  mms_u32 none = 0;
  __atomic_compare_exchange_n(&stop_, &none, static_cast<mms_u32>(why), false, __ATOMIC_RELAXED,
                              __ATOMIC_RELAXED);
}

void BenchRun::set_phase(Phase phase) {
  __atomic_store_n(&phase_, static_cast<mms_u32>(phase), __ATOMIC_RELAXED);
}

Phase BenchRun::phase() const {
  return static_cast<Phase>(__atomic_load_n(&phase_, __ATOMIC_RELAXED));
}

bool BenchRun::may_go_on(BenchThread& thread, mms_u64 done_ops, mms_u64 pages) {
  store(thread.done_ops, thread.done_ops + done_ops);
  mms_cond_resched();
  if (mms_ktime_get_ns() - started_ns_ >= settings_.seconds * 1000000000ULL)
    stop(Stop::time);
  // Each thread may be about to take as much.
  if (pages != 0 && spare_pages_serving(thread.mem_node) < pages * settings_.threads)
    stop(Stop::watermark);
  return stopped() == Stop::none;
}

void BenchRun::hold() {
  set_phase(Phase::hold);
  while (stopped() == Stop::none) {
    mms_sleep_ms(20);
    if (mms_ktime_get_ns() - started_ns_ >= settings_.seconds * 1000000000ULL)
      stop(Stop::time);
  }
}

bool bench_may_go_on(BenchThread& thread, mms_u64 done_ops, mms_u64 pages) {
  return thread.run->may_go_on(thread, done_ops, pages);
}

void bench_hold(BenchThread& thread) { thread.run->hold(); }

bool BenchRun::choose_cpus(const Leg& leg) {
  cpus_.clear();
  if (!chosen_cpus_.view().empty()) {
    for (const int cpu : chosen_cpus_.view())
      cpus_.push(cpu);
    return true;
  }
  const CpusReadLock lock;
  std::size_t before = 1;
  // Round and round, until there is a CPU for each thread.
  while (cpus_.view().size() < settings_.threads && before != cpus_.view().size()) {
    before = cpus_.view().size();
    lock.for_each_online_cpu([&](Cpu cpu) {
      if (mms_cpu_to_node(cpu.value()) == leg.cpu_node)
        cpus_.push(cpu.value());
    });
  }
  return cpus_.view().size() == settings_.threads;
}

void BenchRun::execute() {
  started_ns_ = mms_ktime_get_ns();
  clock_resolution_ns_ = clock_resolution();
  for (const Leg& leg : legs_.view()) {
    if (stopped() != Stop::none)
      break;
    const Result<void> done = run_leg(leg);
    if (!done.ok())
      stop(done.error().value == no_device.value ? Stop::no_cpu : Stop::memory);
  }
  stop(Stop::done);
}

void BenchRun::finish() {
  ended_ns_ = mms_ktime_get_ns();
  set_phase(Phase::done);
}

Result<void> BenchRun::run_leg(const Leg& leg) {
  set_phase(Phase::set_up);
  if (!choose_cpus(leg)) {
    stop(Stop::no_cpu);
    return {};
  }
  mms_lab_lock();
  threads_.clear();
  for (unsigned i = 0; i < settings_.threads; ++i) {
    BenchThread* const thread = threads_.push_zeroed();
    thread->run = this;
    thread->settings = &settings_;
    thread->thread = i;
    thread->cpu = cpus_.view()[i];
    thread->mem_node = leg.mem_node;
  }
  mms_lab_unlock();

  const mms_u64 free_before = all_free_pages();
  Tally tally;
  const Result<void> ready = entry_->set_up(case_, leg, tally);
  int err = 0;
  if (ready.ok()) {
    set_phase(Phase::run);
    err = mms_threads_run(this, cpus_.view().data(), settings_.threads);
  }
  set_phase(Phase::tear_down);
  entry_->tear_down(case_, tally);
  MMS_TRY(ready);
  if (err != 0)
    return Errno{err};
  finish_leg(leg, tally, free_before);
  return {};
}

void BenchRun::run_thread(unsigned index) {
  BenchThread& thread = threads_.all()[index];
  Tally tally;
  Array<mms_u64> counts;
  Result<void> done = counts.allocate(Places::size());
  if (done.ok()) {
    counts.fill(0);
    tally.places = Places(counts.all());
    done = entry_->thread(case_, thread, tally);
  }
  if (!done.ok())
    stop(Stop::memory);
  tally.findings.moved_threads = mms_this_cpu() != thread.cpu ? 1 : 0;
  mms_lab_lock();
  thread_findings_.merge(tally);
  const std::size_t leg = records_.view().size();
  Places(place_counts_.all().subspan(leg * Places::size(), Places::size())).merge(tally.places);
  mms_lab_unlock();
}

void BenchRun::finish_leg(const Leg& leg, const LegFindings& findings, mms_u64 free_before) {
  const mms_u64 free_after = all_free_pages();
  mms_lab_lock();
  LegRecord* const record = records_.push_zeroed();
  record->leg = leg;
  record->findings = thread_findings_;
  record->findings.merge(findings);
  thread_findings_ = LegFindings();
  record->free_before_pages = free_before;
  record->free_after_pages = free_after;
  for (const BenchThread& thread : threads_.view()) {
    ThreadFigures* const figures = figures_.push_zeroed();
    figures->cpu = thread.cpu;
    record->empty.merge(thread.empty.figures);
    for (unsigned op = 0; op < max_case_ops; ++op) {
      record->ops[op].merge(thread.ops[op].figures);
      figures->ops[op] = thread.ops[op].figures.totals;
    }
    done_before_ += thread.done_ops;
  }
  keep_samples(*record);
  threads_.clear();
  mms_lab_unlock();
}

// As many of each thread, evenly chosen.
void BenchRun::keep_samples(LegRecord& record) const {
  const unsigned room = max_leg_samples / settings_.threads;
  for (const BenchThread& thread : threads_.view()) {
    for (unsigned op = 0; op < max_case_ops; ++op) {
      const Samples& samples = thread.ops[op].samples;
      LegSamples& kept = record.samples[op];
      const unsigned nr = samples.size() < room ? samples.size() : room;
      for (unsigned i = 0; i < nr; ++i)
        kept.ns[kept.size++] = samples[i * samples.size() / nr];
    }
  }
}

mms_u64 BenchRun::done_ops() const {
  mms_u64 done = done_before_;
  for (const BenchThread& thread : threads_.view())
    done += load(thread.done_ops);
  return done;
}

} // namespace mmscope
