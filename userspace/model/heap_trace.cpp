// SPDX-License-Identifier: GPL-2.0
#include "model/heap_trace.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/core.h>
#include <map>

#include "model/event_rows.hpp"

namespace mmscope::model {
namespace {

struct Words {
  const char* key;
  const char* words;
};

constexpr std::array<Words, MMS_HEAP_MADVISE> calls_by_number = {{
    {"brk_grow", "brk, up"},
    {"brk_shrink", "brk, down"},
    {"brk_query", "brk, not moved"},
    {"mmap_anon", "mmap anonymous"},
    {"mmap_reserve", "mmap PROT_NONE"},
    {"mmap_file", "mmap of files"},
    {"munmap", "munmap"},
    {"mremap_grow", "mremap, larger"},
    {"mremap_shrink", "mremap, smaller"},
    {"mremap_move", "mremap, same size"},
    {"mprotect", "mprotect"},
    {"fault_minor_anon", "minor, anonymous"},
    {"fault_minor_file", "minor, file"},
    {"fault_major_anon", "major, anonymous"},
    {"fault_major_file", "major, file"},
    {"fault_kernel", "by the kernel"},
}};

// include/uapi/asm-generic/mman-common.h
const std::map<unsigned, const char*>& advice_names() {
  static const std::map<unsigned, const char*> names = {
      {0, "NORMAL"},           {1, "RANDOM"},         {2, "SEQUENTIAL"},
      {3, "WILLNEED"},         {4, "DONTNEED"},       {8, "FREE"},
      {9, "REMOVE"},           {10, "DONTFORK"},      {11, "DOFORK"},
      {12, "MERGEABLE"},       {13, "UNMERGEABLE"},   {14, "HUGEPAGE"},
      {15, "NOHUGEPAGE"},      {16, "DONTDUMP"},      {17, "DODUMP"},
      {18, "WIPEONFORK"},      {19, "KEEPONFORK"},    {20, "COLD"},
      {21, "PAGEOUT"},         {22, "POPULATE_READ"}, {23, "POPULATE_WRITE"},
      {24, "DONTNEED_LOCKED"}, {25, "COLLAPSE"}};
  return names;
}

std::string advice_name(unsigned advice) {
  const auto found = advice_names().find(advice);
  if (found != advice_names().end())
    return found->second;
  return advice == MMS_HEAP_ADVICE_MAX ? "OTHER" : fmt::format("{}", advice);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

template <class Wanted>
mms_heap_count sum_of(const std::vector<HeapCalls>& calls, const Wanted& wanted) {
  mms_heap_count sum{};
  for (const HeapCalls& one : calls) {
    if (!wanted(one.call))
      continue;
    sum.calls += one.sums.calls;
    sum.failed += one.sums.failed;
    sum.bytes += one.sums.bytes;
    sum.ns += one.sums.ns;
  }
  return sum;
}

template <class Figure> std::uint64_t most(const HeapTrace& trace, const Figure& figure) {
  std::uint64_t found = 0;
  for (const HeapOfProcess& process : trace.processes)
    found = std::max<std::uint64_t>(found, process.*figure);
  return found;
}

// What both kinds of rows have.
void add_sums(Object& object, const HeapCalls& calls) {
  object.emplace_back("call", heap_call_name(calls.call).key);
  object.emplace_back("calls", std::uint64_t{calls.sums.calls});
  object.emplace_back("failed", std::uint64_t{calls.sums.failed});
  if (!is_fault(calls.call))
    object.emplace_back("bytes", std::uint64_t{calls.sums.bytes});
  object.emplace_back("total_ns", std::uint64_t{calls.sums.ns});
}

} // namespace

HeapCallName heap_call_name(unsigned call) {
  if (call < MMS_HEAP_MADVISE)
    return {calls_by_number.at(call).key, calls_by_number.at(call).words};
  const std::string advice = advice_name(call - MMS_HEAP_MADVISE);
  return {"madvise_" + lower(advice), "madvise " + advice};
}

HeapTrace name_heap_trace(const bpf::HeapCounts& counts, std::uint64_t elapsed_ns,
                          std::uint64_t page_size) {
  HeapTrace trace;
  trace.elapsed_ns = elapsed_ns;
  trace.unseen = counts.unseen;
  for (unsigned call = 0; call < counts.totals.size(); ++call) {
    if (counts.totals.at(call).calls == 0)
      continue;
    HeapCalls total{call, counts.totals.at(call), {}};
    for (const bpf::HeapTime& time : counts.times)
      if (time.call == call)
        total.times.add(time.high_ns, time.count);
    trace.totals.push_back(std::move(total));
  }
  for (const bpf::HeapProcess& one : counts.processes) {
    HeapOfProcess process{one.tgid,
                          one.what.parent,
                          comm_of(one.what.comm),
                          one.what.ended != 0,
                          one.what.library != 0,
                          one.peak.anon_pages * page_size,
                          one.peak.mapped_pages * page_size,
                          {}};
    for (const bpf::HeapCall& call : counts.calls)
      if (call.key.tgid == one.tgid)
        process.calls.push_back({call.key.call, call.sums, {}});
    std::sort(process.calls.begin(), process.calls.end(),
              [](const HeapCalls& a, const HeapCalls& b) { return a.call < b.call; });
    trace.processes.push_back(std::move(process));
  }
  for (const bpf::HeapLoss& loss : counts.losses)
    trace.losses.push_back({loss.name, loss.count, loss.meaning});
  for (const bpf::MissCount& miss : counts.misses)
    trace.losses.push_back({"missed_" + miss.program, miss.count,
                            "events that came while that program was already running on the CPU"});
  return trace;
}

mms_heap_count sum_of_calls(const std::vector<HeapCalls>& calls) {
  return sum_of(calls, [](unsigned call) { return !is_fault(call); });
}

mms_heap_count sum_of_faults(const std::vector<HeapCalls>& calls) {
  return sum_of(calls, [](unsigned call) { return is_fault(call); });
}

std::uint64_t peak_anon_bytes(const HeapTrace& trace) {
  return most(trace, &HeapOfProcess::peak_anon_bytes);
}

std::uint64_t peak_mapped_bytes(const HeapTrace& trace) {
  return most(trace, &HeapOfProcess::peak_mapped_bytes);
}

std::uint64_t processes_with_library(const HeapTrace& trace) {
  return static_cast<std::uint64_t>(
      std::count_if(trace.processes.begin(), trace.processes.end(),
                    [](const HeapOfProcess& process) { return process.has_library; }));
}

Object to_object(const HeapCalls& calls) {
  Object object;
  add_sums(object, calls);
  object.emplace_back("p50_ns", calls.times.percentile(500));
  object.emplace_back("p90_ns", calls.times.percentile(900));
  object.emplace_back("p99_ns", calls.times.percentile(990));
  object.emplace_back("max_ns", calls.times.percentile(1000));
  return object;
}

Object to_object(const HeapOfProcess& process) {
  const mms_heap_count calls = sum_of_calls(process.calls);
  const mms_heap_count faults = sum_of_faults(process.calls);
  return {{"pid", process.pid},
          {"parent_pid", process.parent},
          {"comm", process.comm},
          {"ended", std::uint64_t{process.ended}},
          {"calls", std::uint64_t{calls.calls}},
          {"calls_ns", std::uint64_t{calls.ns}},
          {"faults", std::uint64_t{faults.calls}},
          {"faults_ns", std::uint64_t{faults.ns}},
          {"peak_anon_bytes", process.peak_anon_bytes},
          {"peak_mapped_bytes", process.peak_mapped_bytes}};
}

Object to_object(const HeapOfProcess& process, const HeapCalls& calls) {
  Object object = {{"pid", process.pid}, {"comm", process.comm}};
  add_sums(object, calls);
  return object;
}

} // namespace mmscope::model
