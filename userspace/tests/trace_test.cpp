// SPDX-License-Identifier: GPL-2.0
// What is made of the tracer's numbers: names, tables, and the lab held against
// them. That the numbers are right is shown in the VM (scripts/tests/guest-trace).
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/alloc_trace.hpp"
#include "model/reconcile.hpp"
#include "reader/error.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"
#include "view/alloc_trace.hpp"
#include "view/json.hpp"
#include "view/reconcile.hpp"

namespace mmscope::tests {
namespace {

using model::AllocTrace;
using reader::Kallsyms;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kallsyms_text = "ffffffff81000000 T _stext\n"
                                      "ffffffff81000100 T __alloc_pages\n"
                                      "ffffffff81000200 t allocate_slab\n"
                                      "ffffffff81000200 D some_data\n"
                                      "ffffffff81000300 T __free_pages\n"
                                      "ffffffff81000400 T kvmalloc_node\n"
                                      "ffffffff81000500 T cma_release\n"
                                      "ffffffff81000600 T dma_free_contiguous\n"
                                      "ffffffffc0000000 t mms_alloc_pages_node\t[mmscope]\n"
                                      "ffffffffc0000100 t mms_kvmalloc\t[mmscope]\n"
                                      "ffffffffc0000200 t bpf_prog_1_page_alloc\t[bpf]\n"
                                      "ffffffffc0000300 t mms_kfree\t[mmscope]\n";

enum Address : std::uint64_t {
  alloc_pages = 0xffffffff81000150,
  allocate_slab = 0xffffffff81000250,
  free_pages = 0xffffffff81000350,
  kvmalloc_node = 0xffffffff81000450,
  cma_release = 0xffffffff81000550,
  dma_free_contiguous = 0xffffffff81000650,
  of_case = 0xffffffffc0000050,
  of_lab = 0xffffffffc0000150,
  of_program = 0xffffffffc0000250,
  of_kfree = 0xffffffffc0000350,
};

TEST(Kallsyms, FunctionsByReturnAddress) {
  const Kallsyms symbols = Kallsyms::parse(kallsyms_text);
  EXPECT_EQ(symbols.function_before(alloc_pages), "__alloc_pages");
  EXPECT_EQ(symbols.function_before(of_case), "mms_alloc_pages_node [mmscope]");
  // A call that is a function's last instruction returns to the next function.
  EXPECT_EQ(symbols.function_before(0xffffffff81000200), "__alloc_pages");
  EXPECT_EQ(symbols.function_before(0x1000), "0x1000");
}

TEST(Kallsyms, HiddenOrBroken) {
  EXPECT_TRUE(Kallsyms::parse("0000000000000000 T _stext\n").empty());
  EXPECT_TRUE(Kallsyms::parse("").empty());
  EXPECT_TRUE(Kallsyms::parse("nonsense\n\nffffffff81000000\nffffffff81000000 T\n").empty());
  EXPECT_EQ(Kallsyms::parse("").function_before(0xffffffff81000000), "0xffffffff81000000");
}

mms_group_key group_key(mms_page_event event, int stack, unsigned char order) {
  mms_group_key key{};
  key.event = static_cast<unsigned short>(event);
  key.stack = stack;
  key.order = order;
  key.node = 1;
  key.zone = 1;
  key.tgid = 42;
  std::strcpy(key.comm, "a;b \033");
  return key;
}

bpf::AllocCounts handmade() {
  bpf::AllocCounts counts;
  counts.zone_names = {"DMA", "Normal"};
  counts.migratetype_names = {"Unmovable", "Movable"};
  counts.pages = {{MMS_PAGE_ALLOC, 1, 1, 0, 0, 100},
                  {MMS_PAGE_ALLOC, 1, 1, 3, 1, 10},
                  {MMS_PAGE_FREE, 1, 1, 0, 0, 90}};
  counts.failures = {0, 0, 0, 7};
  counts.latency = {{1, 0, 96, 104, 50}, {1, 0, 104, 112, 49}, {1, 0, 1024, 1152, 1}};
  counts.stacks = {{1, {of_program, alloc_pages, of_case}},
                   {2, {of_program, alloc_pages, allocate_slab, kvmalloc_node, of_lab}},
                   {3, {of_program, free_pages, of_case}},
                   {4, {of_program, alloc_pages, of_lab}}};
  counts.groups = {{group_key(MMS_PAGE_ALLOC, 1, 0), 100},
                   {group_key(MMS_PAGE_ALLOC, 2, 3), 10},
                   {group_key(MMS_PAGE_ALLOC, 4, 0), 3}};
  return counts;
}

AllocTrace named(const bpf::AllocCounts& counts) {
  bpf::AllocAsked asked;
  asked.by_process = asked.by_stack = true;
  model::UserSymbols user_symbols;
  return model::name_alloc_trace(counts, asked, 2000000000, Kallsyms::parse(kallsyms_text),
                                 user_symbols);
}

TEST(AllocTrace, NumbersGetNames) {
  const AllocTrace trace = named(handmade());
  EXPECT_EQ(trace.pages[1].zone, "Normal");
  EXPECT_EQ(trace.pages[1].migratetype, "Movable");
  EXPECT_EQ(trace.pages[2].event, "mm_page_free");
  EXPECT_EQ(trace.pages[2].migratetype, std::nullopt);
  EXPECT_EQ(model::events_of(trace, "mm_page_alloc"), 110U);
  EXPECT_EQ(model::pages_of(trace, "mm_page_alloc"), 180U);
}

TEST(AllocTrace, GroupsAreByPagesAndWithoutTheProgram) {
  const AllocTrace trace = named(handmade());
  ASSERT_EQ(trace.groups.size(), 3U);
  EXPECT_EQ(trace.groups[0].pages, 100U);
  EXPECT_THAT(trace.groups[0].stack,
              ElementsAre("__alloc_pages", "mms_alloc_pages_node [mmscope]"));
  EXPECT_EQ(trace.groups[1].pages, 80U);
}

TEST(AllocTrace, ATrampolineIsNoCallerOfItsFunction) {
  bpf::AllocCounts counts = handmade();
  counts.stacks[1] = {of_program, alloc_pages, of_program, alloc_pages, of_case};
  EXPECT_THAT(named(counts).groups[0].stack,
              ElementsAre("__alloc_pages", "mms_alloc_pages_node [mmscope]"));
}

TEST(AllocTrace, PercentilesAreEndsOfBuckets) {
  const AllocTrace trace = named(handmade());
  ASSERT_EQ(trace.latency.size(), 1U);
  EXPECT_EQ(trace.latency[0].times.percentile(500), 103U);
  EXPECT_EQ(trace.latency[0].times.percentile(990), 111U);
  EXPECT_EQ(trace.latency[0].times.percentile(1000), 1151U);
}

TEST(AllocTrace, GroupsAreToldApartByWhatWasAskedForWithTheirTimes) {
  bpf::AllocCounts counts = handmade();
  const auto timed = [](mms_group_key key, unsigned short bucket) {
    key.bucket = bucket;
    return key;
  };
  const mms_group_key page = group_key(MMS_PAGE_ALLOC, 1, 0);
  const mms_group_key block = group_key(MMS_PAGE_ALLOC, 2, 3);
  mms_group_key nowhere = block;
  nowhere.order = 5; // its group was lost
  counts.group_times = {
      {timed(page, 40), 104, 60}, {timed(page, 41), 112, 43}, {block, 1152, 10}, {nowhere, 104, 1}};
  bpf::AllocAsked asked;
  asked.latency = asked.by_node = asked.by_zone = asked.by_order = asked.by_migratetype = true;
  model::UserSymbols none;
  const AllocTrace trace = model::name_alloc_trace(counts, asked, 2000000000, Kallsyms(), none);
  // Two stacks are one group where stacks were not asked for.
  ASSERT_EQ(trace.groups.size(), 2U);
  EXPECT_EQ(trace.groups[0].count, 103U);
  EXPECT_EQ(trace.groups[0].times.count(), 103U);
  EXPECT_EQ(trace.groups[0].times.percentile(500), 103U);
  EXPECT_EQ(trace.groups[0].times.percentile(990), 111U);
  EXPECT_EQ(trace.groups[1].order, 3U);
  EXPECT_EQ(trace.groups[1].comm, std::nullopt);
  EXPECT_EQ(trace.groups[1].times.percentile(1000), 1151U);
  const std::string json = view::render_json(view::alloc_trace_document(trace), false);
  EXPECT_THAT(json, HasSubstr(R"("bucket_end_ns":[104,112],"bucket_events":[60,43])"));
  const std::string text = view::alloc_trace(view::Screen(), trace, 4096, 15);
  EXPECT_THAT(text, HasSubstr("migratetype"));
  EXPECT_THAT(text, Not(HasSubstr("process")));
  asked.by_stack = true;
  EXPECT_THAT(view::alloc_trace(
                  view::Screen(),
                  model::name_alloc_trace(counts, asked, 1, Kallsyms::parse(kallsyms_text), none),
                  4096, 15),
              HasSubstr("320.0 KiB in 10 allocations, of order 3, Unmovable, from node 1, zone "
                        "Normal; p50 1,151 ns, p99 1,151 ns, max 1,151 ns"));
}

TEST(AllocTrace, FoldedStacksAreOutermostFirstAndHaveNoForeignSeparators) {
  EXPECT_THAT(model::folded(named(handmade())),
              HasSubstr("a?b??;mms_alloc_pages_node [mmscope];__alloc_pages 100\n"));
}

TEST(AllocTrace, StacksInUserSpaceAreNamedByProcess) {
  bpf::AllocCounts counts = handmade();
  counts.stacks[9] = {0x5004, 0x7010};
  for (bpf::GroupCount& group : counts.groups)
    group.key.ustack = group.key.order == 0 ? 9 : -1;
  counts.groups[2].key.tgid = 43; // the same addresses elsewhere
  counts.mappings_lost = 2;
  model::UserSymbols symbols;
  const ScratchDir no_process;
  symbols.maps().watch_all(reader::Source::recorded(no_process.path()));
  symbols.maps().add({1, 42, bpf::Mapped{0x5000, 0x8000, 0, "/no/pr;og", ""}});
  symbols.maps().add({1, 43, bpf::Mapped{0x5000, 0x6000, 0, "/no/other", ""}});
  bpf::AllocAsked asked;
  asked.by_ustack = true;
  const AllocTrace trace = model::name_alloc_trace(counts, asked, 1, Kallsyms(), symbols);
  ASSERT_EQ(trace.groups.size(), 3U);
  EXPECT_TRUE(trace.groups[0].stack.empty());
  EXPECT_THAT(trace.groups[0].ustack, ElementsAre("[pr;og]", "[pr;og]"));
  EXPECT_TRUE(trace.groups[1].ustack.empty());
  EXPECT_THAT(trace.groups[2].ustack, ElementsAre("[other]", "[unknown]"));
  EXPECT_THAT(model::folded(trace), HasSubstr("[pr?og];[pr?og] 100\n"));
  EXPECT_THAT(view::render_json(view::alloc_trace_document(trace), false),
              HasSubstr(R"("ustack":["[other]","[unknown]"])"));
  const std::string text = view::alloc_trace(view::Screen(), trace, 4096, 15);
  EXPECT_THAT(text, HasSubstr("not in user space: a kernel thread or an interrupt"));
  EXPECT_THAT(text, HasSubstr("lost mappings_lost (2)"));
  asked.by_stack = asked.by_process = true;
  EXPECT_THAT(
      model::folded(
          model::name_alloc_trace(counts, asked, 1, Kallsyms::parse(kallsyms_text), symbols)),
      HasSubstr("a?b??;[pr?og];[pr?og];mms_alloc_pages_node [mmscope];__alloc_pages 100\n"));
}

TEST(AllocTrace, TablesSayWhatWasLostAndFailed) {
  bpf::AllocCounts counts = handmade();
  counts.losses[MMS_LOSS_STACKS_FULL] = 12;
  counts.misses = {{"page_alloc", 3}};
  counts.unseen = {"tracepoint kfree"};
  const std::string text = view::alloc_trace(view::Screen(), named(counts), 4096, 15);
  EXPECT_THAT(text, HasSubstr("not all was seen"));
  EXPECT_THAT(text, HasSubstr("lost stacks_full (12)"));
  EXPECT_THAT(text, HasSubstr("lost missed_page_alloc (3)"));
  EXPECT_THAT(text, HasSubstr("not on this kernel: tracepoint kfree"));
  EXPECT_THAT(text, HasSubstr("7 allocations of order 3 got nothing"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(view::alloc_trace(view::Screen(), named(handmade()), 4096, 15),
              HasSubstr("nothing lost"));
}

// A run of the case alloc_pages that took 100 blocks from node 1 Normal.
model::BenchResult lab_run(const std::string& name) {
  return model::parse_bench_result(
      "mmscope wire=1 kind=bench/result nr=4 kernel=6.1 page_size=4096 ktime_ns=1 took_ns=1\n"
      "bench_run run=1 phase=done stopped=done case=\"" +
      name +
      "\" object_bytes=4096\n"
      "bench_check leg=0 acquired=100 released=100\n"
      "bench_place leg=0 nid=1 zone=Normal objects=100\n"
      "bench_order leg=0 order=0 nid=1 zone=Normal blocks=100 failed=0\n"
      "end nr=4\n");
}

TEST(Reconcile, TheCasesCallsAndNoOthers) {
  bpf::AllocCounts counts = handmade();
  counts.groups.push_back({group_key(MMS_PAGE_FREE, 3, 0), 100});
  const auto reconciled =
      model::reconcile(counts, lab_run("alloc_pages"), Kallsyms::parse(kallsyms_text));
  ASSERT_EQ(reconciled.rows.size(), 3U);
  for (const model::Reconciled& row : reconciled.rows) {
    EXPECT_EQ(row.lab, 100U) << row.what;
    EXPECT_EQ(row.traced, 100U) << row.what;
  }
  EXPECT_EQ(reconciled.own_events, 13U); // by slab, and by the lab itself
  EXPECT_TRUE(reconciled.agrees());
  EXPECT_THAT(view::reconciliation(view::Screen(), reconciled),
              HasSubstr("node 1 Normal: blocks allocated"));
}

TEST(Reconcile, OneBlockMoreIsADifference) {
  bpf::AllocCounts counts = handmade();
  counts.groups.push_back({group_key(MMS_PAGE_FREE, 3, 0), 101});
  counts.misses = {{"page_free", 4}};
  const auto reconciled =
      model::reconcile(counts, lab_run("alloc_pages"), Kallsyms::parse(kallsyms_text));
  EXPECT_FALSE(reconciled.agrees());
  EXPECT_THAT(view::reconciliation(view::Screen(), reconciled),
              AllOf(HasSubstr("different"),
                    HasSubstr("4 events came while a program was already running")));
}

TEST(Reconcile, ABlockFromAnotherZoneIsADifference) {
  bpf::AllocCounts counts = handmade();
  counts.groups.push_back({group_key(MMS_PAGE_FREE, 3, 0), 100});
  counts.groups[0].key.zone = 0;
  EXPECT_FALSE(
      model::reconcile(counts, lab_run("alloc_pages"), Kallsyms::parse(kallsyms_text)).agrees());
}

TEST(Reconcile, ALossIsNoAgreement) {
  bpf::AllocCounts counts = handmade();
  counts.groups.push_back({group_key(MMS_PAGE_FREE, 3, 0), 100});
  counts.losses[MMS_LOSS_GROUPS_FULL] = 1;
  EXPECT_FALSE(
      model::reconcile(counts, lab_run("alloc_pages"), Kallsyms::parse(kallsyms_text)).agrees());
}

TEST(Reconcile, ObjectsByCallSite) {
  bpf::AllocCounts counts = handmade();
  mms_object_count sums{};
  sums.count = 100;
  counts.objects = {{MMS_KMALLOC, "", 64, of_case, sums},
                    {MMS_KMALLOC, "", 64, of_lab, sums},
                    {MMS_KMALLOC, "", 64, kvmalloc_node, sums},
                    {MMS_KFREE, "", 0, of_kfree, sums}};
  const auto reconciled =
      model::reconcile(counts, lab_run("kmalloc"), Kallsyms::parse(kallsyms_text));
  ASSERT_EQ(reconciled.rows.size(), 2U);
  EXPECT_EQ(reconciled.rows[0].traced, 100U);
  EXPECT_EQ(reconciled.rows[1].traced, 100U);
}

TEST(Reconcile, WhatCmaGetsBackIsTheCases) {
  bpf::AllocCounts counts = handmade();
  counts.stacks[5] = {of_program, free_pages, cma_release, dma_free_contiguous, of_case};
  counts.groups = {{group_key(MMS_PAGE_FREE, 5, 0), 100}};
  const auto reconciled = model::reconcile(counts, lab_run("cma"), Kallsyms::parse(kallsyms_text));
  ASSERT_EQ(reconciled.rows.size(), 2U);
  EXPECT_EQ(reconciled.rows[1].traced, 100U);
  EXPECT_TRUE(reconciled.agrees());
}

TEST(Reconcile, WhatCannotBeSeenIsSaid) {
  const auto reconciled =
      model::reconcile(handmade(), lab_run("vm_map_ram"), Kallsyms::parse(kallsyms_text));
  ASSERT_EQ(reconciled.rows.size(), 2U);
  EXPECT_EQ(reconciled.rows[0].traced, std::nullopt);
  EXPECT_THAT(reconciled.rows[0].why, HasSubstr("no tracepoint"));
  EXPECT_TRUE(reconciled.agrees());
}

TEST(Reconcile, HiddenAddressesAreAnError) {
  EXPECT_THROW((void)model::reconcile(handmade(), lab_run("alloc_pages"), Kallsyms()),
               reader::Error);
}

TEST(TraceCommand, BadInput) {
  const auto fails = [](const std::string& command, const std::string& because) {
    const cli::Outcome outcome = tool_on("handmade", command);
    EXPECT_EQ(outcome.exit_code, 2) << command;
    EXPECT_THAT(outcome.err, HasSubstr(because)) << command;
  };
  fails("trace", "trace what?");
  fails("trace alloc", "--root does not go with it");
  fails("trace alloc --by pageblock", "pageblock");
  fails("trace alloc --duration 0", "0");
  fails("trace alloc --comm sixteen_letters_", "1 to 15 characters");
}

TEST(TraceCommand, WhatStandsAfterTwoDashesIsACommand) {
  const auto error_of = [](const std::vector<std::string>& words) {
    const cli::Outcome outcome = cli::run(words, {});
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.err;
  };
  EXPECT_THAT(error_of({"trace", "alloc", "--"}), HasSubstr("no command after"));
  EXPECT_THAT(error_of({"zone", "list", "--", "true", "--json"}), HasSubstr("runs no command"));
}

} // namespace
} // namespace mmscope::tests
