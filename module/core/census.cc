// SPDX-License-Identifier: GPL-2.0
#include "core/census.hpp"

#include "base/counters.hpp"
#include "wire/page_class.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// Free, gone or unknown: nobody counts references to such pages.
constexpr bool in_use(mms_page_class page_class) {
  return page_class > MMS_CLASS_OFFLINE && page_class != MMS_CLASS_PCP;
}

// User space can map these; what the word means for others is their own affair.
constexpr bool mappable(mms_page_class page_class) {
  switch (page_class) {
  case MMS_CLASS_HUGETLB:
  case MMS_CLASS_KSM:
  case MMS_CLASS_THP:
  case MMS_CLASS_SWAPCACHE:
  case MMS_CLASS_ANON:
  case MMS_CLASS_SHMEM:
  case MMS_CLASS_FILE:
    return true;
  default:
    return false;
  }
}

class Counter {
public:
  Counter(NodeCensus& node, const WalkRanges& ranges, const MemmapRanges& memmap,
          const mms_u32& cancelled)
      : node_(node), ranges_(ranges), memmap_(memmap), cancelled_(cancelled) {}

  [[nodiscard]] bool stop() const { return mms_walk_cancelled(&cancelled_) != 0; }

  void run(const mms_page_run& run, unsigned migratetype) {
    if (run.nid != node_.nid)
      node_.foreign += run.nr_pages;
    ZoneCensus* const zone = zone_for(run);
    if (zone != nullptr)
      count(*zone, run, migratetype);
  }

private:
  // nullptr where another walk counts the page.
  ZoneCensus* zone_for(const mms_page_run& run) {
    if (run.zone_idx >= max_zones)
      return nullptr;
    if (run.nid == node_.nid)
      return &node_.zones[run.zone_idx];
    if (!ranges_.counts(node_.nid, run.nid, run.pfn))
      return nullptr;
    for (unsigned i = 0; i < node_.nr_strays; ++i)
      if (node_.strays[i].nid == run.nid && node_.strays[i].zone_idx == run.zone_idx)
        return &node_.strays[i].census;
    if (node_.nr_strays == max_strays)
      return nullptr;
    Stray& stray = node_.strays[node_.nr_strays++];
    stray.nid = run.nid;
    stray.zone_idx = run.zone_idx;
    return &stray.census;
  }

  void count(ZoneCensus& zone, const mms_page_run& run, unsigned migratetype) {
    auto& pages =
        zone.pages[migratetype < MMS_MAX_MIGRATETYPES ? migratetype : MMS_MAX_MIGRATETYPES];
    const mms_page_class page_class = wire::classify_page(run.flags);
    if (page_class == MMS_CLASS_RESERVED) {
      const mms_u64 memmap = memmap_.pages_in(run.pfn, run.pfn + run.nr_pages);
      pages[MMS_CLASS_MEMMAP] += memmap;
      pages[MMS_CLASS_RESERVED] += run.nr_pages - memmap;
    } else {
      pages[page_class] += run.nr_pages;
    }
    const mms_u64 blocks = blocks_in(run);
    zone.blocks[page_class][run.order] += blocks;
    if (in_use(page_class))
      zone.refcounts[count_bucket(run.refcount)] += blocks;
    if (mappable(page_class))
      zone.mapcounts[count_bucket(run.mapcount)] += blocks;
    if (page_class == MMS_CLASS_BUDDY)
      return;
    for (unsigned i = 0; i < nr_counted_flags; ++i)
      if (run.flags & (mms_u64{1} << counted_flags[i]))
        zone.flagged[i] += run.nr_pages;
  }

  NodeCensus& node_;
  const WalkRanges& ranges_;
  const MemmapRanges& memmap_;
  const mms_u32& cancelled_;
};

} // namespace

Result<void> Census::take() {
  MMS_TRY(memmap_.load());
  MMS_TRY(ranges_.load());
  // Nodes are few, but the array is large for each: only for those online.
  MMS_TRY(nodes_.allocate(ranges_.view().size()));
  for (const WalkRange& range : ranges_.view()) {
    NodeCensus* const node = nodes_.push_zeroed();
    if (node != nullptr)
      node->nid = range.nid;
  }
  MMS_TRY(ranges_.run(*this, cancelled_));
  for (const NodeCensus& node : nodes())
    if (!node.done)
      return out_of_memory;
  add_strays();
  return {};
}

void Census::add_strays() {
  for (const NodeCensus& node : nodes())
    for (unsigned i = 0; i < node.nr_strays; ++i)
      for (NodeCensus& home : nodes_.all())
        if (home.nid == node.strays[i].nid)
          add_counters(home.zones[node.strays[i].zone_idx], node.strays[i].census);
}

void Census::walk_node(mms_node_walk& walk, int nid) {
  auto& census = static_cast<Census&>(walk);
  for (const WalkRange& range : census.ranges_.view())
    for (NodeCensus& node : census.nodes_.all())
      if (range.nid == nid && node.nid == nid)
        census.take_node(node, range);
}

void Census::take_node(NodeCensus& node, const WalkRange& range) {
  Counter counter(node, ranges_, memmap_, cancelled_);
  PageWalk<Counter> walk(counter);
  if (!walk.prepare().ok())
    return;
  node.figures = walk.walk(range.start, range.end);
  node.done = true;
}

} // namespace mmscope

void mms_core_walk_node(mms_node_walk* walk, int nid) { walk->run(*walk, nid); }
