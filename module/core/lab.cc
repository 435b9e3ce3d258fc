// SPDX-License-Identifier: GPL-2.0
// The lab: one run at a time, and the files and calls that steer it.
#include "core/bench_run.hpp"
#include "wire/samples.h"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// No destructor may run for it: the kernel would not call it.
struct Lab {
  BenchRun* run; // the one that goes, or went last
  bool going;
  mms_u64 nr_runs;
};

constinit Lab lab{};

class LabLock {
public:
  LabLock() { mms_lab_lock(); }
  LabLock(const LabLock&) = delete;
  LabLock& operator=(const LabLock&) = delete;
  ~LabLock() { mms_lab_unlock(); }
};

Result<BenchRun*> new_run() {
  void* const memory = mms_kvmalloc(sizeof(BenchRun));
  if (memory == nullptr)
    return out_of_memory;
  return new (memory) BenchRun();
}

void delete_run(BenchRun* run) {
  if (run == nullptr)
    return;
  run->~BenchRun();
  mms_kvfree(run);
}

} // namespace

mms_u64 spare_pages_serving(int nid) {
  // The first zone of the zonelist tells which node serves this one.
  int serving = nid;
  NodeView(mms_node_data(nid))
      .for_each_zoneref(MMS_ZONELIST_FALLBACK, [&](unsigned pos, ZoneView zone) {
        if (pos == 0)
          serving = zone.nid().value();
      });
  mms_u64 spare = 0;
  NodeView(mms_node_data(serving)).for_each_zone([&](ZoneView zone) {
    const mms_s64 pages = zone.populated() ? zone.spare_pages() : 0;
    spare += pages > 0 ? static_cast<mms_u64>(pages) : 0;
  });
  return spare;
}

Result<void> answer_bench_run(Request& request, Encoder& out) {
  const LabLock lock;
  if (lab.going) {
    request.reason()
        .add("run ")
        .add(lab.nr_runs)
        .add(" is going: wait for it, or write to bench/cancel");
    return busy;
  }
  BenchRun* const run = MMS_TRY(new_run());
  const Result<void> configured = run->configure(request, lab.nr_runs + 1);
  if (!configured.ok()) {
    delete_run(run);
    return configured;
  }
  delete_run(lab.run);
  lab.run = run;
  lab.going = true;
  ++lab.nr_runs;
  run->publish_status(out);
  mms_lab_start();
  return {};
}

Result<void> answer_bench_cancel(Request& request, Encoder& out) {
  MMS_TRY(request.finish("none"));
  const LabLock lock;
  if (!lab.going) {
    request.reason().add("no run is going");
    return no_such_file;
  }
  lab.run->stop(Stop::cancelled);
  lab.run->publish_status(out);
  return {};
}

Result<void> publish_bench_cases(Encoder& out) {
  for (const CaseEntry* entry : all_cases()) {
    out.begin("bench_case");
    out.text("name", entry->info->name);
    Reason ops;
    for (const char* op : entry->info->ops)
      if (op != nullptr)
        ops.add(ops.text().empty() ? "" : ",").add(op);
    out.text("ops", ops.text());
    out.text("keys", entry->info->keys);
    out.text("does", entry->info->does);
    out.end();
  }
  return {};
}

namespace {

// Of the run that goes or went last; without one, that there was none.
Result<void> publish_run(Encoder& out, void (BenchRun::*publish)(Encoder&) const) {
  const LabLock lock;
  if (lab.run != nullptr) {
    (lab.run->*publish)(out);
    return {};
  }
  out.begin("bench_run");
  out.number("run", 0);
  out.text("phase", "idle");
  out.end();
  return {};
}

} // namespace

Result<void> publish_bench_status(Encoder& out) {
  return publish_run(out, &BenchRun::publish_status);
}

Result<void> publish_bench_result(Encoder& out) {
  return publish_run(out, &BenchRun::publish_result);
}

Result<void> fill_bench_samples(TextBuffer& out) {
  const LabLock lock;
  mms_samples_header header{};
  __builtin_memcpy(header.magic, MMS_SAMPLES_MAGIC, sizeof(header.magic));
  header.version = MMS_SAMPLES_VERSION;
  header.header_size = sizeof(header);
  header.record_size = sizeof(mms_samples_record);
  header.run = static_cast<mms_u32>(lab.nr_runs);
  header.nr_records = lab.run == nullptr ? 0 : lab.run->nr_samples();
  MMS_TRY(out.allocate(sizeof(header) + header.nr_records * sizeof(mms_samples_record)));
  out.append(reinterpret_cast<const char*>(&header), sizeof(header));
  if (lab.run != nullptr)
    lab.run->append_samples(out);
  return out.status();
}

} // namespace mmscope

using mmscope::lab;

void mms_core_lab_run(void) {
  {
    const mmscope::LabLock lock;
    if (!lab.going)
      return;
  }
  // Nobody replaces the run while it goes.
  lab.run->execute();
  const mmscope::LabLock lock;
  lab.run->finish();
  lab.going = false;
}

void mms_core_lab_thread(mms_lab_job* job, unsigned int thread) {
  static_cast<mmscope::BenchRun*>(job)->run_thread(thread);
}

void mms_core_lab_closed(mms_u64 opener) {
  const mmscope::LabLock lock;
  if (lab.going && lab.run->holds() && lab.run->opener() == opener)
    lab.run->stop(mmscope::Stop::closed);
}

void mms_core_lab_exit(void) {
  {
    const mmscope::LabLock lock;
    if (lab.going)
      lab.run->stop(mmscope::Stop::cancelled);
  }
  mms_lab_join();
  mmscope::delete_run(lab.run);
  lab.run = nullptr;
}
