// SPDX-License-Identifier: GPL-2.0
// How far each kind of caller may empty a zone: single pages are taken until there
// are no more for it, then the next kind goes on. It is the lowest zone of a node,
// which is small and has no other one to fall back to; nobody reclaims.
#include "core/bench_loop.hpp"
#include "core/cases/cases.hpp"
#include "core/cases/gfp.hpp"
#include "core/cases/memory.hpp"

#include "base/enforce.hpp"

namespace mmscope {

const char* const reserve_kinds[max_reserve_kinds] = {"kernel", "nowait", "high", "atomic"};

namespace {

constexpr mms_u32 kind_bits[max_reserve_kinds] = {MMS_GFP(KERNEL), MMS_GFP(NOWAIT), MMS_GFP(HIGH),
                                                  MMS_GFP(ATOMIC)};
// A zone with more to spare is left alone: 64 MiB of pages of 4 KiB.
constexpr mms_u64 max_pages = 16384;

// The lowest zone with memory; a null one where the node has none.
zone* lowest_zone(int nid) {
  for (unsigned idx = 0; idx < mms_max_nr_zones(); ++idx) {
    zone* const candidate = mms_node_zone(mms_node_data(nid), idx);
    if (mms_populated_zone(candidate) != 0)
      return candidate;
  }
  return nullptr;
}

// The record is too large for the stack of a thread that goes on to allocate.
struct Level {
  mms_u64 min_pages;
  mms_u64 free_pages;
};
[[gnu::noinline]] Level level_of(ZoneView zone) {
  const mms_wire_zone now = zone.read();
  return {now.wmark_min_pages, now.nr_free_pages};
}

// What makes the kernel begin with that zone.
mms_u32 zone_bits(std::string_view name) {
  if (name == "DMA")
    return MMS_GFP(DMA);
  if (name == "DMA32")
    return MMS_GFP(DMA32);
  return name == "Movable" ? MMS_GFP(MOVABLE) : 0;
}

class Reserves {
public:
  static constexpr const char* ops[max_case_ops] = {"alloc", "free"};
  static constexpr CaseInfo info{
      "reserves", "",
      "alloc_pages_node() from the lowest zone of mem_node until GFP_KERNEL, GFP_NOWAIT, "
      "__GFP_HIGH and GFP_ATOMIC get no more, all without reclaim; one round is an operation",
      ops};

  Result<void> configure(Request& request, BenchSettings& settings) {
    settings.ops = MMS_TRY(request.number_or("ops", 1, 1, max_rounds));
    settings.warm_up = 0;
    if (settings.threads != 1) {
      request.reason().add("reserves takes all that there is: threads= must be 1");
      return invalid;
    }
    return {};
  }

  static Result<void> admit(Request& request, const Leg& leg) {
    zone* const lowest = lowest_zone(leg.mem_node);
    if (lowest == nullptr) {
      request.reason().add("node ").add(static_cast<mms_u64>(leg.mem_node)).add(" has no memory");
      return no_device;
    }
    const mms_u64 free_pages = level_of(ZoneView(lowest)).free_pages;
    if (free_pages > max_pages) {
      request.reason()
          .add("the lowest zone of node ")
          .add(static_cast<mms_u64>(leg.mem_node))
          .add(", ")
          .add(ZoneView(lowest).name())
          .add(", has ")
          .add(free_pages)
          .add(" free pages: reserves empties a zone, and takes at most ")
          .add(max_pages);
      return invalid;
    }
    return {};
  }

  Result<void> set_up(const Leg&, Tally&) { return {}; }
  void tear_down(Tally&) {}

  Result<void> run(BenchThread& thread, Tally& tally) {
    Meter meter(thread.settings->batch, thread.settings->seed);
    measure_empty(meter, thread);
    const ZoneView zone(lowest_zone(thread.mem_node));
    for (mms_u64 round = 0; round < thread.settings->ops; ++round) {
      empty_out(zone, thread, meter, tally);
      if (!bench_may_go_on(thread, 1, 0))
        break;
    }
    return {};
  }

private:
  static constexpr mms_u64 max_rounds = 1000;

  static void empty_out(ZoneView zone, BenchThread& thread, Meter& meter, Tally& tally) {
    const mms_u32 here = zone_bits(zone.name()) | MMS_GFP(THISNODE) | MMS_GFP(NORECLAIM);
    page* held = nullptr;
    mms_u64 left = max_pages;
    for (unsigned kind = 0; kind < max_reserve_kinds; ++kind) {
      const mms_u32 gfp = mms_gfp(kind_bits[kind] | here);
      const mms_u64 taken = take(thread.ops[0], thread.mem_node, gfp, left, held, meter, tally);
      left -= taken;
      const Level now = level_of(zone);
      tally.reserves[kind] = {true,
                              {0, thread.mem_node, static_cast<mms_u32>(zone.idx().value())},
                              now.min_pages,
                              now.free_pages,
                              taken};
    }
    give_back(thread.ops[1], held, meter, tally);
  }

  // Puts pages before those that are held, until there are no more.
  static mms_u64 take(OpRecord& record, int nid, mms_u32 gfp, mms_u64 most, page*& held,
                      Meter& meter, Tally& tally) {
    mms_u64 taken = 0;
    while (taken < most) {
      page* fresh = nullptr;
      meter.measure(record, 1, [&](unsigned) {
        fresh = mms_alloc_pages_node(nid, gfp, 0);
        return fresh != nullptr;
      });
      if (fresh == nullptr) {
        ++tally.orders.failed[0];
        break;
      }
      mms_page_set_next(fresh, held);
      held = fresh;
      ++taken;
      ++tally.orders.blocks[0];
      ++tally.findings.acquired;
      check_block(fresh, {mms_page_size(), 1, nid, false, true}, tally);
    }
    mms_first_place(nid, gfp, &tally.asked);
    return taken;
  }

  static void give_back(OpRecord& record, page* held, Meter& meter, Tally& tally) {
    while (held != nullptr) {
      page* const next = mms_page_next(held);
      verify_block(held, mms_page_size(), tally);
      mms_page_set_next(held, nullptr);
      meter.measure(record, 1, [&](unsigned) {
        mms_free_pages(held, 0);
        return true;
      });
      ++tally.findings.released;
      held = next;
    }
  }
};

} // namespace

constinit const CaseEntry case_reserves = case_entry<Reserves>;

} // namespace mmscope
