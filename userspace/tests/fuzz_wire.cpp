// SPDX-License-Identifier: GPL-2.0
// libFuzzer: the parser takes any bytes, and either refuses them with its one
// exception or hands out rows that have the keys it promises.
//   mmscope_fuzz_wire -max_total_time=60 NEW_DIR SEEDS
// Seeds: userspace/tests/data/trees/handmade/sys/kernel/debug/mmscope.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reader/error.hpp"
#include "reader/wire_file.hpp"

namespace {

using namespace mmscope::reader;

void require(bool condition) {
  if (!condition)
    std::abort();
}

void check_promises(const WireFile& file) {
  require(file.header.wire == MMS_WIRE_VERSION);
  require(file.header.page_size != 0);
  for (const auto& row : file.rows<mms_wire_node>())
    require(present(row.fields.nid).has_value());
  for (const auto& row : file.rows<mms_wire_zone>())
    require(present(row.fields.zone_idx).has_value() && row.fields.name[0] != '\0');
  for (const auto& row : file.rows<mms_wire_zoneref>())
    require(row.fields.list[0] != '\0' && row.fields.zone[0] != '\0');
  for (const auto& row : file.rows<mms_wire_free_area>())
    require(present(row.fields.blocks).has_value() && row.fields.migratetype[0] != '\0');
  for (const auto& row : file.rows<mms_wire_section_range>())
    require(present(row.fields.end_pfn).has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    check_promises(parse_wire({reinterpret_cast<const char*>(data), size}, "fuzz"));
  } catch (const Error& error) {
    require(error.kind() == Error::Kind::bad_data);
  }
  return 0;
}
