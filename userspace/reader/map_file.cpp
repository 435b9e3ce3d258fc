// SPDX-License-Identifier: GPL-2.0
#include "reader/map_file.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/core.h>

#include "reader/error.hpp"

namespace mmscope::reader {
namespace {

const std::string unknown = "unknown";

// Text up to the first NUL, or all of it; nothing that a terminal would obey.
std::string name_of(const char* text, std::size_t size) {
  const char* const end = std::find(text, text + size, '\0');
  std::string name(text, end);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c < ' ' || c == 0x7f; }, '?');
  return name;
}

template <std::size_t rows>
std::vector<std::string> names_of(const char (&names)[rows][MMS_MAP_NAME_SIZE], std::uint32_t nr) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < std::min<std::size_t>(nr, rows); ++i)
    list.push_back(name_of(names[i], MMS_MAP_NAME_SIZE));
  return list;
}

class Parser {
public:
  Parser(std::string_view bytes, std::string_view name) : bytes_(bytes), name_(name) {}

  Map parse() {
    read_header();
    Map map;
    map.page_size = header_.page_size;
    map.pageblock_pages = header_.pageblock_pages;
    map.ktime_ns = header_.ktime_ns;
    map.took_ns = header_.took_ns;
    map.kernel = name_of(header_.kernel, sizeof(header_.kernel));
    map.zones = names_of(header_.zones, header_.nr_zones);
    map.migratetypes = names_of(header_.migratetypes, header_.nr_migratetypes);
    map.classes = names_of(header_.classes, header_.nr_classes);
    map.blocks.reserve(header_.nr_records);
    for (std::uint64_t i = 0; i < header_.nr_records; ++i)
      map.blocks.push_back(read_block(header_.header_size + i * header_.record_size));
    return map;
  }

private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Error::Kind::bad_data, fmt::format("{} {}", name_, what));
  }

  void read_header() {
    if (bytes_.size() < sizeof(header_.magic) ||
        std::memcmp(bytes_.data(), MMS_MAP_MAGIC, sizeof(header_.magic)) != 0)
      fail("is no map of mmscope: it does not start with " MMS_MAP_MAGIC);
    if (bytes_.size() < sizeof(header_))
      fail(fmt::format("is cut short: {} bytes, its header alone takes {}", bytes_.size(),
                       sizeof(header_)));
    std::memcpy(&header_, bytes_.data(), sizeof(header_));
    if (header_.version != MMS_MAP_VERSION)
      fail(fmt::format("is a map of version {}, this tool understands {}", header_.version,
                       MMS_MAP_VERSION));
    if (header_.page_size == 0 || header_.pageblock_pages == 0 ||
        header_.header_size < sizeof(header_) || header_.header_size > bytes_.size() ||
        header_.record_size < offsetof(mms_map_record, pages) + 2 * std::uint64_t{nr_counts()})
      fail("is damaged: its header contradicts itself");
    const std::uint64_t room = (bytes_.size() - header_.header_size) / header_.record_size;
    if (room < header_.nr_records)
      fail(fmt::format("is cut short: {} of {} records are there", room, header_.nr_records));
  }

  [[nodiscard]] std::uint32_t nr_counts() const {
    return std::min<std::uint32_t>(header_.nr_classes, MMS_MAP_MAX_CLASSES);
  }

  [[nodiscard]] MapBlock read_block(std::uint64_t at) const {
    mms_map_record record;
    const char* const start = bytes_.data() + at;
    std::memcpy(&record, start, offsetof(mms_map_record, pages));
    MapBlock block;
    block.pfn = record.pfn;
    block.nid = record.nid;
    block.zone_idx = record.zone_idx;
    block.migratetype = record.migratetype;
    if (record.free_order != MMS_MAP_NO_FREE)
      block.free_order = record.free_order;
    std::memcpy(block.pages.data(), start + offsetof(mms_map_record, pages),
                sizeof(std::uint16_t) * nr_counts());
    return block;
  }

  std::string_view bytes_;
  std::string_view name_;
  mms_map_header header_{};
};

const std::string& name_at(const std::vector<std::string>& names, std::uint32_t index) {
  return index < names.size() ? names[index] : unknown;
}

} // namespace

const std::string& Map::zone(const MapBlock& block) const { return name_at(zones, block.zone_idx); }

const std::string& Map::migratetype(const MapBlock& block) const {
  return name_at(migratetypes, block.migratetype);
}

Map parse_map(std::string_view bytes, std::string_view file_name) {
  return Parser(bytes, file_name).parse();
}

} // namespace mmscope::reader
