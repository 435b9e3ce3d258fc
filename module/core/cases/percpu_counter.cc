// SPDX-License-Identifier: GPL-2.0
// percpu_counter, beside the two things that it stands between: one atomic word
// shared by all CPUs, and a plain word of each CPU.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr const char* counter_ops[max_case_ops] = {"add", "read", "sum"};

// Adds that follow each other without a look at the sum.
constexpr unsigned adds_per_round = 256;

// Makes the compiler work a value out that nobody needs.
void keep(mms_u64 value) { asm volatile("" : : "r"(value)); }

// What all threads of a leg have added, for the exact sum at its end.
class Added {
public:
  void reset() { __atomic_store_n(&sum_, 0, __ATOMIC_RELAXED); }
  void add(mms_u64 amount) { __atomic_fetch_add(&sum_, amount, __ATOMIC_RELAXED); }
  [[nodiscard]] mms_u64 sum() const { return __atomic_load_n(&sum_, __ATOMIC_RELAXED); }

private:
  mms_u64 sum_ = 0;
};

class PercpuCounter : public NoLocal {
public:
  static constexpr CaseInfo info{"percpu_counter", "counter_batch",
                                 "percpu_counter_add_batch(1) on each thread's CPU; "
                                 "percpu_counter_read(); percpu_counter_sum()",
                                 counter_ops};
  static constexpr unsigned weights[max_case_ops] = {adds_per_round, 1, 1};

  Result<void> configure(Request& request, BenchSettings&) {
    counter_batch_ = static_cast<mms_s32>(MMS_TRY(request.number_or(
        "counter_batch", static_cast<mms_u64>(mms_percpu_counter_batch()), 1, 1U << 30)));
    return {};
  }

  Result<void> set_up(const Leg&, Tally&) {
    added_.reset();
    counter_ = mms_percpu_counter_new();
    return counter_ == nullptr ? Result<void>(out_of_memory) : Result<void>();
  }

  void tear_down(Tally& tally) {
    if (counter_ == nullptr)
      return;
    const mms_s64 sum = mms_percpu_counter_sum(counter_);
    if (sum != static_cast<mms_s64>(added_.sum()))
      ++tally.findings.wrong_sum;
    // Each CPU keeps less than a batch to itself.
    const mms_s64 off = sum - mms_percpu_counter_read(counter_);
    const mms_s64 bound = static_cast<mms_s64>(counter_batch_) * mms_nr_cpu_ids();
    if (off > bound || off < -bound)
      ++tally.findings.wrong_bound;
    mms_percpu_counter_delete(counter_);
    counter_ = nullptr;
  }

  bool operate(unsigned op, Local&) {
    if (op == 0)
      mms_percpu_counter_add_batch(counter_, 1, counter_batch_);
    else if (op == 1)
      keep(static_cast<mms_u64>(mms_percpu_counter_read(counter_)));
    else
      keep(static_cast<mms_u64>(mms_percpu_counter_sum(counter_)));
    return true;
  }
  void check(unsigned added, Local&, Tally&) { added_.add(added); }

private:
  percpu_counter* counter_ = nullptr;
  Added added_;
  mms_s32 counter_batch_ = 0;
};

class Atomic64 : public NoLocal {
public:
  static constexpr CaseInfo info{
      "atomic64", "", "atomic add of 1 to one word that all threads share; its read", counter_ops};
  static constexpr unsigned weights[max_case_ops] = {adds_per_round, 1, 0};

  Result<void> configure(Request&, BenchSettings&) { return {}; }
  Result<void> set_up(const Leg&, Tally&) {
    added_.reset();
    // A page of its own: nothing else is in its cache line.
    counter_ = static_cast<mms_u64*>(mms_kvmalloc(mms_page_size()));
    if (counter_ == nullptr)
      return out_of_memory;
    __atomic_store_n(counter_, 0, __ATOMIC_RELAXED);
    return {};
  }
  void tear_down(Tally& tally) {
    if (counter_ == nullptr)
      return;
    if (__atomic_load_n(counter_, __ATOMIC_RELAXED) != added_.sum())
      ++tally.findings.wrong_sum;
    mms_kvfree(counter_);
    counter_ = nullptr;
  }

  bool operate(unsigned op, Local&) {
    if (op == 0)
      __atomic_fetch_add(counter_, 1, __ATOMIC_RELAXED);
    else
      keep(__atomic_load_n(counter_, __ATOMIC_RELAXED));
    return true;
  }
  void check(unsigned added, Local&, Tally&) { added_.add(added); }

private:
  mms_u64* counter_ = nullptr;
  Added added_;
};

class PlainPercpu : public NoLocal {
public:
  static constexpr const char* ops[max_case_ops] = {"add", "sum"};
  static constexpr CaseInfo info{
      "percpu", "", "this_cpu_add(1) to a word of each CPU; their sum over all CPUs", ops};
  static constexpr unsigned weights[max_case_ops] = {adds_per_round, 1, 0};

  Result<void> configure(Request&, BenchSettings&) { return {}; }
  Result<void> set_up(const Leg&, Tally&) {
    added_.reset();
    words_ = mms_alloc_percpu(sizeof(mms_u64), sizeof(mms_u64));
    return words_ == nullptr ? Result<void>(out_of_memory) : Result<void>();
  }
  void tear_down(Tally& tally) {
    if (words_ == nullptr)
      return;
    if (mms_per_cpu_sum(words_) != added_.sum())
      ++tally.findings.wrong_sum;
    mms_free_percpu(words_);
    words_ = nullptr;
  }

  bool operate(unsigned op, Local&) {
    if (op == 0)
      mms_this_cpu_add(words_, 1);
    else
      keep(mms_per_cpu_sum(words_));
    return true;
  }
  void check(unsigned added, Local&, Tally&) { added_.add(added); }

private:
  void* words_ = nullptr;
  Added added_;
};

} // namespace

constinit const CaseEntry case_percpu_counter = case_entry<PercpuCounter>;
constinit const CaseEntry case_atomic64 = case_entry<Atomic64>;
constinit const CaseEntry case_percpu = case_entry<PlainPercpu>;

} // namespace mmscope
