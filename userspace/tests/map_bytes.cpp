// SPDX-License-Identifier: GPL-2.0
#include "tests/map_bytes.hpp"

#include <cstring>

namespace mmscope::tests {

std::string map_bytes(const std::vector<MapRecord>& records, const std::vector<const char*>& zones,
                      const std::vector<const char*>& migratetypes) {
  mms_map_header header{};
  std::memcpy(header.magic, MMS_MAP_MAGIC, sizeof(header.magic));
  header.version = MMS_MAP_VERSION;
  header.header_size = sizeof(header);
  header.record_size = sizeof(mms_map_record);
  header.nr_records = records.size();
  header.page_size = 4096;
  header.pageblock_pages = 512;
  std::strcpy(header.kernel, "6.1.0-made-up");
  for (const char* zone : zones)
    std::strcpy(header.zones[header.nr_zones++], zone);
  for (const char* migratetype : migratetypes)
    std::strcpy(header.migratetypes[header.nr_migratetypes++], migratetype);
#define SET_NAME(NAME, name, meaning) std::strcpy(header.classes[header.nr_classes++], #name);
  MMS_PAGE_CLASSES(SET_NAME)
#undef SET_NAME
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  for (const MapRecord& from : records) {
    mms_map_record record{};
    record.pfn = from.pfn;
    record.nid = static_cast<mms_u16>(from.nid);
    record.zone_idx = static_cast<mms_u8>(from.zone_idx);
    record.migratetype = static_cast<mms_u8>(from.migratetype);
    record.free_order = static_cast<mms_u8>(from.free_order);
    for (const auto& [page_class, pages] : from.pages)
      record.pages[page_class] = static_cast<mms_u16>(record.pages[page_class] + pages);
    bytes.append(reinterpret_cast<const char*>(&record), sizeof(record));
  }
  return bytes;
}

} // namespace mmscope::tests
