// SPDX-License-Identifier: GPL-2.0
#include "model/reconcile.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <map>
#include <string_view>

#include "reader/error.hpp"
#include "reader/proc_kallsyms.hpp"

namespace mmscope::model {
namespace {

using reader::Error;
using reader::Kallsyms;
using reader::present;

constexpr std::string_view of_module = " [mmscope]";

// How the calls of a case are seen. An event of nullptr is none, for the reason.
struct CaseEvents {
  const char* name;
  const char* acquired;
  const char* released;
  const char* unseen;
};

// Cases that are not here allocate nothing while they are measured: their threads
// do so before and after that, which no figure of the lab is about.
constexpr std::array cases = {
    CaseEvents{"alloc_pages", "mm_page_alloc", "mm_page_free", ""},
    CaseEvents{"free_remote", "mm_page_alloc", "mm_page_free", ""},
    CaseEvents{"heap_system", "mm_page_alloc", "mm_page_free", ""},
    CaseEvents{"heap_contig", "mm_page_alloc", "mm_page_free", ""},
    CaseEvents{"alloc_pages_bulk", nullptr, "mm_page_free",
               "__alloc_pages_bulk() has no tracepoint"},
    CaseEvents{"alloc_contig", nullptr, "mm_page_free",
               "alloc_contig_range() takes pages off the free lists without mm_page_alloc"},
    CaseEvents{"cma", nullptr, "mm_page_free",
               "alloc_contig_range() takes pages off the free lists without mm_page_alloc"},
    CaseEvents{"kmalloc", "kmalloc", "kfree", ""},
    CaseEvents{"kfree_remote", "kmalloc", "kfree", ""},
    CaseEvents{"kmem_cache", "kmem_cache_alloc", "kmem_cache_free", ""},
    CaseEvents{"kmem_cache_bulk", nullptr, nullptr,
               "kmem_cache_alloc_bulk() and kmem_cache_free_bulk() have no tracepoint"},
    CaseEvents{"vmalloc", "vmalloc", "vfree", ""},
    CaseEvents{"alloc_percpu", "percpu_alloc_percpu", "percpu_free_percpu", ""},
    CaseEvents{"vmap", nullptr, nullptr, "vmap() has no tracepoint on all kernels"},
    CaseEvents{"vm_map_ram", nullptr, nullptr, "vm_map_ram() has no tracepoint"},
};

// The figures of the case's own calls, from the tracer.
struct Seen {
  std::map<std::pair<unsigned, std::string>, std::uint64_t> allocated_at; // node, zone
  std::map<unsigned, std::uint64_t> allocated;                            // by order
  std::uint64_t freed_pages = 0;
  std::map<std::string, std::uint64_t> objects; // by event
  std::uint64_t own = 0;                        // events that are not the case's
};

bool begins_as(std::string_view name, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// The lab takes memory of its own by mms_kvmalloc() and mms_kvfree() of
// module/shim/memory.c, which no case measures.
bool is_case(std::string_view caller) {
  return caller.ends_with(of_module) && !caller.starts_with("mms_kv");
}

// Whether a case asked the page allocator: between them there are only functions of
// the page allocator, not slab's or vmalloc's.
bool asked_by_case(const Kallsyms& symbols, const std::vector<std::uint64_t>& stack) {
  for (const std::uint64_t address : stack) {
    const std::string function = symbols.function_before(address);
    if (function.ends_with(of_module))
      return is_case(function);
    if (!begins_as(function, {"bpf_", "__bpf_", "__traceiter_", "__alloc_pages", "alloc_pages",
                              "__free_pages", "___free_pages", "free_pages", "free_unref",
                              "free_pcp", "free_one_page", "free_contig_range",
                              // From CMA to the page allocator.
                              "cma_release", "dma_free_", "dma_direct_free_", "__dma_free_"}))
      return false;
  }
  return false;
}

const char* event_name(mms_object_event event) {
  switch (event) {
  case MMS_KMALLOC:
    return "kmalloc";
  case MMS_KFREE:
    return "kfree";
  case MMS_CACHE_ALLOC:
    return "kmem_cache_alloc";
  case MMS_CACHE_FREE:
    return "kmem_cache_free";
  case MMS_PERCPU_ALLOC:
    return "percpu_alloc_percpu";
  case MMS_PERCPU_FREE:
    return "percpu_free_percpu";
  case MMS_VMALLOC:
    return "vmalloc";
  default:
    return "vfree";
  }
}

// Frees of percpu memory tell no caller.
bool is_of_case(const Kallsyms& symbols, const bpf::ObjectCount& count) {
  if (count.event == MMS_PERCPU_FREE)
    return true;
  const std::string caller = symbols.function_before(count.site);
  if (count.event == MMS_VMALLOC || count.event == MMS_VFREE)
    return !begins_as(caller, {"kvmalloc", "__kvmalloc", "kvfree", "mms_kv"});
  return is_case(caller);
}

const std::vector<std::uint64_t>& stack_of(const bpf::AllocCounts& counts, int id) {
  static const std::vector<std::uint64_t> none;
  const auto found = counts.stacks.find(id);
  return found == counts.stacks.end() ? none : found->second;
}

Seen what_was_seen(const Kallsyms& symbols, const bpf::AllocCounts& counts) {
  Seen seen;
  std::map<int, bool> of_case; // by stack
  for (const bpf::GroupCount& group : counts.groups) {
    const mms_group_key& key = group.key;
    const auto [at, fresh] = of_case.try_emplace(key.stack, false);
    if (fresh)
      at->second = asked_by_case(symbols, stack_of(counts, key.stack));
    if (!at->second) {
      seen.own += group.count;
    } else if (key.event == MMS_PAGE_FREE) {
      seen.freed_pages += group.count << key.order;
    } else {
      seen.allocated[key.order] += group.count;
      seen.allocated_at[{key.node, counts.zone_names.at(key.zone)}] += group.count;
    }
  }
  for (const bpf::ObjectCount& count : counts.objects) {
    if (is_of_case(symbols, count))
      seen.objects[event_name(count.event)] += count.sums.count - count.sums.failed;
    else
      seen.own += count.sums.count;
  }
  return seen;
}

// What the lab told, all legs together.
struct Told {
  std::uint64_t acquired = 0;
  std::uint64_t released = 0;
  std::uint64_t object_pages = 0;
  std::map<unsigned, std::uint64_t> blocks; // by order
  std::map<std::pair<unsigned, std::string>, std::uint64_t> places;
};

Told what_was_told(const BenchResult& result) {
  Told told;
  for (const auto& check : result.checks) {
    told.acquired += present(check.fields.acquired).value_or(0);
    told.released += present(check.fields.released).value_or(0);
  }
  for (const auto& order : result.orders)
    told.blocks[static_cast<unsigned>(order.fields.order)] += order.fields.blocks;
  for (const auto& place : result.places)
    told.places[{static_cast<unsigned>(place.fields.nid), place.fields.zone}] +=
        place.fields.objects;
  told.object_pages =
      present(result.run->fields.object_bytes).value_or(0) / result.header.page_size;
  return told;
}

// One row for each key that either side has.
template <class Key, class Name>
void compare(std::vector<Reconciled>& rows, const std::map<Key, std::uint64_t>& told,
             const std::map<Key, std::uint64_t>& seen, const char* event, Name&& name) {
  std::map<Key, std::pair<std::uint64_t, std::uint64_t>> both;
  for (const auto& [key, count] : told)
    both[key].first = count;
  for (const auto& [key, count] : seen)
    both[key].second = count;
  for (const auto& [key, pair] : both)
    if (pair.first != 0 || pair.second != 0)
      rows.push_back({name(key), event, pair.first, pair.second, ""});
}

void compare_pages(std::vector<Reconciled>& rows, const CaseEvents& events, const Told& told,
                   const Seen& seen) {
  const bool one_block_each = std::string_view(events.name) == "alloc_pages" ||
                              std::string_view(events.name) == "free_remote";
  if (events.acquired == nullptr) {
    rows.push_back({"objects acquired", "", told.acquired, std::nullopt, events.unseen});
  } else {
    compare(rows, told.blocks, seen.allocated, events.acquired,
            [](unsigned order) { return fmt::format("blocks of order {} allocated", order); });
    if (one_block_each)
      compare(rows, told.places, seen.allocated_at, events.acquired, [](const auto& place) {
        return fmt::format("node {} {}: blocks allocated", place.first, place.second);
      });
  }
  std::uint64_t pages = 0;
  for (const auto& [order, blocks] : told.blocks)
    pages += blocks << order;
  // Blocks may be larger than the object that is made from them, but all goes back.
  if (events.acquired == nullptr)
    pages = told.released * told.object_pages;
  rows.push_back({"pages freed", events.released, pages, seen.freed_pages, ""});
}

void compare_objects(std::vector<Reconciled>& rows, const CaseEvents& events, const Told& told,
                     const Seen& seen) {
  const auto row = [&](const char* what, const char* event, std::uint64_t count) {
    if (event == nullptr)
      return Reconciled{what, "", count, std::nullopt, events.unseen};
    const auto found = seen.objects.find(event);
    return Reconciled{what, event, count, found == seen.objects.end() ? 0 : found->second, ""};
  };
  rows.push_back(row("objects acquired", events.acquired, told.acquired));
  rows.push_back(row("objects released", events.released, told.released));
}

} // namespace

bool Reconciliation::agrees() const {
  return lost == 0 && std::none_of(rows.begin(), rows.end(),
                                   [](const Reconciled& row) { return row.differs(); });
}

bpf::AllocAsked reconcile_asked() {
  bpf::AllocAsked asked;
  asked.by_stack = true;
  asked.by_site = true;
  asked.frees = true;
  asked.thread_only = true;
  asked.comm = "mmscope/"; // its threads: module/shim/lab.c
  return asked;
}

Reconciliation reconcile(const bpf::AllocCounts& counts, const BenchResult& result,
                         const Kallsyms& symbols) {
  if (symbols.empty())
    throw Error(Error::Kind::permission,
                "/proc/kallsyms hides addresses: --trace needs kernel.kptr_restrict 0 or 1, and "
                "root");
  const Seen seen = what_was_seen(symbols, counts);
  const Told told = what_was_told(result);
  const std::string name = result.run->text("case");

  Reconciliation reconciliation;
  reconciliation.own_events = seen.own;
  for (const std::uint64_t loss : counts.losses)
    reconciliation.lost += loss;
  for (const bpf::MissCount& miss : counts.misses)
    reconciliation.missed += miss.count;
  const auto* events = std::find_if(cases.begin(), cases.end(),
                                    [&](const CaseEvents& one) { return one.name == name; });
  if (events == cases.end())
    return reconciliation;
  const bool pages =
      std::string_view(events->released == nullptr ? "" : events->released) == "mm_page_free";
  if (pages)
    compare_pages(reconciliation.rows, *events, told, seen);
  else
    compare_objects(reconciliation.rows, *events, told, seen);
  return reconciliation;
}

Object to_object(const Reconciled& row) {
  Object object = {{"what", row.what}, {"event", row.event}, {"lab", row.lab}};
  if (row.traced)
    object.emplace_back("traced", *row.traced);
  object.emplace_back("result", std::string(!row.traced     ? "unseen"
                                            : row.differs() ? "different"
                                                            : "equal"));
  if (!row.why.empty())
    object.emplace_back("why", row.why);
  return object;
}

} // namespace mmscope::model
