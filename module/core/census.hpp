// SPDX-License-Identifier: GPL-2.0
// Counts every page into node x zone x migratetype x class, with histograms.
#ifndef MMS_CORE_CENSUS_HPP
#define MMS_CORE_CENSUS_HPP

#include <array>

#include "core/memmap.hpp"
#include "core/walk.hpp"

namespace mmscope {

// Flags whose pages are added up beside the classes, by position here.
inline constexpr mms_page_flag counted_flags[] = {
    MMS_PG_DIRTY,   MMS_PG_WRITEBACK, MMS_PG_REFERENCED, MMS_PG_ACTIVE, MMS_PG_UNEVICTABLE,
    MMS_PG_MLOCKED, MMS_PG_LRU,       MMS_PG_MMAP,       MMS_PG_ANON,   MMS_PG_SWAPBACKED};
inline constexpr unsigned nr_counted_flags = sizeof(counted_flags) / sizeof(counted_flags[0]);

// Powers of two: bucket 0 holds 0, bucket n holds [2^(n-1), 2^n), the last one
// all above and whatever is negative.
inline constexpr unsigned nr_count_buckets = 33;
constexpr unsigned count_bucket(mms_s32 count) {
  if (count < 0)
    return nr_count_buckets - 1;
  return count == 0 ? 0U : 32U - static_cast<unsigned>(__builtin_clz(static_cast<unsigned>(count)));
}

struct ZoneCensus {
  // One row more than there are migratetypes: pageblocks of an unnamed one.
  std::array<std::array<mms_u64, MMS_NR_PAGE_CLASSES>, MMS_MAX_MIGRATETYPES + 1> pages;
  std::array<std::array<mms_u64, MMS_MAX_COMPOUND_ORDER + 1>, MMS_NR_PAGE_CLASSES> blocks;
  std::array<mms_u64, nr_counted_flags> flagged;
  std::array<mms_u64, nr_count_buckets> refcounts; // blocks in use
  std::array<mms_u64, nr_count_buckets> mapcounts; // blocks that can be mapped
};

// Pages that a walk met on behalf of another node: told by zone, added to that
// node when all walks are done. More than one such zone is hardly ever met.
struct Stray {
  int nid;
  unsigned zone_idx;
  ZoneCensus census;
};
inline constexpr unsigned max_strays = 4;

struct NodeCensus {
  std::array<ZoneCensus, max_zones> zones;
  std::array<Stray, max_strays> strays;
  unsigned nr_strays;
  WalkFigures figures;
  mms_u64 foreign; // pages met that belong to another node
  int nid;
  bool done;
};

// The census of all online nodes, taken on all of them at once.
class Census : public mms_node_walk {
public:
  Census() : mms_node_walk() { run = walk_node; }

  // -EINTR where the caller got a signal.
  Result<void> take();

  [[nodiscard]] std::span<const NodeCensus> nodes() const { return nodes_.view(); }

private:
  static void walk_node(mms_node_walk& walk, int nid);
  void take_node(NodeCensus& node, const WalkRange& range);
  void add_strays();

  WalkRanges ranges_;
  Array<NodeCensus> nodes_;
  MemmapRanges memmap_;
  mms_u32 cancelled_ = 0;
};

} // namespace mmscope

#endif // MMS_CORE_CENSUS_HPP
