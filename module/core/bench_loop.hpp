// SPDX-License-Identifier: GPL-2.0
// What one thread of the lab does, for any case: warm-up, then operations in the
// order that the pattern says, with the checks between them.
#ifndef MMS_CORE_BENCH_LOOP_HPP
#define MMS_CORE_BENCH_LOOP_HPP

#include <array>

#include "core/bench_case.hpp"

namespace mmscope {

// Operations, and pages, between two points at which a thread can be stopped.
inline constexpr unsigned chunk_ops = 256;
inline constexpr mms_u64 chunk_pages = 1024;

// What reading the clock costs: nothing at all, measured in the same loop.
inline void measure_empty(Meter& meter, BenchThread& thread) {
  constexpr unsigned nr_empty = 1024;
  const auto nothing = [](unsigned) {
    asm volatile("" : : : "memory");
    return true;
  };
  meter.discard(true);
  meter.measure(thread.empty, nr_empty / 4, nothing);
  meter.discard(false);
  meter.measure(thread.empty, nr_empty, nothing);
}

template <typename Case> class ObjectLoop {
public:
  ObjectLoop(Case& bench_case, BenchThread& thread, Tally& tally)
      : case_(bench_case), thread_(thread), settings_(*thread.settings), tally_(tally),
        meter_(settings_.batch, settings_.seed + thread.thread + 1) {
    const mms_u64 pages = (settings_.object_bytes + mms_page_size() - 1) / mms_page_size();
    object_pages_ = pages == 0 ? 1 : pages;
    const mms_u64 fit = chunk_pages / object_pages_;
    chunk_ = fit == 0 ? 1 : fit > chunk_ops ? chunk_ops : static_cast<unsigned>(fit);
    // Whole batches, where one fits.
    chunk_ -= chunk_ > settings_.batch ? chunk_ % settings_.batch : 0;
  }

  Result<void> run() {
    MMS_TRY(slots_.allocate(settings_.depth));
    measure_empty(meter_, thread_);
    meter_.discard(true);
    // A ramp's warm-up would fill the memory just as the ramp itself does.
    if (settings_.warm_up != 0 && settings_.pattern != Pattern::ramp && !settings_.hold)
      repeat(settings_.warm_up, false);
    meter_.discard(false);
    if (go_on_)
      repeat(settings_.ops, true);
    return {};
  }

private:
  using Slot = typename Case::Slot;

  bool repeat(mms_u64 ops, bool counts) {
    counts_ = counts;
    if (settings_.pattern == Pattern::random)
      at_random(ops);
    else if (settings_.pattern == Pattern::pair && settings_.batch > 1)
      pairs(ops);
    else
      rounds(ops);
    settle();
    return go_on_;
  }

  void rounds(mms_u64 ops) {
    while (go_on_ && ops > 0) {
      const mms_u64 tried = fill(ops < settings_.depth ? ops : settings_.depth);
      if (counts_ && settings_.hold && settle())
        bench_hold(thread_);
      empty_out();
      ops -= tried;
    }
  }

  // What cannot be looked at between the two halves is looked at once a chunk.
  void pairs(mms_u64 ops) {
    const unsigned most = settings_.batch < chunk_ ? chunk_ : settings_.batch;
    while (go_on_ && ops > 0) {
      const unsigned n = ops < most ? static_cast<unsigned>(ops) : most;
      if (!may_go_on(n, chunk_pages))
        return;
      Slot slot;
      if (case_.acquire(slot)) {
        ++tally_.findings.acquired;
        case_.check(slot, tally_);
        verify(slot);
        case_.release(slot);
        ++tally_.findings.released;
      }
      meter_.measure(thread_.ops[op_pair], n, [&](unsigned) {
        if (!case_.acquire(slot))
          return false;
        case_.release(slot);
        return true;
      });
      ops -= n;
    }
  }

  // Acquires up to n objects; returns how many were tried for.
  mms_u64 fill(mms_u64 n) {
    mms_u64 tried = 0;
    while (tried < n && go_on_) {
      const unsigned chunk = n - tried < chunk_ ? static_cast<unsigned>(n - tried) : chunk_;
      if (!may_go_on(chunk, chunk * object_pages_))
        break;
      acquire(chunk);
      tried += chunk;
    }
    return tried;
  }

  void acquire(unsigned n) {
    Slot* const free = slots_.raw() + held_;
    std::array<bool, chunk_ops> got;
    meter_.measure(thread_.ops[op_alloc], n,
                   [&](unsigned i) { return got[i] = case_.acquire(free[i]); });
    unsigned kept = 0;
    for (unsigned i = 0; i < n; ++i) {
      if (!got[i])
        continue;
      case_.check(free[i], tally_);
      free[kept++] = free[i];
    }
    tally_.findings.acquired += kept;
    held_ += kept;
  }

  // A burst goes in the order in which it came, a ramp backwards.
  void empty_out() {
    if constexpr (requires { case_.to_release(thread_); })
      case_.to_release(thread_);
    give_back();
    if constexpr (requires { case_.to_acquire(thread_); })
      case_.to_acquire(thread_);
  }

  void give_back() {
    const bool backwards = settings_.pattern == Pattern::ramp;
    mms_u64 done = 0;
    while (done < held_) {
      const unsigned n = held_ - done < chunk_ ? static_cast<unsigned>(held_ - done) : chunk_;
      Slot* const first = slots_.raw() + (backwards ? held_ - done - n : done);
      for (unsigned i = 0; i < n; ++i)
        verify(first[i]);
      meter_.measure(thread_.ops[op_free], n, [&](unsigned i) {
        case_.release(first[backwards ? n - 1 - i : i]);
        return true;
      });
      done += n;
      // What is held is given back whatever the answer is.
      breathe(n);
    }
    tally_.findings.released += done;
    held_ = 0;
  }

  // Each object lives for as long as chance has it.
  void at_random(mms_u64 ops) {
    Slot* const slots = slots_.raw();
    mms_u64 tried = 0;
    while (tried < ops && go_on_) {
      const unsigned chunk = ops - tried < chunk_ ? static_cast<unsigned>(ops - tried) : chunk_;
      if (!may_go_on(chunk, chunk * object_pages_))
        break;
      for (unsigned i = 0; i < chunk; ++i) {
        if (held_ == settings_.depth || (held_ > 0 && meter_.random().below(2) == 0))
          release_one(slots[meter_.random().below(static_cast<mms_u32>(held_))]);
        else
          acquire(1);
      }
      tried += chunk;
    }
    empty_out();
  }

  void verify(Slot& slot) {
    if constexpr (requires { case_.verify(slot, thread_, tally_); })
      case_.verify(slot, thread_, tally_);
    else
      case_.verify(slot, tally_);
  }

  // The last one takes the place of the one that goes.
  void release_one(Slot& slot) {
    verify(slot);
    meter_.measure(thread_.ops[op_free], 1, [&](unsigned) {
      case_.release(slot);
      return true;
    });
    ++tally_.findings.released;
    slot = slots_.raw()[--held_];
  }

  // About to take `ops` objects of so many pages together. Small steps are
  // saved up, so that a pair of a single page does not ask each time.
  bool may_go_on(unsigned ops, mms_u64 pages) {
    due_ops_ += counts_ ? ops : 0;
    due_pages_ += pages;
    due_steps_ += ops;
    return due_steps_ < chunk_ops && due_pages_ < chunk_pages ? go_on_ : settle();
  }

  void breathe(unsigned steps) {
    due_steps_ += steps;
    if (due_steps_ >= chunk_ops)
      settle();
  }

  bool settle() {
    if (!bench_may_go_on(thread_, due_ops_, due_pages_))
      go_on_ = false;
    due_ops_ = due_pages_ = 0;
    due_steps_ = 0;
    return go_on_;
  }

  Case& case_;
  BenchThread& thread_;
  const BenchSettings& settings_;
  Tally& tally_;
  Meter meter_;
  Array<Slot> slots_;
  mms_u64 held_ = 0;
  mms_u64 due_ops_ = 0;
  mms_u64 due_pages_ = 0;
  unsigned due_steps_ = 0;
  mms_u64 object_pages_ = 1;
  unsigned chunk_ = 1;
  bool counts_ = false;
  bool go_on_ = true;
};

template <typename Case> class OperationLoop {
public:
  OperationLoop(Case& bench_case, BenchThread& thread, Tally& tally)
      : case_(bench_case), thread_(thread), settings_(*thread.settings), tally_(tally),
        meter_(settings_.batch, settings_.seed + thread.thread + 1) {}

  Result<void> run() {
    const Result<void> opened = case_.open(local_, thread_, tally_);
    if (opened.ok()) {
      measure_empty(meter_, thread_);
      meter_.discard(true);
      const bool warm = repeat(settings_.warm_up, false);
      meter_.discard(false);
      if (warm)
        repeat(settings_.ops, true);
    }
    case_.close(local_);
    return opened;
  }

private:
  bool repeat(mms_u64 ops, bool counts) {
    for (mms_u64 done = 0; done < ops;) {
      const unsigned n =
          ops - done < Case::weights[0] ? static_cast<unsigned>(ops - done) : Case::weights[0];
      if (!bench_may_go_on(thread_, counts ? n : 0, 0))
        return false;
      for (unsigned op = 0; op < max_case_ops; ++op)
        meter_.measure(thread_.ops[op], op == 0 ? n : Case::weights[op],
                       [&](unsigned) { return case_.operate(op, local_); });
      case_.check(n, local_, tally_);
      done += n;
    }
    return true;
  }

  Case& case_;
  BenchThread& thread_;
  const BenchSettings& settings_;
  Tally& tally_;
  Meter meter_;
  typename Case::Local local_{};
};

// For cases of operations whose threads have nothing to themselves.
struct NoLocal {
  struct Local {};
  static Result<void> open(Local&, const BenchThread&, const Tally&) { return {}; }
  static void close(Local&) {}
  static mms_u64 held_bytes() { return 0; }
};

template <typename Case> constexpr Pattern default_pattern() {
  if constexpr (requires { Case::default_pattern; })
    return Case::default_pattern;
  else
    return Pattern::pair;
}

template <typename Case> struct CaseGlue {
  static constexpr bool objects = requires { typename Case::Slot; };
  static constexpr bool operations = requires { typename Case::Local; };

  static Result<void> configure(CaseStorage& storage, Request& request, BenchSettings& settings) {
    Case& bench_case = storage.emplace<Case>();
    MMS_TRY(bench_case.configure(request, settings));
    if constexpr (objects)
      settings.object_bytes = bench_case.object_bytes();
    if constexpr (requires { bench_case.held_bytes(); })
      settings.held_bytes = bench_case.held_bytes();
    return {};
  }

  static Result<void> admit(CaseStorage& storage, Request& request, const Leg& leg) {
    if constexpr (requires { storage.as<Case>().admit(request, leg); })
      return storage.as<Case>().admit(request, leg);
    else
      return {};
  }

  static Result<void> set_up(CaseStorage& storage, const Leg& leg, Tally& tally) {
    return storage.as<Case>().set_up(leg, tally);
  }

  static Result<void> thread(CaseStorage& storage, BenchThread& thread, Tally& tally) {
    if constexpr (objects)
      return ObjectLoop<Case>(storage.as<Case>(), thread, tally).run();
    else if constexpr (operations)
      return OperationLoop<Case>(storage.as<Case>(), thread, tally).run();
    else
      return storage.as<Case>().run(thread, tally);
  }

  static void tear_down(CaseStorage& storage, Tally& tally) { storage.as<Case>().tear_down(tally); }
};

template <typename Case> constexpr CaseEntry case_entry{&Case::info,
                                                        CaseGlue<Case>::objects,
                                                        default_pattern<Case>(),
                                                        CaseGlue<Case>::configure,
                                                        CaseGlue<Case>::admit,
                                                        CaseGlue<Case>::set_up,
                                                        CaseGlue<Case>::thread,
                                                        CaseGlue<Case>::tear_down};

} // namespace mmscope

#endif // MMS_CORE_BENCH_LOOP_HPP
