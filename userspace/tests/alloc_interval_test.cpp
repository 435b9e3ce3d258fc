// SPDX-License-Identifier: GPL-2.0
// What lies between two readings of the tracer's counters, and how an interval is told.
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/alloc_interval.hpp"
#include "model/alloc_trace.hpp"
#include "view/alloc_trace.hpp"
#include "view/json.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;

mms_group_key process(unsigned tgid) {
  mms_group_key key{};
  key.tgid = tgid;
  key.stack = -1;
  std::strcpy(key.comm, "make");
  return key;
}

mms_object_count objects(std::uint64_t count, std::uint64_t bytes) {
  mms_object_count sums{};
  sums.count = count;
  sums.asked_bytes = sums.given_bytes = bytes;
  return sums;
}

bpf::AllocCounts before() {
  bpf::AllocCounts counts;
  counts.zone_names = {"DMA", "DMA32", "Normal"};
  counts.migratetype_names = {"Unmovable", "Movable", "Reclaimable"};
  counts.pages = {{MMS_PAGE_ALLOC, 0, 2, 0, 1, 100}, {MMS_PAGE_FREE, 0, 2, 0, 0, 40}};
  counts.latency = {{0, 0, 128, 144, 60}, {0, 0, 144, 160, 40}};
  counts.groups = {{process(1), 70}, {process(2), 30}};
  counts.group_times = {{process(1), 144, 70}, {process(2), 144, 20}, {process(2), 160, 10}};
  counts.group_times[2].key.bucket = 1;
  counts.objects = {{MMS_KMALLOC, "", 64, 0, objects(10, 640)},
                    {MMS_CACHE_ALLOC, "twin", 0, 0, objects(5, 50)},
                    {MMS_CACHE_ALLOC, "twin", 0, 0, objects(7, 70)}};
  counts.failures = {1, 0};
  counts.losses[MMS_LOSS_GROUPS_FULL] = 3;
  counts.matches[MMS_FREED_UNKNOWN] = 4;
  counts.misses = {{"page_alloc", 2}};
  return counts;
}

TEST(AllocInterval, NothingHappened) {
  const bpf::AllocCounts none = model::between(before(), before());
  EXPECT_TRUE(none.pages.empty());
  EXPECT_TRUE(none.latency.empty());
  EXPECT_TRUE(none.groups.empty());
  EXPECT_TRUE(none.group_times.empty());
  EXPECT_TRUE(none.objects.empty());
  EXPECT_TRUE(none.misses.empty());
  EXPECT_EQ(none.failures, (std::vector<std::uint64_t>{0, 0}));
  EXPECT_EQ(none.losses[MMS_LOSS_GROUPS_FULL], 0U);
  EXPECT_EQ(none.matches[MMS_FREED_UNKNOWN], 0U);
}

TEST(AllocInterval, SinceNothingIsAll) {
  const bpf::AllocCounts all = model::between({}, before());
  EXPECT_EQ(all.pages.size(), 2U);
  EXPECT_EQ(all.failures[0], 1U);
  EXPECT_EQ(all.losses[MMS_LOSS_GROUPS_FULL], 3U);
}

TEST(AllocInterval, CountersGoOnAndNewOnesCome) {
  bpf::AllocCounts now = before();
  now.pages[0].count += 11;
  now.pages.push_back({MMS_PAGE_ALLOC, 1, 2, 0, 1, 5});
  now.latency[1].count += 11;
  now.groups[1].count += 16;
  now.group_times[2].count += 16;
  now.objects[0].sums = objects(12, 768);
  now.objects[2].sums = objects(9, 90);
  now.losses[MMS_LOSS_GROUPS_FULL] = 4;
  now.misses[0].count = 5;
  now.blocks.resize(3);
  const bpf::AllocCounts since = model::between(before(), now);
  ASSERT_EQ(since.pages.size(), 2U);
  EXPECT_EQ(since.pages[0].count, 11U);
  EXPECT_EQ(since.pages[1].count, 5U);
  ASSERT_EQ(since.latency.size(), 1U);
  EXPECT_EQ(since.latency[0].low_ns, 144U);
  EXPECT_EQ(since.latency[0].count, 11U);
  ASSERT_EQ(since.groups.size(), 1U);
  EXPECT_EQ(since.groups[0].key.tgid, 2U);
  EXPECT_EQ(since.groups[0].count, 16U);
  ASSERT_EQ(since.group_times.size(), 1U);
  EXPECT_EQ(since.group_times[0].high_ns, 160U);
  EXPECT_EQ(since.group_times[0].count, 16U);
  ASSERT_EQ(since.objects.size(), 2U);
  EXPECT_EQ(since.objects[0].sums.count, 2U);
  EXPECT_EQ(since.objects[0].sums.asked_bytes, 128U);
  EXPECT_EQ(since.objects[1].cache, "twin");
  EXPECT_EQ(since.objects[1].sums.count, 2U);
  EXPECT_EQ(since.losses[MMS_LOSS_GROUPS_FULL], 1U);
  ASSERT_EQ(since.misses.size(), 1U);
  EXPECT_EQ(since.misses[0].count, 3U);
  EXPECT_EQ(since.blocks.size(), 3U); // a state, no counter
}

TEST(AllocInterval, IsToldAsOne) {
  model::UserSymbols none;
  model::AllocTrace trace =
      model::name_alloc_trace(before(), bpf::AllocAsked(), 500'000'000, reader::Kallsyms(), none);
  trace.at_ns = 1'500'000'000;
  EXPECT_THAT(view::alloc_trace(view::Screen(), trace, 4096, 15),
              HasSubstr("At 1.500 s, in the last 0.500 s: 400.0 KiB allocated"));
  EXPECT_THAT(view::render_json(view::alloc_trace_document(trace), false),
              HasSubstr("\"at_ns\":1500000000,\"elapsed_ns\":500000000"));
}

} // namespace
} // namespace mmscope::tests
