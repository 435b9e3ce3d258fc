// SPDX-License-Identifier: GPL-2.0
// What is made of what trace heap counted, and what it refuses. That the counts are
// right is shown in the VM (scripts/tests/guest-heap).
#include <cstring>
#include <elf.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/heap_compare.hpp"
#include "model/heap_trace.hpp"
#include "reader/elf_file.hpp"
#include "reader/error.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"
#include "view/heap_trace.hpp"

namespace mmscope::tests {
namespace {

using model::HeapTrace;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr unsigned dontneed = MMS_HEAP_MADVISE + 4;

bpf::HeapProcess process(unsigned tgid, const char* comm, std::uint64_t anon_pages) {
  bpf::HeapProcess made{};
  made.tgid = tgid;
  made.what.parent = 1;
  made.what.ended = 1;
  std::strcpy(made.what.comm, comm);
  made.peak = {anon_pages, anon_pages * 10};
  return made;
}

bpf::HeapCounts handmade() {
  bpf::HeapCounts counts;
  counts.totals[MMS_HEAP_BRK_GROW] = {10, 1, 8192, 1000};
  counts.totals[dontneed] = {4, 0, 65536, 400};
  counts.totals[MMS_HEAP_FAULT_MINOR_ANON] = {100, 0, 0, 50000};
  counts.times = {{MMS_HEAP_BRK_GROW, 96, 104, 9},
                  {MMS_HEAP_BRK_GROW, 1024, 1152, 1},
                  {dontneed, 96, 104, 4},
                  {MMS_HEAP_FAULT_MINOR_ANON, 480, 512, 100}};
  counts.calls = {{{42, dontneed}, {4, 0, 65536, 400}},
                  {{42, MMS_HEAP_BRK_GROW}, {10, 1, 8192, 1000}},
                  {{43, MMS_HEAP_FAULT_MINOR_ANON}, {100, 0, 0, 50000}}};
  counts.processes = {process(42, "a\033b", 300), process(43, "small", 7)};
  return counts;
}

HeapTrace named(const bpf::HeapCounts& counts) {
  return model::name_heap_trace(counts, 2000000000, 4096);
}

TEST(HeapTrace, NumbersGetNames) {
  EXPECT_EQ(model::heap_call_name(MMS_HEAP_BRK_GROW).key, "brk_grow");
  EXPECT_EQ(model::heap_call_name(MMS_HEAP_FAULT_KERNEL).key, "fault_kernel");
  EXPECT_EQ(model::heap_call_name(dontneed).key, "madvise_dontneed");
  EXPECT_EQ(model::heap_call_name(MMS_HEAP_MADVISE + 8).words, "madvise FREE");
  EXPECT_EQ(model::heap_call_name(MMS_HEAP_MADVISE + 7).key, "madvise_7");
  EXPECT_EQ(model::heap_call_name(MMS_HEAP_CALLS - 1).key, "madvise_other");
}

TEST(HeapTrace, SumsAreOfCallsOrOfFaults) {
  const HeapTrace trace = named(handmade());
  ASSERT_EQ(trace.totals.size(), 3U);
  EXPECT_EQ(model::sum_of_calls(trace.totals).calls, 14U);
  EXPECT_EQ(model::sum_of_calls(trace.totals).bytes, 73728U);
  EXPECT_EQ(model::sum_of_faults(trace.totals).calls, 100U);
  EXPECT_EQ(model::peak_anon_bytes(trace), 300U * 4096);
  EXPECT_EQ(model::peak_mapped_bytes(trace), 3000U * 4096);
}

TEST(HeapTrace, ProcessesHaveTheirOwnCalls) {
  const HeapTrace trace = named(handmade());
  ASSERT_EQ(trace.processes.size(), 2U);
  ASSERT_EQ(trace.processes[0].calls.size(), 2U);
  EXPECT_EQ(trace.processes[0].calls[0].call, MMS_HEAP_BRK_GROW);
  EXPECT_EQ(model::sum_of_faults(trace.processes[1].calls).calls, 100U);
}

TEST(HeapTrace, PercentilesAreEndsOfBuckets) {
  const HeapTrace trace = named(handmade());
  EXPECT_EQ(trace.totals[0].times.percentile(500), 103U);
  EXPECT_EQ(trace.totals[0].times.percentile(1000), 1151U);
}

TEST(HeapTrace, TablesSayWhatFailedAndWasLost) {
  bpf::HeapCounts counts = handmade();
  counts.losses = {{"starts_full", 3, "calls and faults that were not counted"}};
  counts.misses = {{"fault_exit", 2}};
  counts.unseen = {"__x64_sys_mremap()"};
  const std::string text = view::heap_trace(view::Screen(), named(counts), 1);
  EXPECT_THAT(text, HasSubstr("not all was seen"));
  EXPECT_THAT(text, HasSubstr("lost starts_full (3)"));
  EXPECT_THAT(text, HasSubstr("lost missed_fault_exit (2)"));
  EXPECT_THAT(text, HasSubstr("not on this kernel: __x64_sys_mremap()"));
  EXPECT_THAT(text, HasSubstr("madvise DONTNEED"));
  EXPECT_THAT(text, HasSubstr("a?b"));
  EXPECT_THAT(text, HasSubstr("1 of 2 processes"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(view::heap_trace(view::Screen(), named(handmade()), 0), HasSubstr("nothing lost"));
}

TEST(HeapTrace, AProcessThatRunsOnIsTold) {
  bpf::HeapCounts counts = handmade();
  counts.processes[1].what.ended = 0;
  EXPECT_THAT(view::heap_trace(view::Screen(), named(counts), 0), HasSubstr("runs on"));
}

// Runs that differ in peak and in calls of brk().
model::HeapSide side(const std::string& name, const std::vector<std::uint64_t>& pages) {
  model::HeapSide made{{name, name == "glibc" ? "" : "/lib/" + name + ".so"}, {}};
  for (const std::uint64_t peak : pages) {
    bpf::HeapCounts counts = handmade();
    counts.processes[0].peak.anon_pages = peak;
    counts.processes[0].what.library = 1;
    made.runs.push_back({named(counts), "exited with status 0", true});
  }
  return made;
}

const model::HeapFigure& figure(const model::HeapComparison& comparison, const std::string& key) {
  const auto found = std::find_if(comparison.figures.begin(), comparison.figures.end(),
                                  [&](const model::HeapFigure& one) { return one.key == key; });
  EXPECT_NE(found, comparison.figures.end()) << key;
  return *found;
}

TEST(HeapCompare, RangesThatOverlapAreNotToldApart) {
  const auto verdict = [](model::HeapValues a, model::HeapValues b) {
    return model::heap_verdict(a, b);
  };
  EXPECT_EQ(verdict({10, 11, 12}, {7, 8, 9}), "less");
  EXPECT_EQ(verdict({10, 11, 12}, {13, 13, 13}), "more");
  EXPECT_EQ(verdict({10, 11, 12}, {12, 14, 15}), "overlap");
  EXPECT_EQ(verdict({10, 10, 10}, {10, 10, 10}), "equal");
  EXPECT_EQ(verdict({10, 10, 10}, {10, 10, 11}), "overlap");
}

TEST(HeapCompare, MediansLeastAndMostOfRuns) {
  const auto comparison =
      model::compare_heaps({side("glibc", {300, 100, 200}), side("jemalloc", {500, 400, 450})});
  const model::HeapFigure& peak = figure(comparison, "peak_anon_bytes");
  EXPECT_EQ(peak.sides[0].least, 100U * 4096);
  EXPECT_EQ(peak.sides[0].median, 200U * 4096);
  EXPECT_EQ(peak.sides[1].most, 500U * 4096);
  // What is 0 everywhere is left out.
  EXPECT_TRUE(std::none_of(comparison.figures.begin(), comparison.figures.end(),
                           [](const auto& one) { return one.key == "mremap_grow_calls"; }));
  EXPECT_EQ(figure(comparison, "madvise_dontneed_bytes").sides[1].median, 65536U);
}

TEST(HeapCompare, TheTableSaysWhichIsLeastAndHowOftenEachRan) {
  const std::string once = view::heap_comparison(
      view::Screen(), model::compare_heaps({side("glibc", {300}), side("jemalloc", {600})}));
  EXPECT_THAT(once, HasSubstr("peak of anonymous memory: least with glibc (1.2 MiB), most with "
                              "jemalloc (2.3 MiB)"));
  EXPECT_THAT(once, HasSubstr("x2.00"));
  EXPECT_THAT(once, HasSubstr("Each ran once"));
  EXPECT_THAT(once, HasSubstr("jemalloc was loaded by 1 of 2 processes only"));

  const std::string alike = view::heap_comparison(
      view::Screen(), model::compare_heaps({side("glibc", {300, 310}), side("glibc", {305, 320})}));
  EXPECT_THAT(alike, Not(HasSubstr("least with")));
  EXPECT_THAT(alike, HasSubstr("Medians of 2 runs each"));
}

TEST(HeapCompare, LossesOfARunAreToldWithIt) {
  model::HeapSide with_loss = side("jemalloc", {600});
  with_loss.runs[0].trace.losses = {{"counts_full", 5, "calls"}};
  EXPECT_THAT(view::heap_comparison(view::Screen(),
                                    model::compare_heaps({side("glibc", {300}), with_loss})),
              HasSubstr("jemalloc, run 1: lost counts_full (5)"));
}

// An ELF file of so many program headers, of these types.
std::string elf(unsigned char elf_class, std::uint16_t type, std::vector<std::uint32_t> segments) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = elf_class;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = type;
  header.e_phoff = sizeof(header);
  header.e_phnum = static_cast<std::uint16_t>(segments.size());
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  for (const std::uint32_t kind : segments) {
    Elf64_Phdr segment{};
    segment.p_type = kind;
    bytes.append(reinterpret_cast<const char*>(&segment), sizeof(segment));
  }
  return bytes;
}

TEST(ElfFile, InterpreterAndKind) {
  const auto dynamic = reader::parse_elf(elf(ELFCLASS64, ET_DYN, {PT_PHDR, PT_INTERP, PT_LOAD}));
  ASSERT_TRUE(dynamic);
  EXPECT_TRUE(dynamic->has_interp && dynamic->is_dyn && dynamic->is_64);
  const auto fixed = reader::parse_elf(elf(ELFCLASS64, ET_EXEC, {PT_LOAD}));
  ASSERT_TRUE(fixed);
  EXPECT_FALSE(fixed->has_interp || fixed->is_dyn);
  const auto self = reader::read_elf("/proc/self/exe");
  ASSERT_TRUE(self);
  EXPECT_TRUE(self->has_interp);
}

TEST(ElfFile, BrokenOnesAreNone) {
  const std::string whole = elf(ELFCLASS64, ET_DYN, {PT_LOAD, PT_INTERP});
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(reader::parse_elf(whole.substr(0, length))) << length;
  EXPECT_TRUE(reader::parse_elf(whole));
  EXPECT_FALSE(reader::parse_elf(elf(7, ET_DYN, {})));
  EXPECT_FALSE(reader::parse_elf("#!/bin/sh\necho a script that is long enough\n"));
  EXPECT_FALSE(reader::read_elf("/no/such"));
}

std::string refused(const std::vector<std::string>& names, reader::Error::Kind kind) {
  try {
    (void)model::find_allocators(names);
  } catch (const reader::Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.what();
  }
  return "";
}

TEST(Allocators, NamesAndPaths) {
  EXPECT_EQ(model::find_allocators({"glibc"}).front().library, "");
  EXPECT_THAT(refused({"glibc", "dlmalloc"}, reader::Error::Kind::usage),
              HasSubstr("allowed are glibc, jemalloc, tcmalloc, and the path"));
  EXPECT_NE(refused({""}, reader::Error::Kind::usage), "");
  EXPECT_THAT(refused({"/no/such.so"}, reader::Error::Kind::usage), HasSubstr("/no/such.so"));
  EXPECT_THAT(refused({"/etc/passwd"}, reader::Error::Kind::usage), HasSubstr("no shared object"));
  const ScratchDir dir;
  const std::string library = dir.path() / "mine.so";
  std::ofstream(library, std::ios::binary) << elf(ELFCLASS64, ET_DYN, {PT_LOAD});
  EXPECT_EQ(model::find_allocators({library}).front().name, "mine.so");
}

TEST(Allocators, WhyAPreloadedLibraryWasNotLoaded) {
  const ScratchDir dir;
  const std::string program = dir.path() / "static";
  std::ofstream(program, std::ios::binary) << elf(ELFCLASS64, ET_EXEC, {PT_LOAD});
  EXPECT_THAT(model::why_not_preloaded(program), HasSubstr("statically linked"));
  EXPECT_EQ(model::why_not_preloaded("/proc/self/exe"), "");
  EXPECT_EQ(model::why_not_preloaded("no-such-program"), "");
  EXPECT_FALSE(model::is_32_bit(program));
  EXPECT_FALSE(model::is_32_bit("no-such-program"));
}

TEST(TraceHeapCommand, BadInput) {
  const auto fails = [](const std::vector<std::string>& words, const std::string& because) {
    const cli::Outcome outcome = cli::run(words, {});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(because));
  };
  fails({"trace", "heap"}, "mmscope trace heap -- CMD");
  fails({"trace", "heap", "--"}, "no command after");
  fails({"trace", "heap", "--compare", "glibc", "--", "true"}, "two or more");
  fails({"trace", "heap", "--compare", "", "--", "true"}, "two or more");
  fails({"trace", "heap", "--compare", "glibc,dlmalloc", "--", "true"},
        "there is no allocator dlmalloc; allowed are glibc, jemalloc, tcmalloc");
  fails({"trace", "heap", "--repeats", "3", "--", "true"}, "--repeats goes with --compare");
  fails({"trace", "heap", "--compare", "glibc,glibc", "--repeats", "0", "--", "true"}, "repeats");
  fails({"--root", "/tmp", "trace", "heap", "--", "true"}, "--root does not go with it");
}

} // namespace
} // namespace mmscope::tests
