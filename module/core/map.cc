// SPDX-License-Identifier: GPL-2.0
// The `map.bin` file: each pageblock with what fills it.
#include "wire/map.h"

#include "core/memmap.hpp"
#include "core/names.hpp"
#include "core/publish.hpp"
#include "core/views.hpp"
#include "core/walk.hpp"
#include "wire/page_class.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

// Gathers the runs of one pageblock and writes its record when the next begins.
class MapWriter {
public:
  MapWriter(TextBuffer& out, const WalkRanges& ranges, const MemmapRanges& memmap)
      : out_(out), ranges_(ranges), memmap_(memmap),
        pageblock_(mms_u64{1} << mms_pageblock_order()) {}

  void set_node(int nid) {
    flush();
    nid_ = nid;
  }

  [[nodiscard]] bool stop() const { return mms_signal_pending() != 0 || !out_.status().ok(); }
  [[nodiscard]] mms_u64 nr_records() const { return nr_records_; }

  void run(const mms_page_run& run, unsigned migratetype) {
    if (!ranges_.counts(nid_, run.nid, run.pfn))
      return;
    const mms_u64 start = run.pfn & ~(pageblock_ - 1);
    if (!open_ || start != record_.pfn)
      begin(start, run, migratetype);
    const mms_page_class page_class = wire::classify_page(run.flags);
    const mms_u64 memmap =
        page_class == MMS_CLASS_RESERVED ? memmap_.pages_in(run.pfn, run.pfn + run.nr_pages) : 0;
    add(page_class, run.nr_pages - memmap);
    add(MMS_CLASS_MEMMAP, memmap);
    if (page_class == MMS_CLASS_BUDDY &&
        (record_.free_order == MMS_MAP_NO_FREE || run.order > record_.free_order))
      record_.free_order = static_cast<mms_u8>(run.order);
  }

  void flush() {
    if (!open_)
      return;
    out_.append(reinterpret_cast<const char*>(&record_), sizeof(record_));
    ++nr_records_;
    open_ = false;
  }

private:
  void begin(mms_u64 start, const mms_page_run& run, unsigned migratetype) {
    flush();
    record_ = {};
    record_.pfn = start;
    record_.nid = static_cast<mms_u16>(run.nid);
    record_.zone_idx = static_cast<mms_u8>(run.zone_idx);
    record_.migratetype = static_cast<mms_u8>(migratetype);
    record_.free_order = MMS_MAP_NO_FREE;
    open_ = true;
  }

  // Pageblocks are at most 2^16 - 1 pages on every architecture that we know.
  void add(mms_page_class page_class, mms_u64 pages) {
    record_.pages[page_class] = static_cast<mms_u16>(record_.pages[page_class] + pages);
  }

  TextBuffer& out_;
  const WalkRanges& ranges_;
  const MemmapRanges& memmap_;
  mms_u64 pageblock_;
  mms_map_record record_{};
  mms_u64 nr_records_ = 0;
  int nid_ = -1;
  bool open_ = false;
};

void describe(mms_map_header& header) {
  __builtin_memcpy(header.magic, MMS_MAP_MAGIC, sizeof(header.magic));
  header.version = MMS_MAP_VERSION;
  header.header_size = sizeof(mms_map_header);
  header.record_size = sizeof(mms_map_record);
  header.page_size = mms_page_size();
  header.pageblock_pages = mms_u64{1} << mms_pageblock_order();
  header.ktime_ns = mms_ktime_get_ns();
  set_name(header.kernel, mms_utsname_release());
  for (; header.nr_migratetypes < mms_nr_migratetypes(); ++header.nr_migratetypes)
    set_name(header.migratetypes[header.nr_migratetypes],
             mms_migratetype_name(header.nr_migratetypes));
  for (; header.nr_classes < MMS_NR_PAGE_CLASSES; ++header.nr_classes)
    set_name(header.classes[header.nr_classes], wire::page_classes[header.nr_classes].name);
  for_each_online_node([&](Nid, NodeView node) {
    node.for_each_zone([&](ZoneView zone) {
      const unsigned idx = zone.idx().value();
      if (idx < MMS_MAP_MAX_ZONES) {
        set_name(header.zones[idx], zone.name());
        header.nr_zones = idx + 1 > header.nr_zones ? idx + 1 : header.nr_zones;
      }
    });
  });
}

mms_u64 spanned_pageblocks() {
  mms_u64 pageblocks = 0;
  for_each_online_node([&](Nid, NodeView node) {
    pageblocks += (node.read().node_present_pages >> mms_pageblock_order()) + 2;
  });
  return pageblocks;
}

} // namespace

Result<void> fill_map(TextBuffer& out) {
  // Too large for a kernel stack, and zeroed: names end where the text does.
  Array<mms_map_header> owner;
  MMS_TRY(owner.allocate(1));
  mms_map_header& header = *owner.push_zeroed();
  describe(header);
  MemmapRanges memmap;
  MMS_TRY(memmap.load());
  WalkRanges ranges;
  MMS_TRY(ranges.load());

  MMS_TRY(out.allocate(sizeof(header) + spanned_pageblocks() * sizeof(mms_map_record)));
  out.append(reinterpret_cast<const char*>(&header), sizeof(header));
  MapWriter writer(out, ranges, memmap);
  PageWalk<MapWriter> walk(writer);
  MMS_TRY(walk.prepare());
  for (const WalkRange& range : ranges.view()) {
    writer.set_node(range.nid);
    walk.walk(range.start, range.end);
  }
  writer.flush();
  if (mms_signal_pending() != 0)
    return interrupted;
  MMS_TRY(out.status());
  header.nr_records = writer.nr_records();
  header.took_ns = mms_ktime_get_ns() - header.ktime_ns;
  __builtin_memcpy(out.bytes(), &header, sizeof(header));
  return {};
}

} // namespace mmscope
