// SPDX-License-Identifier: GPL-2.0
#include "model/own_records.hpp"

#include <array>

namespace mmscope::model {
namespace {

using wire::FieldInfo;
using wire::RecordInfo;

// clang-format off: one field, one line, as in fields.h
constexpr std::array frag_fields = {
    FieldInfo{"u64", "nid", "nid", "6.1", "zone_to_nid()", "Node that the zone belongs to."},
    FieldInfo{"name", "zone", "", "6.1", "zone.name", "Name of the zone."},
    FieldInfo{"u64", "zone_idx", "", "6.1", "enum zone_type", "Index of the zone in node_zones[]."},
    FieldInfo{"u64", "order", "order", "6.1", "zone.free_area[]",
              "Order of the requests that the indices are about."},
    FieldInfo{"u64", "free_pages", "pages", "6.1", "contig_page_info.free_pages",
              "Free pages of the zone, in blocks of all orders."},
    FieldInfo{"u64", "free_blocks", "blocks", "6.1", "contig_page_info.free_blocks_total",
              "Free blocks of the zone, of all orders."},
    FieldInfo{"u64", "suitable_blocks", "blocks", "6.1", "contig_page_info.free_blocks_suitable",
              "Blocks of this order that there are or that larger ones split into."},
    FieldInfo{"decimal", "unusable_index", "", "6.1", "unusable_free_index()",
              "Part of the free memory in blocks too small for the order: 0 none, 1 all of it or "
              "nothing free."},
    FieldInfo{
        "decimal", "extfrag_index", "", "6.1", "__fragmentation_index()",
        "Why a request would fail: 0 for lack of memory, 1 for fragmentation (above "
        "vm.extfrag_threshold / 1000 compaction is tried before reclaim); -1: it would not fail."},
};
// clang-format on

template <std::size_t nr> RecordInfo record(const char* tag, const char* file, const char* meaning,
                                            const std::array<FieldInfo, nr>& fields) {
  return {tag, file, meaning, fields.data(), nr};
}

} // namespace

const std::vector<RecordInfo>& own_records() {
  static const std::vector<RecordInfo> records = {
      record("frag", "free_area",
             "How fragmented a zone's free memory is for one order: mm/vmstat.c's two indices.",
             frag_fields),
  };
  return records;
}

std::vector<const RecordInfo*> all_records() {
  std::vector<const RecordInfo*> records;
  for (const RecordInfo& record : wire::records)
    records.push_back(&record);
  for (const RecordInfo& record : own_records())
    records.push_back(&record);
  return records;
}

} // namespace mmscope::model
