// SPDX-License-Identifier: GPL-2.0
// /proc/zoneinfo against zones, nodes and pcp. What the kernel prints and the
// module does not have fails, and so does a counter the other way round: that is
// how the items of a new kernel are noticed.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "model/verify_checks.hpp"
#include "reader/proc_zoneinfo.hpp"

namespace mmscope::model {
namespace {

using reader::NamedNumbers;
using reader::ZoneinfoPageset;
using reader::ZoneinfoZone;

constexpr const char* zoneinfo_path = "/proc/zoneinfo";

// MAX_RECLAIM_RETRIES of mm/internal.h
constexpr std::int64_t max_reclaim_retries = 16;

struct Printed {
  std::string_view name;
  std::string_view key;
};

// What zoneinfo prints under other names than the kernel's members.
constexpr std::array page_items = {
    Printed{"free", "nr_free_pages"},       Printed{"boost", "watermark_boost_pages"},
    Printed{"min", "wmark_min_pages"},      Printed{"low", "wmark_low_pages"},
    Printed{"high", "wmark_high_pages"},    Printed{"promo", "wmark_promo_pages"},
    Printed{"spanned", "spanned_pages"},    Printed{"present", "present_pages"},
    Printed{"managed", "managed_pages"},    Printed{"cma", "cma_pages"},
    Printed{"start_pfn", "zone_start_pfn"},
};

constexpr std::array pageset_items = {
    Printed{"count", "count_pages"},       Printed{"high", "high_pages"},
    Printed{"batch", "batch_pages"},       Printed{"high_min", "high_min_pages"},
    Printed{"high_max", "high_max_pages"}, Printed{"vm stats threshold", "stat_threshold"},
};

// The wire's key; for an item that nobody knows its own name, which no row has.
template <std::size_t Size>
std::string key_of(const std::array<Printed, Size>& items, const std::string& name) {
  for (const Printed& item : items) {
    if (item.name == name)
      return std::string(item.key);
  }
  return name;
}

class ZoneinfoComparer {
public:
  explicit ZoneinfoComparer(const Published& published) : published_(published) {
    for (const PcpRow& row : published.system.pcps.rows)
      pcps_[{row.fields.nid, row.fields.zone}].push_back(&row);
  }

  std::vector<Figure> compare(const std::vector<ZoneinfoZone>& zones) {
    compare_names(zones);
    for (const ZoneinfoZone& printed : zones) {
      const auto nid = static_cast<std::uint64_t>(printed.nid);
      list_.set_node(nid);
      if (const PublishedZone* zone = published_.zone(nid, printed.name))
        compare_zone(printed, *zone);
      if (const PublishedNode* node = published_.node(nid); node && !printed.node_stats.empty())
        compare_counters(fmt::format("node {}", nid), printed.node_stats, node->numbers,
                         {&node_stat_keys()}, 0);
    }
    return std::move(list_).take();
  }

private:
  // Both sides have every zone of every online node. zoneinfo prints them in the
  // order of their index, from 0 on.
  void compare_names(const std::vector<ZoneinfoZone>& zones) {
    std::map<std::uint64_t, std::string> theirs;
    std::map<std::uint64_t, std::string> ours;
    std::map<std::uint64_t, std::size_t> printed;
    for (const ZoneinfoZone& zone : zones) {
      const auto nid = static_cast<std::uint64_t>(zone.nid);
      theirs[nid] += fmt::format("{}:{} ", printed[nid]++, zone.name);
    }
    for (const PublishedZone& zone : published_.zones)
      ours[zone.nid] += fmt::format("{}:{} ", zone.zone_idx, zone.name);
    std::set<std::uint64_t> nids;
    for (const auto& [nid, names] : theirs)
      nids.insert(nid);
    for (const PublishedNode& node : published_.nodes)
      nids.insert(node.nid);
    for (const std::uint64_t nid : nids) {
      list_.set_node(nid);
      list_.add(fmt::format("node {} zones", nid), "name", found(ours, nid), found(theirs, nid));
    }
  }

  static std::optional<Value> found(const std::map<std::uint64_t, std::string>& names,
                                    std::uint64_t nid) {
    const auto entry = names.find(nid);
    if (entry == names.end())
      return std::nullopt;
    return std::string(reader::trim(entry->second));
  }

  void compare_zone(const ZoneinfoZone& printed, const PublishedZone& zone) {
    for (const auto& [name, value] : printed.pages)
      compare_page_item(name, value, zone);
    list_.add(zone.label() + " protection", "lowmem_reserve", zone.lowmem_reserve,
              std::vector<std::uint64_t>(printed.protection.begin(), printed.protection.end()));
    if (printed.stats.empty() && !zone.populated)
      return; // zoneinfo stops here for a zone without pages
    compare_counters(zone.label(), printed.stats, zone.numbers,
                     {&zone_stat_keys(), &numa_stat_keys()}, zone.batch());
    compare_pagesets(printed, zone);
    for (const auto& [name, value] : printed.tail) {
      if (name == "node_unreclaimable")
        compare_unreclaimable(value, zone);
      else
        compare_page_item(name, value, zone);
    }
  }

  void compare_page_item(const std::string& name, std::int64_t value, const PublishedZone& zone) {
    const std::string key = key_of(page_items, name);
    Rule rule;
    if (key == "nr_free_pages")
      rule = rule_of_counter(key, zone.batch());
    else if (key == "watermark_boost_pages" || key.compare(0, 6, "wmark_") == 0)
      rule = {Rule::Kind::pages, 0, ""}; // kswapd takes a boost back bit by bit
    list_.add(fmt::format("{} {}", zone.label(), name), key, value_of(zone.numbers, key), value,
              rule);
  }

  // Every printed counter, then those that only the module has.
  void compare_counters(const std::string& label, const NamedNumbers& printed,
                        const Numbers& numbers,
                        const std::vector<const std::vector<std::string>*>& schema,
                        std::int64_t batch) {
    for (const auto& [name, value] : printed)
      list_.add(fmt::format("{} {}", label, name), name, value_of(numbers, name), value,
                rule_of_counter(name, batch));
    for (const std::vector<std::string>* keys : schema) {
      for (const std::string& key : *keys) {
        if (numbers.count(key) != 0 && !reader::find_number(printed, key))
          list_.add(fmt::format("{} {}", label, key), key, value_of(numbers, key), std::nullopt);
      }
    }
  }

  void compare_pagesets(const ZoneinfoZone& printed, const PublishedZone& zone) {
    const std::vector<const PcpRow*>& rows = pcps_[{zone.nid, zone.name}];
    std::vector<std::uint64_t> our_cpus;
    std::vector<std::uint64_t> their_cpus;
    our_cpus.reserve(rows.size());
    their_cpus.reserve(printed.pagesets.size());
    for (const PcpRow* row : rows)
      our_cpus.push_back(row->fields.cpu);
    for (const ZoneinfoPageset& pageset : printed.pagesets)
      their_cpus.push_back(static_cast<std::uint64_t>(pageset.cpu));
    list_.add(zone.label() + " pageset CPUs", "cpu", our_cpus, their_cpus);
    for (const ZoneinfoPageset& pageset : printed.pagesets) {
      for (const PcpRow* row : rows) {
        if (static_cast<std::int64_t>(row->fields.cpu) == pageset.cpu)
          compare_pageset(pageset, *row, zone);
      }
    }
  }

  void compare_pageset(const ZoneinfoPageset& pageset, const PcpRow& row,
                       const PublishedZone& zone) {
    Numbers numbers;
    for (const auto& [key, value] : to_object(row)) {
      if (const auto* number = std::get_if<std::int64_t>(&value))
        numbers[key] = *number;
    }
    for (const auto& [name, value] : pageset.items) {
      const std::string key = key_of(pageset_items, name);
      Rule rule;
      if (key == "count_pages")
        rule = {Rule::Kind::pages, zone.batch(), "one refill or drain of the list"};
      else if (key == "high_pages" && numbers.count("high_min_pages") != 0)
        rule = {Rule::Kind::pages, zone.batch(), "the kernel tunes it by a batch at a time"};
      list_.add(fmt::format("{} cpu {} {}", zone.label(), pageset.cpu, name), key,
                value_of(numbers, key), value, rule);
    }
  }

  void compare_unreclaimable(std::int64_t printed, const PublishedZone& zone) {
    std::optional<Value> ours;
    const PublishedNode* node = published_.node(zone.nid);
    if (const auto failures = node ? value_of(node->numbers, "kswapd_failures") : std::nullopt)
      ours = std::int64_t{std::get<std::int64_t>(*failures) >= max_reclaim_retries};
    list_.add(zone.label() + " node_unreclaimable", "kswapd_failures", ours, printed);
  }

  const Published& published_;
  std::map<std::pair<std::uint64_t, std::string>, std::vector<const PcpRow*>> pcps_;
  FigureList list_{zoneinfo_path};
};

} // namespace

Check check_zoneinfo() {
  return {zoneinfo_path, need_zones | need_nodes | need_pcps,
          [](const reader::Source& source) {
            return Reading{{{zoneinfo_path, source.read(zoneinfo_path)}}, {}};
          },
          [](const Reading& reading, const Published& published) {
            return ZoneinfoComparer(published).compare(
                reader::parse_zoneinfo(reading.texts.at(zoneinfo_path)));
          }};
}

} // namespace mmscope::model
