// SPDX-License-Identifier: GPL-2.0
#include "model/system.hpp"

#include <fmt/core.h>
#include <string>

#include "reader/error.hpp"

namespace mmscope::model {
namespace {

using reader::Error;
using reader::Source;
using reader::WireFile;

// The file that has the records of this type as its rows.
template <class Record> WireFile load(const Source& source) {
  constexpr wire::RecordInfo info = reader::RecordOf<Record>::info();
  const std::string path = source.locate(fmt::format("{}/{}", reader::mmscope_dir, info.file));
  WireFile file = reader::parse_wire(source.read_debugfs(info.file), path);
  if (file.header.kind != info.tag)
    throw Error(Error::Kind::bad_data,
                fmt::format("{} has kind={}, expected kind={}", path, file.header.kind, info.tag));
  return file;
}

// For files that hold one such record.
template <class Record> reader::Row<Record> only_row(const WireFile& file) {
  const auto& rows = file.rows<Record>();
  if (rows.size() != 1)
    throw Error(Error::Kind::bad_data,
                fmt::format("the {} file holds {} {} records, expected 1", file.header.kind,
                            rows.size(), file.header.kind));
  return rows.front();
}

} // namespace

Info load_info(const Source& source) {
  const WireFile file = load<mms_wire_info>(source);
  return {file.header, only_row<mms_wire_info>(file)};
}

Nodes load_nodes(const Source& source) {
  const WireFile file = load<mms_wire_node>(source);
  return {file.header, file.rows<mms_wire_node>()};
}

Zones load_zones(const Source& source) {
  const WireFile file = load<mms_wire_zone>(source);
  return {file.header, file.rows<mms_wire_zone>()};
}

Zonelists load_zonelists(const Source& source) {
  const WireFile file = load<mms_wire_zoneref>(source);
  return {file.header, file.rows<mms_wire_zoneref>()};
}

FreeAreas load_free_areas(const Source& source) {
  const WireFile file = load<mms_wire_free_area>(source);
  return {file.header, file.rows<mms_wire_free_area>(), file.rows<mms_wire_free_order>()};
}

Pcps load_pcps(const Source& source) {
  const WireFile file = load<mms_wire_pcp>(source);
  return {file.header, file.rows<mms_wire_pcp>(), file.rows<mms_wire_pcp_list>()};
}

MemoryModel load_memory_model(const Source& source) {
  const WireFile file = load<mms_wire_model>(source);
  return {file.header, only_row<mms_wire_model>(file), file.rows<mms_wire_section_range>()};
}

Pages load_pages(const Source& source) {
  const WireFile file = load<mms_wire_page>(source);
  return {file.header,
          file.rows<mms_wire_page>(),
          file.rows<mms_wire_page_order>(),
          file.rows<mms_wire_page_count>(),
          file.rows<mms_wire_page_flag>(),
          file.rows<mms_wire_page_node>()};
}

VmallocExtents load_vmalloc_extents(const Source& source) {
  const WireFile file = load<mms_wire_vmalloc_extent>(source);
  return {file.header, file.rows<mms_wire_vmalloc_extent>(), file.rows<mms_wire_vmalloc_walk>()};
}

PageInfos request_pages(const Source& source, const std::string& file, const std::string& request) {
  const WireFile answer = reader::parse_wire(source.request(file, request), file);
  return {answer.header, answer.rows<mms_wire_page_info>()};
}

System load_system(const Source& source) {
  return {load_info(source),         load_nodes(source),
          load_zones(source),        load_zonelists(source),
          load_free_areas(source),   load_pcps(source),
          load_memory_model(source), {}};
}

} // namespace mmscope::model
