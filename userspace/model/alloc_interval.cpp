// SPDX-License-Identifier: GPL-2.0
#include "model/alloc_interval.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace mmscope::model {
namespace {

auto key_of(const bpf::PageCount& count) {
  return std::tuple(count.event, count.node, count.zone, count.order, count.migratetype);
}

auto key_of(const bpf::LatencyCount& count) {
  return std::tuple(count.node, count.order, count.low_ns);
}

// Without padding: the key is its bytes.
auto key_of(const bpf::GroupCount& group) {
  return std::string_view(reinterpret_cast<const char*>(&group.key), sizeof(group.key));
}

auto key_of(const bpf::GroupTime& time) {
  return std::string_view(reinterpret_cast<const char*>(&time.key), sizeof(time.key));
}

// Caches of one name are told apart by where they stand: the kernel may have two.
auto key_of(const bpf::ObjectCount& count) {
  return std::tuple(count.event, std::string_view(count.cache), count.size, count.site);
}

auto key_of(const bpf::MissCount& miss) { return std::string_view(miss.program); }

void subtract(std::uint64_t& now, std::uint64_t before) { now -= std::min(now, before); }

// Entries that are not 0 after the counts of the same key are taken off.
template <class Count> void subtract(std::vector<Count>& now, const std::vector<Count>& before) {
  std::map<decltype(key_of(now.front())), std::uint64_t> had;
  for (const Count& count : before)
    had[key_of(count)] += count.count;
  for (Count& count : now)
    if (const auto found = had.find(key_of(count)); found != had.end())
      subtract(count.count, found->second);
  std::erase_if(now, [](const Count& count) { return count.count == 0; });
}

void subtract_objects(std::vector<bpf::ObjectCount>& now,
                      const std::vector<bpf::ObjectCount>& before) {
  std::map<decltype(key_of(now.front())), mms_object_count> had;
  for (const bpf::ObjectCount& count : before) {
    mms_object_count& sums = had[key_of(count)];
    sums.count += count.sums.count;
    sums.asked_bytes += count.sums.asked_bytes;
    sums.given_bytes += count.sums.given_bytes;
    sums.failed += count.sums.failed;
  }
  // Of those with one key the first takes off what it can, the next ones the rest.
  const auto take = [](auto& from, auto& left) {
    const auto taken = std::min(from, left);
    from -= taken;
    left -= taken;
  };
  for (bpf::ObjectCount& count : now)
    if (const auto found = had.find(key_of(count)); found != had.end()) {
      take(count.sums.count, found->second.count);
      take(count.sums.asked_bytes, found->second.asked_bytes);
      take(count.sums.given_bytes, found->second.given_bytes);
      take(count.sums.failed, found->second.failed);
    }
  std::erase_if(now, [](const bpf::ObjectCount& count) { return count.sums.count == 0; });
}

} // namespace

bpf::AllocCounts between(const bpf::AllocCounts& before, bpf::AllocCounts now) {
  subtract(now.pages, before.pages);
  subtract(now.latency, before.latency);
  subtract(now.groups, before.groups);
  subtract(now.group_times, before.group_times);
  subtract(now.misses, before.misses);
  subtract(now.mappings_lost, before.mappings_lost);
  subtract_objects(now.objects, before.objects);
  const auto each = [](auto& counters, const auto& had) {
    for (std::size_t i = 0; i < counters.size() && i < had.size(); ++i)
      subtract(counters[i], had[i]);
  };
  each(now.failures, before.failures);
  each(now.losses, before.losses);
  each(now.matches, before.matches);
  return now;
}

} // namespace mmscope::model
