// SPDX-License-Identifier: GPL-2.0
// What is made of the event tracer's numbers: names, sums and tables. That the
// numbers are right is shown in the VM (scripts/tests/guest-events).
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bpf/buckets.hpp"
#include "tool.hpp"
#include "view/event_trace.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

mms_event_sort sort_of(unsigned what, int nid, int other, int code, unsigned flags) {
  mms_event_sort sort{};
  sort.what = static_cast<unsigned short>(what);
  sort.bucket = MMS_NO_BUCKET;
  sort.nid = static_cast<short>(nid);
  sort.other = static_cast<short>(other);
  sort.code = code;
  sort.flags = flags;
  return sort;
}

bpf::ProcessCount process(const mms_event_sort& sort, const mms_event_sum& sum,
                          mms_place place = MMS_PLACE_NONE, const std::string& name = "") {
  bpf::ProcessCount count{};
  count.key.sort = sort;
  count.key.tgid = 42;
  count.key.place = place;
  std::strcpy(count.key.comm, "a\033b");
  name.copy(count.key.name, sizeof(count.key.name) - 1);
  count.sum = sum;
  return count;
}

bpf::ProcessTime process_time(unsigned what, unsigned flags, std::uint64_t high_ns,
                              std::uint64_t count) {
  bpf::ProcessTime time{};
  time.key.what = static_cast<unsigned short>(what);
  time.key.flags = flags;
  time.key.tgid = 42;
  std::strcpy(time.key.comm, "a\033b");
  time.high_ns = high_ns;
  time.count = count;
  return time;
}

bpf::EventCounts names() {
  bpf::EventCounts counts;
  counts.zone_names = {"DMA", "Normal"};
  counts.migrate_reasons = {"compaction", "", "", "syscall"};
  counts.migrate_modes = {"async", "sync-light", "sync"};
  counts.compact_results = {"not-suitable-zone", "skipped"};
  counts.throttle_reasons = {"writeback", "isolated"};
  return counts;
}

model::EventTrace rest(const bpf::EventCounts& counts) {
  return model::event_trace(counts, 2000000000, {{"pgscan_direct", 9}});
}

const view::Screen screen;
const view::EventScreen on = {screen, 4096, 15};

TEST(EventRows, PercentilesAreEndsOfBucketsAndNoneIsAboveTheSlowest) {
  model::EventSums sums;
  const mms_event_sort sort = sort_of(MMS_DIRECT_RECLAIM, MMS_NONE, MMS_NONE, 0, 0);
  sums.add({sort, 96, 104, {98, 9800, 103, 0, 0}});
  sums.add({sort, 1024, 1152, {2, 2100, 1060, 0, 0}});
  EXPECT_EQ(sums.percentile(500), 103U);
  EXPECT_EQ(sums.percentile(980), 103U);
  EXPECT_EQ(sums.percentile(990), 1060U);
  EXPECT_EQ(sums.max_ns, 1060U);
  EXPECT_EQ(sums.total_ns, 11900U);
}

TEST(EventRows, TheLastBucketHasNoEnd) {
  const unsigned last = unsigned{MMS_LATENCY_BUCKETS} - 1;
  EXPECT_EQ(bpf::end_of(last - 1), bpf::low_of(last));
  model::EventSums sums;
  const mms_event_sort sort = sort_of(MMS_ZONE_CROSSED, 0, 1, MMS_ABOVE_HIGH, MMS_BELOW_LOW);
  sums.add({sort, bpf::low_of(last), bpf::end_of(last), {1, 300000000000, 300000000000, 0, 0}});
  EXPECT_EQ(sums.percentile(500), 300000000000U);
  // Where the slowest is not known, where it begins.
  EXPECT_EQ(sums.times.percentile(500), bpf::low_of(last));
}

TEST(EventRows, WithoutBucketsWhatIsExactIsToldAllTheSame) {
  model::EventSums sums;
  sums.add(mms_event_sum{2, 300, 200, 0, 0});
  model::Object object;
  model::add_process_times(object, sums);
  ASSERT_EQ(object.size(), 2U);
  EXPECT_EQ(object[0].first, "total_ns");
  EXPECT_EQ(object[1].first, "max_ns");
}

TEST(EventRows, MomentsHaveNoTimes) {
  model::EventSums sums;
  sums.add({sort_of(MMS_KSWAPD_SLEEP, 0, MMS_NONE, 0, 0), 0, 0, {5, 0, 0, 0, 0}});
  model::Object object;
  model::add_times(object, sums);
  EXPECT_TRUE(object.empty());
  EXPECT_TRUE(sums.times.empty());
}

TEST(EventRows, OnlyCountersThatGrew) {
  const auto grown = model::changes({{"a", 1}, {"b", 2}}, {{"a", 1}, {"b", 5}, {"new", 3}});
  ASSERT_EQ(grown.size(), 1U);
  EXPECT_EQ(grown[0].name, "b");
  EXPECT_EQ(grown[0].count, 3U);
}

TEST(EventRows, ANumberWithoutANameStaysOne) {
  EXPECT_EQ(model::name_of({"async", ""}, 0), "async");
  EXPECT_EQ(model::name_of({"async", ""}, 1), "1");
  EXPECT_EQ(model::name_of({"async", ""}, -1), "-1");
}

bpf::EventCounts reclaim() {
  bpf::EventCounts counts = names();
  const mms_event_sort direct = sort_of(MMS_DIRECT_RECLAIM, MMS_NONE, MMS_NONE, 2, 0);
  counts.sorts = {
      {direct, 96, 104, {3, 300, 103, 64, 0}},
      {direct, 1024, 1152, {1, 1100, 1100, 32, 0}},
      {sort_of(MMS_KSWAPD_WAKE, 1, MMS_NONE, 0, 0), 0, 0, {7, 0, 0, 0, 0}},
      {sort_of(MMS_ZONE_MARK, 1, 1, MMS_BELOW_LOW, 0), 0, 0, {4, 0, 0, 0, 0}},
      {sort_of(MMS_ZONE_CROSSED, 1, 1, MMS_ABOVE_HIGH, MMS_BELOW_MIN),
       96,
       104,
       {2, 200, 103, 0, 0}},
      {sort_of(MMS_SHRINK_INACTIVE, 0, MMS_NONE, MMS_BY_DIRECT, 1), 0, 0, {2, 0, 0, 96, 128}},
      {sort_of(MMS_COMPACTION, 0, 1, 1, 1), 512, 576, {1, 550, 550, 0, 200}},
      {sort_of(MMS_OUT_OF_MEMORY, MMS_NONE, MMS_NONE, 1, 0), 512, 576, {1, 550, 550, 0, 0}},
  };
  counts.processes = {process(direct, {4, 1400, 1100, 96, 0}),
                      process(sort_of(MMS_KSWAPD_WAKE, 1, MMS_NONE, 0, 0), {7, 0, 0, 0, 0})};
  counts.times = {process_time(MMS_DIRECT_RECLAIM, 0, 104, 3),
                  process_time(MMS_DIRECT_RECLAIM, 0, 1152, 1)};
  return counts;
}

TEST(ReclaimTrace, EventsHaveNamesAndPlaces) {
  const bpf::EventCounts counts = reclaim();
  const auto trace = model::name_reclaim_trace(counts, rest(counts));
  const std::string text = view::reclaim_trace(on, trace);
  EXPECT_THAT(text, HasSubstr("kswapd woke 7 times, 4 direct reclaims got 384.0 KiB"));
  EXPECT_THAT(text, HasSubstr("below low"));
  EXPECT_THAT(text, HasSubstr("above high to below min"));
  EXPECT_THAT(text, HasSubstr("direct, file"));
  EXPECT_THAT(text, HasSubstr("sync-light: skipped"));
  EXPECT_THAT(text, HasSubstr("memory cgroup"));
  EXPECT_THAT(text, HasSubstr("a?b"));
  EXPECT_THAT(text, HasSubstr("pgscan_direct"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_EQ(sums_of(trace, "direct_reclaim").count, 4U);
}

TEST(ReclaimTrace, ProcessesHavePercentilesOfWhatTakesTime) {
  const bpf::EventCounts counts = reclaim();
  const auto trace = model::name_reclaim_trace(counts, rest(counts));
  ASSERT_EQ(trace.processes.size(), 2U);
  EXPECT_EQ(trace.processes[0].event, "direct_reclaim");
  EXPECT_EQ(trace.processes[0].sums.percentile(500), 103U);
  EXPECT_EQ(trace.processes[0].sums.percentile(999), 1100U);
  EXPECT_TRUE(trace.processes[1].sums.times.empty());
}

TEST(ReclaimTrace, WhatIsNotCountedIsSaid) {
  bpf::EventCounts counts = names();
  counts.losses = {{"starts_full", 12, "events whose beginning could not be kept"}};
  counts.unseen = {"tracepoint mm_vmscan_throttled"};
  counts.unfinished = 2;
  const std::string text = view::reclaim_trace(on, model::name_reclaim_trace(counts, rest(counts)));
  EXPECT_THAT(text, HasSubstr("not all was seen"));
  EXPECT_THAT(text, HasSubstr("lost starts_full (12)"));
  EXPECT_THAT(text, HasSubstr("not on this kernel: tracepoint mm_vmscan_throttled"));
  EXPECT_THAT(text, HasSubstr("Not counted: 0 that had begun before, 2 that had not ended."));
  EXPECT_THAT(text, HasSubstr("No memory had to be got back."));
}

bpf::SortCount fault(int entry, unsigned flags, std::uint64_t count) {
  return {sort_of(MMS_FAULT, MMS_NONE, MMS_NONE, entry, flags), 96, 104, {count, 100, 100, 0, 0}};
}

// The kind of the one fault.
std::string kind_of(int entry, unsigned flags) {
  bpf::EventCounts counts = names();
  counts.sorts = {fault(entry, flags, 1)};
  const auto trace = model::name_fault_trace(counts, rest(counts));
  return trace.kinds.at(0).sort.kind + " " + trace.kinds.at(0).sort.outcome;
}

TEST(FaultTrace, KindsAreWhatThePageTableHad) {
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_WRITE), "anon minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_FILE | MMS_FAULT_MAJOR), "file major");
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_FILE | MMS_FAULT_WRITE), "file-cow minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_SHMEM | MMS_FAULT_WRITE | MMS_FAULT_SHARED),
            "shmem minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_HUGETLB), "hugetlb minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_NONE, MMS_FAULT_SPECIAL), "special minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_READ_ONLY, MMS_FAULT_WRITE | MMS_FAULT_MOVED), "cow minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_READ_ONLY, MMS_FAULT_WRITE), "reuse minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_READ_ONLY, MMS_FAULT_WRITE | MMS_FAULT_SHARED), "mkwrite minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_READ_ONLY, MMS_FAULT_WRITE | MMS_FAULT_RETRY), "read-only retry");
  EXPECT_EQ(kind_of(MMS_ENTRY_SWAP, MMS_FAULT_MAJOR), "swap major");
  EXPECT_EQ(kind_of(MMS_ENTRY_PROTNONE, 0), "numa minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_SPECIAL, 0), "special minor");
  EXPECT_EQ(kind_of(MMS_ENTRY_PRESENT, MMS_FAULT_ERROR), "present failed");
}

TEST(FaultTrace, TablesByKindMappingAndProcess) {
  bpf::EventCounts counts = names();
  const mms_event_sort written = sort_of(MMS_FAULT, -1, -1, MMS_ENTRY_NONE, MMS_FAULT_WRITE);
  counts.sorts = {fault(MMS_ENTRY_NONE, MMS_FAULT_WRITE | MMS_FAULT_USER, 1000),
                  {sort_of(MMS_EXCEPTION_USER, -1, -1, 0, 0), 0, 0, {1003, 0, 0, 0, 0}}};
  counts.processes = {process(written, {900, 9000, 100, 0, 0}, MMS_PLACE_HEAP),
                      process(written, {100, 90000, 5000, 0, 0}, MMS_PLACE_FILE, "lib;\033c.so"),
                      process(written, {1, 1, 1, 0, 0}, MMS_PLACE_FILE, std::string(60, 'x'))};
  counts.times = {process_time(MMS_FAULT, 0, 104, 1000), process_time(MMS_FAULT, 0, 5120, 1)};
  const auto trace = model::name_fault_trace(counts, rest(counts));
  const std::string text = view::fault_trace(on, trace);
  EXPECT_THAT(text, HasSubstr("1,000 minor and 0 major faults"));
  EXPECT_THAT(text, HasSubstr("raised 1,003 page faults in user space and 0 in the kernel"));
  EXPECT_THAT(text, HasSubstr("[heap]"));
  EXPECT_THAT(text, HasSubstr("lib;?c.so"));
  EXPECT_THAT(text, HasSubstr(std::string(39, 'x') + "..."));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_EQ(trace.mappings.at(0).mapping, "lib;\033c.so");
  ASSERT_EQ(trace.processes.size(), 1U);
  EXPECT_EQ(trace.processes[0].minor, 1001U);
  EXPECT_EQ(trace.processes[0].sums.percentile(990), 103U);
  EXPECT_EQ(trace.processes[0].sums.percentile(1000), 5000U);
}

TEST(MigrateTrace, PairsCallsAndProcesses) {
  bpf::EventCounts counts = names();
  const mms_event_sort call = sort_of(MMS_MIGRATE_CALL, -1, -1, 2, 3);
  const mms_event_sort sums = sort_of(MMS_MIGRATE_SUMS, -1, -1, 2, 3);
  counts.sorts = {{sort_of(MMS_MIGRATE_FOLIO, 0, 1, 0, 3), 96, 104, {30, 3000, 103, 30, 0}},
                  {sort_of(MMS_MIGRATE_FOLIO, 0, 1, -11, 3), 96, 104, {2, 200, 101, 2, 0}},
                  {sort_of(MMS_MIGRATE_FOLIO, 1, 1, 0, 0), 96, 104, {1, 100, 100, 512, 0}},
                  {call, 4096, 4608, {1, 4500, 4500, 0, 0}},
                  {sums, 0, 0, {1, 0, 0, 30, 2}}};
  counts.processes = {process(call, {1, 4500, 4500, 0, 0}), process(sums, {1, 0, 0, 30, 2})};
  counts.times = {process_time(MMS_MIGRATE_CALL, 3, 4608, 1),
                  process_time(MMS_MIGRATE_FOLIO, 3, 104, 32)};
  const auto trace = model::name_migrate_trace(counts, rest(counts));
  ASSERT_EQ(trace.pairs.size(), 3U);
  EXPECT_EQ(trace.pairs[0].result, "EAGAIN");
  EXPECT_EQ(trace.pairs[1].result, "moved");
  EXPECT_EQ(trace.pairs[1].reason, "syscall");
  ASSERT_EQ(trace.calls.size(), 1U);
  EXPECT_EQ(trace.calls[0].sums.count, 1U);
  EXPECT_EQ(trace.calls[0].pages_moved, 30U);
  EXPECT_EQ(trace.calls[0].pages_failed, 2U);
  EXPECT_EQ(trace.calls[0].mode, "sync");
  ASSERT_EQ(trace.processes.size(), 1U);
  EXPECT_EQ(trace.processes[0].pages_moved, 30U);
  EXPECT_EQ(trace.processes[0].sums.percentile(500), 4500U);
  const std::string text = view::migrate_trace(on, trace);
  EXPECT_THAT(text, HasSubstr("2.1 MiB moved, 120.0 KiB of it to another node"));
  EXPECT_THAT(text, HasSubstr("compaction"));
}

TEST(EventCommands, BadInput) {
  const auto fails = [](const std::string& command, const std::string& because) {
    const cli::Outcome outcome = tool_on("handmade", command);
    EXPECT_EQ(outcome.exit_code, 2) << command;
    EXPECT_THAT(outcome.err, HasSubstr(because)) << command;
  };
  for (const char* kind : {"reclaim", "fault", "migrate"}) {
    const std::string command = std::string("trace ") + kind;
    fails(command, "--root does not go with it");
    fails(command + " --duration 0", "0");
    fails(command + " --comm sixteen_letters_", "1 to 15 characters");
    fails(command + " --pid x", "x");
  }
}

} // namespace
} // namespace mmscope::tests
