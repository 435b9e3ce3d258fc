// SPDX-License-Identifier: GPL-2.0
#include "model/alloc_trace.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

#include "bpf/clock.hpp"
#include "model/event_rows.hpp"
#include "reader/error.hpp"
#include "reader/proc_kallsyms.hpp"
#include "reader/proc_node.hpp"

namespace mmscope::model {
namespace {

using reader::Kallsyms;

constexpr std::array<const char*, MMS_PAGE_EVENTS> page_events = {
    "mm_page_alloc", "mm_page_free", "mm_page_alloc_zone_locked", "mm_page_pcpu_drain",
    "mm_page_alloc_extfrag"};

constexpr std::array<const char*, MMS_OBJECT_EVENTS> object_events = {"kmalloc",
                                                                      "kfree",
                                                                      "kmem_cache_alloc",
                                                                      "kmem_cache_free",
                                                                      "percpu_alloc_percpu",
                                                                      "percpu_free_percpu",
                                                                      "vmalloc",
                                                                      "vfree"};

// The innermost functions are our program and what called it. A function whose end is
// watched is called by a trampoline, which it calls itself at its beginning.
void drop_tracing(std::vector<std::string>& stack) {
  const auto is_tracing = [](const std::string& function) {
    return function.starts_with("bpf_") || function.starts_with("__bpf_") ||
           function.starts_with("__traceiter_");
  };
  stack.erase(stack.begin(), std::find_if_not(stack.begin(), stack.end(), is_tracing));
  for (std::size_t i = 1; i + 1 < stack.size(); ++i)
    if (is_tracing(stack[i]) && stack[i - 1] == stack[i + 1])
      stack.erase(stack.begin() + static_cast<std::ptrdiff_t>(i),
                  stack.begin() + static_cast<std::ptrdiff_t>(i) + 2);
}

bool is_cut(const bpf::AllocCounts& counts, const std::vector<std::uint64_t>& stack) {
  return counts.stack_limit != 0 && stack.size() >= counts.stack_limit;
}

using Functions = std::vector<std::string>; // innermost first

// Stacks by their number, those of user space by process as well; each named once, and
// those that were not asked for empty.
class Stacks {
public:
  Stacks(const bpf::AllocCounts& counts, const bpf::AllocAsked& asked, const Kallsyms& symbols,
         UserSymbols& user_symbols)
      : counts_(counts), asked_(asked), symbols_(symbols), user_symbols_(user_symbols) {}

  const Functions& kernel(int id) {
    const auto [at, fresh] = kernel_.try_emplace(id);
    if (fresh && asked_.by_stack) {
      at->second = named(id, [&](const std::vector<std::uint64_t>& addresses) {
        Functions functions;
        for (const std::uint64_t address : addresses)
          functions.push_back(symbols_.function_before(address));
        return functions;
      });
      drop_tracing(at->second);
    }
    return at->second;
  }

  const Functions& user(unsigned tgid, int id) {
    const auto [at, fresh] = user_.try_emplace({tgid, id});
    if (fresh && id == MMS_STACK_LOST)
      at->second.emplace_back("[lost]");
    else if (fresh && asked_.by_ustack)
      at->second = named(id, [&](const std::vector<std::uint64_t>& addresses) {
        return user_symbols_.names(tgid, addresses);
      });
    return at->second;
  }

private:
  template <class Name> Functions named(int id, const Name& name) const {
    const auto found = counts_.stacks.find(id);
    if (found == counts_.stacks.end())
      return {};
    Functions functions = name(found->second);
    if (is_cut(counts_, found->second))
      functions.emplace_back("[deeper]");
    return functions;
  }

  const bpf::AllocCounts& counts_;
  const bpf::AllocAsked& asked_;
  const Kallsyms& symbols_;
  UserSymbols& user_symbols_;
  std::map<int, Functions> kernel_;
  std::map<std::pair<unsigned, int>, Functions> user_;
};

std::vector<TracedPages> name_pages(const bpf::AllocCounts& counts) {
  std::vector<TracedPages> named;
  for (const bpf::PageCount& count : counts.pages) {
    TracedPages pages{page_events.at(count.event),
                      count.node,
                      counts.zone_names.at(count.zone),
                      count.zone,
                      count.order,
                      std::nullopt,
                      count.count};
    if (count.event != MMS_PAGE_FREE)
      pages.migratetype = counts.migratetype_names.at(count.migratetype);
    named.push_back(std::move(pages));
  }
  return named;
}

std::vector<TracedLatency> join_latency(const std::vector<bpf::LatencyCount>& counts) {
  std::vector<TracedLatency> joined;
  for (const bpf::LatencyCount& count : counts) {
    if (joined.empty() || joined.back().nid != count.node || joined.back().order != count.order)
      joined.push_back({count.node, count.order, {}});
    joined.back().times.add(count.high_ns, count.count);
  }
  return joined;
}

// What a group is told apart by, with the kernel's names.
TracedGroup name_group(const bpf::AllocCounts& counts, const bpf::AllocAsked& asked, Stacks& stacks,
                       const mms_group_key& key) {
  TracedGroup group{};
  if (asked.by_process) {
    group.comm = comm_of(key.comm);
    group.pid = key.tgid;
  }
  if (asked.by_gfp)
    group.gfp = key.gfp;
  if (asked.by_node)
    group.nid = key.node;
  if (asked.by_zone)
    group.zone = counts.zone_names.at(key.zone);
  if (asked.by_order)
    group.order = key.order;
  // A free does not tell it.
  if (asked.by_migratetype && key.event != MMS_PAGE_FREE)
    group.migratetype = counts.migratetype_names.at(key.migratetype);
  group.stack = stacks.kernel(key.stack);
  group.ustack = stacks.user(key.tgid, key.ustack);
  return group;
}

auto identity(const TracedGroup& group) {
  return std::tie(group.comm, group.pid, group.gfp, group.nid, group.zone, group.order,
                  group.migratetype, group.stack, group.ustack);
}

struct ByIdentity {
  bool operator()(const TracedGroup& a, const TracedGroup& b) const {
    return identity(a) < identity(b);
  }
};

// Stacks by name, not by number: one function calls another from many places, and
// those are one line to whoever reads it.
std::vector<TracedGroup> join_groups(const bpf::AllocCounts& counts, const bpf::AllocAsked& asked,
                                     Stacks& stacks) {
  struct Sums {
    std::uint64_t count = 0;
    std::uint64_t pages = 0;
    LatencyBuckets times;
  };
  std::map<TracedGroup, Sums, ByIdentity> joined;
  for (const bpf::GroupCount& count : counts.groups) {
    Sums& sums = joined[name_group(counts, asked, stacks, count.key)];
    sums.count += count.count;
    sums.pages += count.count << count.key.order;
  }
  // Of an interval, a time may be told later than what it is the time of.
  for (const bpf::GroupTime& time : counts.group_times)
    if (const auto found = joined.find(name_group(counts, asked, stacks, time.key));
        found != joined.end())
      found->second.times.add(time.high_ns, time.count);
  std::vector<TracedGroup> groups;
  groups.reserve(joined.size());
  for (auto& [group, sums] : joined) {
    groups.push_back(group);
    groups.back().count = sums.count;
    groups.back().pages = sums.pages;
    groups.back().times = std::move(sums.times);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const TracedGroup& a, const TracedGroup& b) { return a.pages > b.pages; });
  return groups;
}

std::vector<TracedBlocks> join_blocks(Stacks& stacks, const std::vector<mms_block>& blocks) {
  const std::uint64_t now = bpf::monotonic_ns();
  std::map<std::pair<Functions, Functions>, TracedBlocks> joined;
  for (const mms_block& block : blocks) {
    const std::pair key(stacks.kernel(block.stack), stacks.user(block.tgid, block.ustack));
    TracedBlocks& sum =
        joined.try_emplace(key, TracedBlocks{0, 0, 0, key.first, key.second}).first->second;
    ++sum.blocks;
    sum.pages += std::uint64_t{1} << block.order;
    sum.oldest_ns = std::max(sum.oldest_ns, now - std::min<std::uint64_t>(now, block.since_ns));
  }
  std::vector<TracedBlocks> all;
  all.reserve(joined.size());
  for (auto& [key, sum] : joined)
    all.push_back(std::move(sum));
  std::stable_sort(all.begin(), all.end(),
                   [](const TracedBlocks& a, const TracedBlocks& b) { return a.pages > b.pages; });
  return all;
}

std::vector<TracedLoss> name_losses(const bpf::AllocCounts& counts) {
  std::vector<TracedLoss> named;
  for (unsigned i = 0; i < MMS_LOSSES; ++i)
    if (counts.losses.at(i) != 0)
      named.push_back({bpf::loss_info(i).name, counts.losses.at(i), bpf::loss_info(i).meaning});
  const auto cut = std::count_if(counts.stacks.begin(), counts.stacks.end(),
                                 [&](const auto& stack) { return is_cut(counts, stack.second); });
  if (cut != 0)
    named.push_back({"stacks_cut", static_cast<std::uint64_t>(cut),
                     "different stacks that are deeper than the kernel looks (sysctl "
                     "kernel.perf_event_max_stack): they end in [deeper]"});
  if (counts.mappings_lost != 0)
    named.push_back({"mappings_lost", counts.mappings_lost,
                     "events of processes that began, or mapped programs and libraries: functions "
                     "may be [unknown] there, or those of what was there before"});
  for (const bpf::MissCount& miss : counts.misses)
    named.push_back({"missed_" + miss.program, miss.count,
                     "events that came while that program was already running on the CPU"});
  return named;
}

} // namespace

unsigned possible_nodes(const reader::Source& source) {
  const std::string file = std::string(reader::node_dir) + "/possible";
  const std::optional<std::string> text = source.try_read(file);
  // A kernel without NUMA has no such directory, and one node.
  if (!text)
    return 1;
  const std::vector<std::uint64_t> nodes = reader::parse_id_list(*text, file);
  return nodes.empty() ? 1 : static_cast<unsigned>(nodes.back()) + 1;
}

AllocTrace name_alloc_trace(const bpf::AllocCounts& counts, const bpf::AllocAsked& asked,
                            std::uint64_t elapsed_ns, const Kallsyms& symbols,
                            UserSymbols& user_symbols) {
  Stacks stacks(counts, asked, symbols, user_symbols);
  AllocTrace trace;
  trace.asked = asked;
  trace.elapsed_ns = elapsed_ns;
  trace.pages = name_pages(counts);
  trace.failures = counts.failures;
  trace.latency = join_latency(counts.latency);
  trace.groups = join_groups(counts, asked, stacks);
  trace.blocks = join_blocks(stacks, counts.blocks);
  for (const bpf::ObjectCount& count : counts.objects) {
    TracedObjects objects;
    objects.event = object_events.at(count.event);
    objects.cache = count.cache;
    if (count.event == MMS_KMALLOC)
      objects.size = count.size;
    objects.count = count.sums.count;
    objects.failed = count.sums.failed;
    objects.asked_bytes = count.sums.asked_bytes;
    objects.given_bytes = count.sums.given_bytes;
    trace.objects.push_back(std::move(objects));
  }
  trace.freed_unknown = counts.matches.at(MMS_FREED_UNKNOWN);
  trace.freed_other_order = counts.matches.at(MMS_FREED_OTHER_ORDER);
  trace.losses = name_losses(counts);
  trace.unseen = counts.unseen;
  return trace;
}

std::uint64_t events_of(const AllocTrace& trace, std::string_view event) {
  std::uint64_t sum = 0;
  for (const TracedPages& pages : trace.pages)
    sum += pages.event == event ? pages.count : 0;
  return sum;
}

std::uint64_t pages_of(const AllocTrace& trace, std::string_view event) {
  std::uint64_t sum = 0;
  for (const TracedPages& pages : trace.pages)
    sum += pages.event == event ? pages.count << pages.order : 0;
  return sum;
}

namespace {

// What a process or its functions are called must not be taken for ours.
std::string without_separators(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char letter) { return letter < ' ' || letter > '~' || letter == ';'; }, '?');
  return name;
}

} // namespace

std::string folded(const AllocTrace& trace) {
  std::string text;
  for (const TracedGroup& group : trace.groups) {
    std::string line = without_separators(group.comm.value_or(""));
    std::replace(line.begin(), line.end(), ' ', '?');
    for (const Functions* stack : {&group.ustack, &group.stack})
      for (auto function = stack->rbegin(); function != stack->rend(); ++function)
        line += (line.empty() ? "" : ";") + without_separators(*function);
    text += fmt::format("{} {}\n", line.empty() ? "[unknown]" : line, group.pages);
  }
  return text;
}

Object to_object(const TracedPages& pages) {
  Object object = {{"event", pages.event},
                   {"nid", pages.nid},
                   {"zone", pages.zone},
                   {"zone_idx", pages.zone_idx},
                   {"order", pages.order}};
  if (pages.migratetype)
    object.emplace_back("migratetype", *pages.migratetype);
  object.emplace_back("count", pages.count);
  object.emplace_back("pages", pages.count << pages.order);
  return object;
}

Object to_object(const TracedLatency& latency) {
  Object object = {
      {"nid", latency.nid}, {"order", latency.order}, {"count", latency.times.count()}};
  add_percentiles(object, latency.times, latency.times.percentile(1000));
  return object;
}

Object to_object(const TracedGroup& group) {
  Object object;
  if (group.comm)
    object.emplace_back("comm", *group.comm);
  if (group.pid)
    object.emplace_back("pid", *group.pid);
  if (group.gfp)
    object.emplace_back("gfp", fmt::format("{:#x}", *group.gfp));
  if (group.nid)
    object.emplace_back("nid", *group.nid);
  if (group.zone)
    object.emplace_back("zone", *group.zone);
  if (group.order)
    object.emplace_back("order", *group.order);
  if (group.migratetype)
    object.emplace_back("migratetype", *group.migratetype);
  object.emplace_back("count", group.count);
  object.emplace_back("pages", group.pages);
  if (!group.times.empty()) {
    object.emplace_back("timed", group.times.count());
    add_percentiles(object, group.times, group.times.percentile(1000));
  }
  if (!group.stack.empty())
    object.emplace_back("stack", group.stack);
  if (!group.ustack.empty())
    object.emplace_back("ustack", group.ustack);
  return object;
}

Object to_object(const TracedObjects& objects) {
  Object object = {{"event", objects.event}};
  if (!objects.cache.empty())
    object.emplace_back("cache", objects.cache);
  if (objects.size)
    object.emplace_back("size", *objects.size);
  object.emplace_back("count", objects.count);
  object.emplace_back("failed", objects.failed);
  if (objects.asked_bytes != 0) {
    object.emplace_back("asked_bytes", objects.asked_bytes);
    object.emplace_back("given_bytes", objects.given_bytes);
  }
  return object;
}

Object to_object(const TracedBlocks& blocks) {
  Object object = {
      {"blocks", blocks.blocks}, {"pages", blocks.pages}, {"oldest_ns", blocks.oldest_ns}};
  if (!blocks.stack.empty())
    object.emplace_back("stack", blocks.stack);
  if (!blocks.ustack.empty())
    object.emplace_back("ustack", blocks.ustack);
  return object;
}

Object to_object(const TracedLoss& loss) {
  return {{"name", loss.name}, {"count", loss.count}, {"meaning", loss.meaning}};
}

} // namespace mmscope::model
