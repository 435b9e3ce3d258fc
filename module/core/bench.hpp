// SPDX-License-Identifier: GPL-2.0
// The one timed loop of the lab, and what it writes down. Nothing else in the
// module reads the clock around something that it measures.
//
// Threads are preemptible and take interrupts: a slow operation may have been
// interrupted, and it is the reader of the histogram who judges that.
#ifndef MMS_CORE_BENCH_HPP
#define MMS_CORE_BENCH_HPP

#include <array>

#include "base/histogram.hpp"
#include "shim/shim.h"

namespace mmscope {

// xorshift64*: choices that repeat for a seed; not for secrets.
class Random {
public:
  explicit Random(mms_u64 seed) : state_(seed == 0 ? 1 : seed) {}

  mms_u32 next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<mms_u32>((state_ * 0x2545f4914f6cdd1dULL) >> 32);
  }

  // In [0, end).
  mms_u32 below(mms_u32 end) {
    return static_cast<mms_u32>((static_cast<mms_u64>(next()) * end) >> 32);
  }

private:
  mms_u64 state_;
};

// Times of single operations, evenly spread over a run of unknown length: where
// the room is used up, every other one is dropped and half as many are taken from
// then on. The distance varies, lest it falls in with a rhythm of the allocator.
class Samples {
public:
  static constexpr unsigned capacity = 4096;

  void add(mms_u64 ns, Random& random) {
    if (wait_ > 0) {
      --wait_;
      return;
    }
    if (size_ == capacity)
      thin_out();
    ns_[size_++] = ns > ~mms_u32{0} ? ~mms_u32{0} : static_cast<mms_u32>(ns);
    wait_ = stride_log_ == 0 ? 0 : random.below((2U << stride_log_) - 1);
  }

  [[nodiscard]] unsigned size() const { return size_; }
  [[nodiscard]] mms_u32 operator[](unsigned i) const { return ns_[i]; }

private:
  void thin_out() {
    for (unsigned i = 0; i < capacity / 2; ++i)
      ns_[i] = ns_[std::size_t{2} * i];
    size_ = capacity / 2;
    if (stride_log_ < 30)
      ++stride_log_;
  }

  std::array<mms_u32, capacity> ns_;
  unsigned size_;
  unsigned stride_log_; // operations from one sample to the next, on average: 2^this
  mms_u32 wait_;        // operations until the next one
};

// How many operations of one kind there were, and how long they took.
struct OpTotals {
  mms_u64 ops;
  mms_u64 failed;
  mms_u64 sum_ns;
  mms_u64 min_ns; // of nothing, where there are no ops
  mms_u64 max_ns;

  [[nodiscard]] bool empty() const { return ops + failed == 0; }

  void merge(const OpTotals& other) {
    if (other.ops != 0) {
      min_ns = ops == 0 || other.min_ns < min_ns ? other.min_ns : min_ns;
      max_ns = other.max_ns > max_ns ? other.max_ns : max_ns;
    }
    ops += other.ops;
    failed += other.failed;
    sum_ns += other.sum_ns;
  }
};

// Large: lives in zeroed memory of its own.
struct OpFigures {
  OpTotals totals;
  Histogram histogram;

  void add(mms_u64 nr_ops, mms_u64 took_ns, mms_u64 each_ns) {
    totals.merge({nr_ops, 0, took_ns, each_ns, each_ns});
    histogram.add(each_ns);
  }

  void merge(const OpFigures& other) {
    totals.merge(other.totals);
    histogram.merge(other.histogram);
  }
};

struct OpRecord {
  OpFigures figures;
  Samples samples;
};

class Meter {
public:
  // `batch`: operations between two readings of the clock; 1 times each one.
  Meter(unsigned batch, mms_u64 seed) : batch_(batch), random_(seed) {}

  // While warming up, everything is done and nothing is written down.
  void discard(bool discard) { discard_ = discard; }

  // Calls operate(i) for each i < n; it returns false where it got no memory.
  template <typename Operate> void measure(OpRecord& record, unsigned n, Operate&& operate) {
    if (batch_ == 1) {
      for (unsigned i = 0; i < n; ++i) {
        const mms_u64 start = mms_ktime_get_ns();
        const bool ok = operate(i);
        const mms_u64 end = mms_ktime_get_ns();
        write_down(record, ok ? 1 : 0, 1, end - start);
      }
      return;
    }
    for (unsigned first = 0; first < n; first += batch_) {
      const unsigned last = n - first < batch_ ? n : first + batch_;
      unsigned ok = 0;
      const mms_u64 start = mms_ktime_get_ns();
      for (unsigned i = first; i < last; ++i)
        ok += operate(i) ? 1 : 0;
      const mms_u64 end = mms_ktime_get_ns();
      write_down(record, ok, last - first, end - start);
    }
  }

  [[nodiscard]] unsigned batch() const { return batch_; }
  [[nodiscard]] Random& random() { return random_; }

private:
  // The time of a batch in which some failed is told with those that did not.
  void write_down(OpRecord& record, unsigned ok, unsigned tried, mms_u64 took_ns) {
    if (discard_)
      return;
    record.figures.totals.failed += tried - ok;
    if (ok == 0)
      return;
    const mms_u64 each_ns = ok == 1 ? took_ns : took_ns / ok;
    record.figures.add(ok, took_ns, each_ns);
    record.samples.add(each_ns, random_);
  }

  unsigned batch_;
  bool discard_ = false;
  Random random_;
};

} // namespace mmscope

#endif // MMS_CORE_BENCH_HPP
