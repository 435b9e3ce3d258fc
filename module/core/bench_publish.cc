// SPDX-License-Identifier: GPL-2.0
// What a run came to, as records and as samples.
#include "core/bench_run.hpp"
#include "core/names.hpp"
#include "wire/samples.h"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

constexpr const char* phase_names[] = {"idle", "set_up", "run", "hold", "tear_down", "done"};
constexpr const char* stop_names[] = {"",     "done",      "cancelled", "closed",
                                      "time", "watermark", "memory",    "no_cpu"};
constexpr const char* pattern_names[] = {"pair", "burst", "random", "ramp"};

// Of all threads (bench) or of one (bench_thread).
template <typename Record> void set_totals(Record& record, const char* op, const OpTotals& totals) {
  set_name(record.op, op);
  record.ops = totals.ops;
  record.failed = totals.failed;
  record.sum_ns = totals.sum_ns;
  record.min_ns = totals.min_ns;
  record.max_ns = totals.max_ns;
}

} // namespace

void BenchRun::publish_status(Encoder& out) const {
  mms_wire_bench_run record;
  mms_wire_bench_run_clear(&record);
  record.run = number_;
  set_name(record.phase, phase_names[static_cast<unsigned>(phase())]);
  set_name(record.stopped, stop_names[static_cast<unsigned>(stopped())]);
  if (entry_->objects) {
    set_name(record.pattern, pattern_names[static_cast<unsigned>(settings_.pattern)]);
    record.depth = settings_.depth;
  }
  if (settings_.object_bytes != 0)
    record.object_bytes = settings_.object_bytes;
  if (settings_.budget_pages != 0)
    record.budget_pages = settings_.budget_pages;
  record.batch = settings_.batch;
  record.seed = settings_.seed;
  record.seconds = settings_.seconds;
  if (clock_resolution_ns_ != 0)
    record.clock_resolution_ns = clock_resolution_ns_;
  record.legs = legs_.view().size();
  record.legs_done = records_.view().size();
  record.total_ops = settings_.ops * settings_.threads * legs_.view().size();
  record.done_ops = done_ops();
  if (started_ns_ != 0)
    record.elapsed_ns = (ended_ns_ != 0 ? ended_ns_ : mms_ktime_get_ns()) - started_ns_;
  out.begin("bench_run");
  out.fields(record);
  out.text("case", entry_->info->name);
  out.text("request", {line_.view().data(), line_.view().size()});
  out.end();
}

void BenchRun::publish_ops(Encoder& out, std::size_t leg, const char* op,
                           const OpFigures& figures) const {
  const LegRecord& from = records_.view()[leg];
  mms_wire_bench record;
  mms_wire_bench_clear(&record);
  record.leg = leg;
  if (from.leg.cpu_node >= 0)
    record.cpu_node = static_cast<mms_u64>(from.leg.cpu_node);
  record.mem_node = static_cast<mms_u64>(from.leg.mem_node);
  record.threads = settings_.threads;
  record.fallback = from.findings.findings.fallback;
  set_totals(record, op, figures.totals);
  out.begin("bench");
  out.text("case", entry_->info->name);
  out.fields(record);
  out.end();
}

void BenchRun::publish_buckets(Encoder& out, std::size_t leg, const char* op,
                               const OpFigures& figures) const {
  for (std::size_t i = 0; i < Histogram::nr_buckets; ++i) {
    if (figures.histogram.count(i) == 0)
      continue;
    mms_wire_bench_bucket record;
    mms_wire_bench_bucket_clear(&record);
    record.leg = leg;
    set_name(record.op, op);
    record.low_ns = Histogram::low(i);
    record.high_ns = Histogram::high(i);
    record.count = figures.histogram.count(i);
    out.record(record);
  }
}

void BenchRun::publish_threads(Encoder& out, std::size_t leg) const {
  for (unsigned thread = 0; thread < settings_.threads; ++thread) {
    const ThreadFigures& from = figures_.view()[leg * settings_.threads + thread];
    for (unsigned op = 0; op < max_case_ops; ++op) {
      if (from.ops[op].empty())
        continue;
      mms_wire_bench_thread record;
      mms_wire_bench_thread_clear(&record);
      record.leg = leg;
      record.thread = thread;
      record.cpu = static_cast<mms_u64>(from.cpu);
      record.nid = static_cast<mms_u64>(mms_cpu_to_node(from.cpu));
      set_totals(record, entry_->info->ops[op], from.ops[op]);
      out.record(record);
    }
  }
}

void BenchRun::publish_check(Encoder& out, std::size_t leg) const {
  const LegRecord& from = records_.view()[leg];
  const Findings& findings = from.findings.findings;
  mms_wire_bench_check check;
  mms_wire_bench_check_clear(&check);
  check.leg = leg;
  check.acquired = findings.acquired;
  check.released = findings.released;
  check.wrong_align = findings.wrong_align;
  check.wrong_zero = findings.wrong_zero;
  check.wrong_data = findings.wrong_data;
  check.wrong_place = findings.wrong_place;
  check.wrong_sum = findings.wrong_sum;
  check.wrong_bound = findings.wrong_bound;
  if (findings.runs != 0)
    check.runs = findings.runs;
  if (findings.freed_remote + findings.freed_local != 0) {
    check.freed_remote = findings.freed_remote;
    check.freed_local = findings.freed_local;
  }
  check.moved_threads = findings.moved_threads;
  check.free_before_pages = from.free_before_pages;
  check.free_after_pages = from.free_after_pages;
  out.record(check);
}

void BenchRun::publish_places(Encoder& out, std::size_t leg) const {
  const auto places = place_counts_.view().subspan(leg * Places::size(), Places::size());
  for_each_place(places, [&](int nid, unsigned zone_idx, mms_u64 objects) {
    mms_wire_bench_place place;
    mms_wire_bench_place_clear(&place);
    place.leg = leg;
    place.nid = static_cast<mms_u64>(nid);
    set_name(place.zone, zone_name(nid, zone_idx));
    place.objects = objects;
    out.record(place);
  });
}

void BenchRun::publish_orders(Encoder& out, std::size_t leg) const {
  const LegFindings& from = records_.view()[leg].findings;
  for (unsigned order = 0; order < max_orders; ++order) {
    if (!from.orders.any(order))
      continue;
    mms_wire_bench_order record;
    mms_wire_bench_order_clear(&record);
    record.leg = leg;
    record.order = order;
    record.nid = static_cast<mms_u64>(from.asked.nid);
    set_name(record.zone, zone_name(from.asked.nid, from.asked.zone_idx));
    record.blocks = from.orders.blocks[order];
    record.failed = from.orders.failed[order];
    out.record(record);
  }
}

void BenchRun::publish_reserves(Encoder& out, std::size_t leg) const {
  for (unsigned kind = 0; kind < max_reserve_kinds; ++kind) {
    const ReserveFindings& from = records_.view()[leg].findings.reserves[kind];
    if (!from.tried)
      continue;
    mms_wire_bench_reserve record;
    mms_wire_bench_reserve_clear(&record);
    record.leg = leg;
    set_name(record.gfp, reserve_kinds[kind]);
    record.nid = static_cast<mms_u64>(from.zone.nid);
    set_name(record.zone, zone_name(from.zone.nid, from.zone.zone_idx));
    record.min_pages = from.min_pages;
    record.free_pages = from.free_pages;
    record.below_min_pages =
        from.free_pages < from.min_pages ? from.min_pages - from.free_pages : 0;
    record.taken_pages = from.taken_pages;
    out.record(record);
  }
}

void BenchRun::publish_leg(Encoder& out, std::size_t leg) const {
  const LegRecord& from = records_.view()[leg];
  publish_ops(out, leg, "empty", from.empty);
  for (unsigned op = 0; op < max_case_ops; ++op)
    if (!from.ops[op].totals.empty())
      publish_ops(out, leg, entry_->info->ops[op], from.ops[op]);
  publish_check(out, leg);
  publish_places(out, leg);
  publish_orders(out, leg);
  publish_reserves(out, leg);
  publish_threads(out, leg);
  publish_buckets(out, leg, "empty", from.empty);
  for (unsigned op = 0; op < max_case_ops; ++op)
    publish_buckets(out, leg, entry_->info->ops[op], from.ops[op]);
}

void BenchRun::publish_result(Encoder& out) const {
  publish_status(out);
  for (std::size_t leg = 0; leg < records_.view().size(); ++leg)
    publish_leg(out, leg);
}

mms_u64 BenchRun::nr_samples() const {
  mms_u64 nr = 0;
  for (const LegRecord& record : records_.view())
    for (const LegSamples& samples : record.samples)
      nr += samples.size;
  return nr;
}

void BenchRun::append_samples(TextBuffer& out) const {
  for (std::size_t leg = 0; leg < records_.view().size(); ++leg) {
    for (unsigned op = 0; op < max_case_ops; ++op) {
      const LegSamples& samples = records_.view()[leg].samples[op];
      for (unsigned i = 0; i < samples.size; ++i) {
        const mms_samples_record record{static_cast<mms_u16>(leg), static_cast<mms_u16>(op),
                                        samples.ns[i]};
        out.append(reinterpret_cast<const char*>(&record), sizeof(record));
      }
    }
  }
}

} // namespace mmscope
