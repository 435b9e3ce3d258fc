// SPDX-License-Identifier: GPL-2.0
// What the module publishes, typed and joined. Each file can be loaded alone,
// so that a command reads only what it shows.
#ifndef MMSCOPE_MODEL_SYSTEM_HPP
#define MMSCOPE_MODEL_SYSTEM_HPP

#include <string>
#include <vector>

#include "reader/source.hpp"
#include "reader/wire_file.hpp"

namespace mmscope::model {

using reader::present;

using InfoRow = reader::Row<mms_wire_info>;
using Node = reader::Row<mms_wire_node>;
using Zone = reader::Row<mms_wire_zone>;
using Zoneref = reader::Row<mms_wire_zoneref>;
using FreeList = reader::Row<mms_wire_free_area>;
using FreeOrder = reader::Row<mms_wire_free_order>;
using PcpRow = reader::Row<mms_wire_pcp>;
using PcpList = reader::Row<mms_wire_pcp_list>;
using ModelRow = reader::Row<mms_wire_model>;
using SectionRange = reader::Row<mms_wire_section_range>;
using PageRow = reader::Row<mms_wire_page>;
using PageOrder = reader::Row<mms_wire_page_order>;
using PageCount = reader::Row<mms_wire_page_count>;
using PageFlag = reader::Row<mms_wire_page_flag>;
using PageNode = reader::Row<mms_wire_page_node>;
using PageInfo = reader::Row<mms_wire_page_info>;
using VmallocExtent = reader::Row<mms_wire_vmalloc_extent>;
using VmallocWalk = reader::Row<mms_wire_vmalloc_walk>;

struct Info {
  reader::Header header;
  InfoRow row;
};

struct Nodes {
  reader::Header header;
  std::vector<Node> rows;
};

struct Zones {
  reader::Header header;
  std::vector<Zone> rows;
};

struct Zonelists {
  reader::Header header;
  std::vector<Zoneref> rows;
};

struct FreeAreas {
  reader::Header header;
  std::vector<FreeList> rows; // one per zone, order and migratetype
  std::vector<FreeOrder> orders;
};

struct Pcps {
  reader::Header header;
  std::vector<PcpRow> rows; // one per zone and CPU
  std::vector<PcpList> lists;
};

struct MemoryModel {
  reader::Header header;
  ModelRow row;
  std::vector<SectionRange> ranges;
};

// The census of every page.
struct Pages {
  reader::Header header;
  std::vector<PageRow> rows; // one per zone, migratetype and class that there is
  std::vector<PageOrder> orders;
  std::vector<PageCount> counts;
  std::vector<PageFlag> flags;
  std::vector<PageNode> nodes;
};

// What the page tables map where vmalloc areas lie.
struct VmallocExtents {
  reader::Header header;
  std::vector<VmallocExtent> rows;
  std::vector<VmallocWalk> walks; // one per part of the address space
};

// Single pages, as asked for.
struct PageInfos {
  reader::Header header;
  std::vector<PageInfo> rows;
};

// Each throws reader::Error.
[[nodiscard]] Info load_info(const reader::Source& source);
[[nodiscard]] Nodes load_nodes(const reader::Source& source);
[[nodiscard]] Zones load_zones(const reader::Source& source);
[[nodiscard]] Zonelists load_zonelists(const reader::Source& source);
[[nodiscard]] FreeAreas load_free_areas(const reader::Source& source);
[[nodiscard]] Pcps load_pcps(const reader::Source& source);
[[nodiscard]] MemoryModel load_memory_model(const reader::Source& source);
[[nodiscard]] Pages load_pages(const reader::Source& source);
[[nodiscard]] VmallocExtents load_vmalloc_extents(const reader::Source& source);

// `request` is the line that is written to one of the module's request files,
// "page" or "page_find".
[[nodiscard]] PageInfos request_pages(const reader::Source& source, const std::string& file,
                                      const std::string& request);

struct System {
  Info info;
  Nodes nodes;
  Zones zones;
  Zonelists zonelists;
  FreeAreas free_areas;
  Pcps pcps;
  MemoryModel memory_model;
  Pages pages; // not by load_system(): the census walks all of memory
};

[[nodiscard]] System load_system(const reader::Source& source);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_SYSTEM_HPP
