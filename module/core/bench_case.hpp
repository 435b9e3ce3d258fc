// SPDX-License-Identifier: GPL-2.0
// What a case of the lab is: something that can be done over and over, with what
// is to be checked about it.
//
// A case of objects has
//   struct Slot                           one object, or room for one
//   acquire(Slot&)                        timed as alloc; false: no memory
//   check(Slot&, Tally&)                  not timed: is it what was asked for?
//   verify(Slot&, Tally&)                 not timed: is it as check() left it?
//     or verify(Slot&, BenchThread&, Tally&)
//   release(Slot&)                        timed as free
//   object_bytes()                        for the budget
//   to_release(BenchThread&)              if it has: not timed, before objects are
//   to_acquire(BenchThread&)              released, and after that
// a case of operations has
//   struct Local                          what each thread has to itself
//   open(Local&, BenchThread&, Tally&)    not timed, before all operations
//   weights                               how many of each op make a round
//   operate(op, Local&)                   timed as ops[op]
//   check(nr, Local&, Tally&)             not timed, after each round of nr ops[0]
//   close(Local&)                         not timed, also after an open() that failed
//   held_bytes()                          for the budget: of each thread
// a case with an order of its own has
//   run(BenchThread&, Tally&)             all that a thread does
// and all of them have
//   info
//   configure(Request&, BenchSettings&)   takes its own keys; nothing is allocated
//   admit(Request&, Leg)                  if it has: whether it can do this leg
//   set_up(Leg, Tally&)                   before each leg
//   tear_down(Tally&)                     after it, and after a set_up() that failed
#ifndef MMS_CORE_BENCH_CASE_HPP
#define MMS_CORE_BENCH_CASE_HPP

#include <array>
#include <cstddef>
#include <new>
#include <span>
#include <type_traits>

#include "base/counters.hpp"
#include "core/array.hpp"
#include "core/bench.hpp"
#include "core/request.hpp"
#include "core/views.hpp"

namespace mmscope {

// Kinds of operations of one case.
inline constexpr unsigned max_case_ops = 3;

// Those of a case of objects. Pairs are timed as one where the clock is read for
// a batch of them.
enum ObjectOp : unsigned { op_alloc, op_free, op_pair };
inline constexpr const char* object_ops[max_case_ops] = {"alloc", "free", "pair"};

enum class Pattern : unsigned char { pair, burst, random, ramp };

struct BenchSettings {
  Pattern pattern = Pattern::pair;
  bool hold = false;
  unsigned batch = 1;
  unsigned threads = 1;
  mms_u64 ops = 0;     // of each thread and leg
  mms_u64 warm_up = 0; // of each thread and leg
  mms_u64 depth = 1;
  mms_u64 object_bytes = 0; // that one object takes, or one operation works on
  mms_u64 held_bytes = 0;   // of each thread, whatever it does; objects come on top
  mms_u64 budget_pages = 0;
  mms_u64 seconds = 0;
  mms_u64 seed = 0;
};

// One pair of nodes; cpu_node is -1 where the CPUs were chosen one by one.
struct Leg {
  int cpu_node;
  int mem_node;
};

// Objects by the zone that they came from, counted in borrowed memory.
class Places {
public:
  static std::size_t size() {
    return static_cast<std::size_t>(mms_nr_node_ids()) * mms_max_nr_zones();
  }

  Places() = default;
  explicit Places(std::span<mms_u64> counts) : counts_(counts), nr_zones_(mms_max_nr_zones()) {}

  void count(const mms_place& place) {
    const std::size_t at =
        static_cast<unsigned>(place.nid) * std::size_t{nr_zones_} + place.zone_idx;
    if (place.zone_idx < nr_zones_ && at < counts_.size())
      ++counts_[at];
  }

  // The other one may have no memory at all.
  void merge(const Places& other) {
    for (std::size_t i = 0; i < other.counts_.size(); ++i)
      counts_[i] += other.counts_[i];
  }

private:
  std::span<mms_u64> counts_;
  unsigned nr_zones_ = 1;
};

// visit(nid, zone_idx, objects) for each of a Places' counts that is not 0.
template <typename Visit> void for_each_place(std::span<const mms_u64> counts, Visit&& visit) {
  const unsigned nr_zones = mms_max_nr_zones();
  for (unsigned i = 0; i < counts.size(); ++i)
    if (counts[i] != 0)
      visit(static_cast<int>(i / nr_zones), i % nr_zones, counts[i]);
}

// What the checks of a leg found: counters only, see add_counters().
struct Findings {
  mms_u64 acquired = 0;
  mms_u64 released = 0;
  mms_u64 fallback = 0;
  mms_u64 wrong_align = 0;
  mms_u64 wrong_zero = 0;
  mms_u64 wrong_data = 0;
  mms_u64 wrong_place = 0;
  mms_u64 wrong_sum = 0;
  mms_u64 wrong_bound = 0;
  mms_u64 runs = 0;
  mms_u64 moved_threads = 0;
  mms_u64 freed_remote = 0;
  mms_u64 freed_local = 0;
};

// Orders that any kernel has blocks of.
inline constexpr unsigned max_orders = 16;

// Blocks that were asked for, by order: counters only.
struct OrderFindings {
  std::array<mms_u64, max_orders> blocks{};
  std::array<mms_u64, max_orders> failed{};

  [[nodiscard]] bool any(unsigned order) const { return (blocks[order] | failed[order]) != 0; }
};

// How far down one kind of caller could empty a zone.
struct ReserveFindings {
  bool tried;
  mms_place zone; // pfn is not used
  mms_u64 min_pages;
  mms_u64 free_pages; // where it got no more
  mms_u64 taken_pages;
};
inline constexpr unsigned max_reserve_kinds = 4;
extern const char* const reserve_kinds[max_reserve_kinds];

// All that the checks of a leg come to, but for the places.
struct LegFindings {
  Findings findings;
  OrderFindings orders;
  std::array<ReserveFindings, max_reserve_kinds> reserves{};
  mms_place asked{0, -1, 0}; // zone that blocks are tried from first; nid -1: not told

  void merge(const LegFindings& other) {
    add_counters(findings, other.findings);
    add_counters(orders, other.orders);
    for (unsigned kind = 0; kind < max_reserve_kinds; ++kind)
      if (other.reserves[kind].tried)
        reserves[kind] = other.reserves[kind];
    if (other.asked.nid >= 0)
      asked = other.asked;
  }
};

struct Tally : LegFindings {
  Places places;
};

class BenchRun;

// One thread of a leg. Large: lives in zeroed memory.
struct BenchThread {
  BenchRun* run;
  const BenchSettings* settings;
  unsigned thread;
  int cpu;
  int mem_node;
  std::array<OpRecord, max_case_ops> ops;
  OpRecord empty;
  mms_u64 done_ops; // read by others while the thread runs
};

// Whether the thread may go on; called between chunks of operations. `pages` is
// what it is about to take. Lets others run, tells how far it came.
bool bench_may_go_on(BenchThread& thread, mms_u64 done_ops, mms_u64 pages);
// Sleeps until a hold=1 run is to give back what it holds.
void bench_hold(BenchThread& thread);

// Pages that could be taken from the node that serves requests for `nid`, itself
// where it has memory, without going below the high watermarks.
mms_u64 spare_pages_serving(int nid);

struct CaseInfo {
  const char* name;
  const char* keys;
  const char* does;
  std::span<const char* const> ops; // max_case_ops, nullptr after the last one
};

// Room for whichever case a run is about.
class CaseStorage {
public:
  template <typename Case> Case& emplace() {
    static_assert(sizeof(Case) <= nr_bytes);
    static_assert(alignof(Case) <= alignof(std::max_align_t));
    static_assert(std::is_trivially_destructible_v<Case>);
    return *new (static_cast<void*>(bytes_)) Case();
  }

  template <typename Case> [[nodiscard]] Case& as() {
    return *std::launder(reinterpret_cast<Case*>(bytes_));
  }

private:
  static constexpr std::size_t nr_bytes = 128;

  alignas(std::max_align_t) std::byte bytes_[nr_bytes];
};

// A case as the table of them knows it.
struct CaseEntry {
  const CaseInfo* info;
  bool objects;    // takes pattern=, depth= and hold=
  Pattern pattern; // where none is asked for
  Result<void> (*configure)(CaseStorage&, Request&, BenchSettings&);
  Result<void> (*admit)(CaseStorage&, Request&, const Leg&);
  Result<void> (*set_up)(CaseStorage&, const Leg&, Tally&);
  Result<void> (*thread)(CaseStorage&, BenchThread&, Tally&);
  void (*tear_down)(CaseStorage&, Tally&);
};

// The entry of `name`; nullptr where there is none.
const CaseEntry* find_case(std::string_view name);
std::span<const CaseEntry* const> all_cases();

} // namespace mmscope

#endif // MMS_CORE_BENCH_CASE_HPP
