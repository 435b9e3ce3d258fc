// SPDX-License-Identifier: GPL-2.0
// The `pages` file: the census of every page.
#include "core/census.hpp"
#include "core/publish.hpp"
#include "core/views.hpp"
#include "wire/page_class.hpp"

#include "base/enforce.hpp"

namespace mmscope {
namespace {

class ZoneWriter {
public:
  ZoneWriter(Encoder& out, int nid, unsigned zone_idx, const ZoneCensus& census)
      : out_(out), nid_(nid), zone_idx_(zone_idx), census_(census) {}

  void write() {
    put_pages();
    put_orders();
    put_counts("refcount", census_.refcounts);
    put_counts("mapcount", census_.mapcounts);
    put_flags();
  }

private:
  void start(std::string_view tag) {
    out_.begin(tag);
    out_.number("nid", static_cast<mms_u64>(nid_));
    out_.text("zone", zone_name(nid_, zone_idx_));
    out_.number("zone_idx", zone_idx_);
  }

  void put_pages() {
    for (unsigned type = 0; type < census_.pages.size(); ++type) {
      for (unsigned id = 0; id < MMS_NR_PAGE_CLASSES; ++id) {
        const mms_u64 pages = census_.pages[type][id];
        if (pages == 0)
          continue;
        start("page");
        out_.text("migratetype", migratetype_name(type));
        out_.text("class", wire::page_classes[id].name);
        out_.number("pages", pages);
        out_.end();
      }
    }
  }

  void put_orders() {
    for (unsigned id = 0; id < MMS_NR_PAGE_CLASSES; ++id) {
      for (unsigned order = 0; order < census_.blocks[id].size(); ++order) {
        const mms_u64 blocks = census_.blocks[id][order];
        if (blocks == 0)
          continue;
        start("page_order");
        out_.text("class", wire::page_classes[id].name);
        out_.number("order", order);
        out_.number("blocks", blocks);
        out_.end();
      }
    }
  }

  void put_counts(const char* counter, const std::array<mms_u64, nr_count_buckets>& buckets) {
    for (unsigned i = 0; i < nr_count_buckets; ++i) {
      if (buckets[i] == 0)
        continue;
      start("page_count");
      out_.text("counter", counter);
      out_.number("from", i == 0 ? 0 : mms_u64{1} << (i - 1));
      out_.number("to", i == 0 ? 0 : (mms_u64{1} << i) - 1);
      out_.number("blocks", buckets[i]);
      out_.end();
    }
  }

  void put_flags() {
    for (const wire::PageFlagInfo& flag : wire::page_flags) {
      for (unsigned i = 0; i < nr_counted_flags; ++i) {
        if (counted_flags[i] != flag.bit || census_.flagged[i] == 0)
          continue;
        start("page_flag");
        out_.text("flag", flag.name);
        out_.number("pages", census_.flagged[i]);
        out_.end();
      }
    }
  }

  Encoder& out_;
  int nid_;
  unsigned zone_idx_;
  const ZoneCensus& census_;
};

void put_node(Encoder& out, const NodeCensus& node) {
  mms_wire_page_node record;
  record.nid = static_cast<mms_u64>(node.nid);
  record.seen_pages = node.figures.pages;
  record.foreign_pages = node.foreign;
  record.hole_pages = node.figures.holes;
  record.nr_reads = node.figures.reads;
  record.took_ns = node.figures.took_ns;
  out.begin("page_node");
  out.fields(record);
  out.end();
}

} // namespace

Result<void> publish_pages(Encoder& out) {
  Census census;
  MMS_TRY(census.take());
  for (const NodeCensus& node : census.nodes()) {
    for (unsigned idx = 0; idx < max_zones; ++idx)
      ZoneWriter(out, node.nid, idx, node.zones[idx]).write();
    put_node(out, node);
    mms_cond_resched();
  }
  return {};
}

} // namespace mmscope
