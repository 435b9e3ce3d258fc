// SPDX-License-Identifier: GPL-2.0
// The kernel's fragmentation indices against those computed from free_area.
#include <algorithm>
#include <cstdlib>

#include <fmt/core.h>

#include "model/frag.hpp"
#include "model/verify_checks.hpp"
#include "reader/proc_extfrag.hpp"

namespace mmscope::model {
namespace {

using ZoneKey = std::pair<std::uint64_t, std::string>;

std::uint64_t less(std::uint64_t from, std::uint64_t by) { return from - std::min(from, by); }

// An index is no count of pages, so what a refill of a per-CPU list does to it
// has to be computed: a batch of pages comes or goes, as a block each at most or
// out of larger blocks that are split, down to one half on every order.
class Reach {
public:
  Reach(const FragIndex& index, std::uint64_t batch, std::uint64_t nr_orders)
      : index_(index), batch_(batch), blocks_(batch + nr_orders),
        suitable_((batch >> index.order) + 1) {}

  // The furthest that one refill or drain can move the unusable index.
  [[nodiscard]] std::int64_t of_unusable() const {
    std::int64_t reach = 0;
    for (const std::uint64_t free : around(index_.pages.free_pages, batch_)) {
      for (const std::uint64_t suitable : around(index_.pages.suitable_blocks, suitable_)) {
        ContigPages pages = index_.pages;
        pages.free_pages = free;
        pages.suitable_blocks = std::min(suitable, free >> index_.order);
        reach = std::max(reach, std::abs(unusable_index(pages, index_.order) - index_.unusable));
      }
    }
    return reach;
  }

  // The same for a zone that has no suitable block and does not get one.
  [[nodiscard]] std::int64_t of_extfrag() const {
    std::int64_t reach = 0;
    for (const std::uint64_t free : around(index_.pages.free_pages, batch_)) {
      for (const std::uint64_t blocks : around(index_.pages.free_blocks, blocks_)) {
        const ContigPages pages{free, std::max<std::uint64_t>(blocks, 1), 0};
        reach = std::max(reach, std::abs(extfrag_index(pages, index_.order) - index_.extfrag));
      }
    }
    return reach;
  }

  // Whether the last suitable block may have gone, or a first one come.
  [[nodiscard]] bool may_flip() const { return index_.pages.suitable_blocks <= suitable_; }

private:
  static std::vector<std::uint64_t> around(std::uint64_t figure, std::uint64_t by) {
    return {less(figure, by), figure + by};
  }

  const FragIndex& index_;
  std::uint64_t batch_;
  std::uint64_t blocks_;
  std::uint64_t suitable_;
};

// -1.000 and the index of a request that fails are no neighbours: where a single
// block decides, either will do; nothing in between will.
std::int64_t extfrag_slack(const FragIndex& ours, std::int64_t theirs, const Reach& reach) {
  const bool ours_fails = ours.extfrag != would_not_fail;
  if (ours_fails != (theirs != would_not_fail))
    return reach.may_flip() ? std::abs(ours.extfrag - theirs) : 0;
  return ours_fails ? reach.of_extfrag() : 0;
}

struct Kind {
  const char* path;
  const char* field;
  std::int64_t FragIndex::*index;
};

constexpr Kind unusable = {reader::unusable_index_path, "unusable_index", &FragIndex::unusable};
constexpr Kind extfrag = {reader::extfrag_index_path, "extfrag_index", &FragIndex::extfrag};

Rule rule_of(const Kind& kind, const FragIndex& ours, std::int64_t theirs,
             const Published& published, std::uint64_t nr_orders) {
  const PublishedZone* zone = published.zone(ours.zone.nid, ours.zone.name);
  const auto batch =
      static_cast<std::uint64_t>(zone ? std::max<std::int64_t>(zone->batch(), 0) : 0);
  const Reach reach(ours, batch, nr_orders);
  return {Rule::Kind::pages,
          kind.index == unusable.index ? reach.of_unusable() : extfrag_slack(ours, theirs, reach),
          "one refill of a per-CPU list, one split"};
}

std::map<ZoneKey, std::vector<FragIndex>> our_indices(const Published& published) {
  std::map<ZoneKey, std::vector<FragIndex>> zones;
  for (const FragIndex& index : frag_indices(published.system.free_areas))
    zones[{index.zone.nid, index.zone.name}].push_back(index);
  return zones;
}

// In thousandths, as the kernel has them before it prints them.
std::vector<Figure> compare_extfrag(const Kind& kind, const Reading& reading,
                                    const Published& published) {
  FigureList list(kind.path);
  const auto add = [&](const ZoneKey& zone, std::size_t order, std::optional<Value> ours,
                       std::optional<Value> theirs, Rule rule) {
    list.set_node(zone.first);
    list.add(fmt::format("zone {}:{} order {} (1/1000)", zone.first, zone.second, order),
             kind.field, std::move(ours), std::move(theirs), rule);
  };
  std::map<ZoneKey, std::vector<FragIndex>> ours = our_indices(published);
  for (const reader::ExtfragZone& printed :
       reader::parse_extfrag(reading.texts.at(kind.path), kind.path)) {
    const ZoneKey zone(static_cast<std::uint64_t>(printed.nid), printed.zone);
    const std::vector<FragIndex> orders = ours[zone];
    ours.erase(zone);
    for (std::size_t order = 0; order < std::max(orders.size(), printed.thousandths.size());
         ++order) {
      if (order >= orders.size()) {
        add(zone, order, std::nullopt, printed.thousandths[order], {});
      } else if (order >= printed.thousandths.size()) {
        add(zone, order, orders[order].*kind.index, std::nullopt, {});
      } else {
        const std::int64_t theirs = printed.thousandths[order];
        add(zone, order, orders[order].*kind.index, theirs,
            rule_of(kind, orders[order], theirs, published, orders.size()));
      }
    }
  }
  for (const auto& [zone, orders] : ours) {
    for (const FragIndex& index : orders)
      add(zone, index.order, index.*kind.index, std::nullopt, {});
  }
  return std::move(list).take();
}

template <const Kind& kind> Check check() {
  return {kind.path, need_free_areas | need_zones,
          [](const reader::Source& source) {
            return Reading{{{kind.path, source.read(kind.path)}}, {}};
          },
          [](const Reading& reading, const Published& published) {
            return compare_extfrag(kind, reading, published);
          }};
}

} // namespace

Check check_unusable_index() { return check<unusable>(); }
Check check_extfrag_index() { return check<extfrag>(); }

} // namespace mmscope::model
