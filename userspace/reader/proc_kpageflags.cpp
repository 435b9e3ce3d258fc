// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_kpageflags.hpp"

#include <array>
#include <cstring>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/number_file.hpp"
#include "wire/page_class.hpp"

namespace mmscope::reader {
namespace {

constexpr const char* path = "/proc/kpageflags";
constexpr mms_u64 no_page = mms_u64{1} << 20; // KPF_NOPAGE

// There is no flag for page.mapping: a page of a file shows by its LRU list. The
// KSM flag is worth nothing: kernels about 6.12 set it for every anonymous page,
// for stable_page_flags() tests for either bit of PAGE_MAPPING_KSM.
mms_page_class class_of(mms_u64 flags) {
  flags &= ~MMS_PG(KSM);
  if ((flags & MMS_PG(LRU)) != 0)
    flags |= MMS_PG(MAPPING);
  return wire::classify_page(flags);
}

} // namespace

std::string kpageflags_class(const std::string& page_class) {
  if (page_class == "memmap")
    return "reserved";
  if (page_class == "ksm")
    return "anon";
  if (page_class == "pcp" || page_class == "compound" || page_class == "kernel" ||
      page_class == "raced")
    return "others";
  return page_class;
}

std::string kpageflags_class_of(std::uint64_t flags) {
  return kpageflags_class(wire::page_classes[class_of(flags)].name);
}

std::string kpageflags_class_at(const Source& source, std::uint64_t pfn) {
  return kpageflags_class_of(source.read_u64(path, pfn));
}

std::vector<std::uint64_t> read_kpageflags(const Source& source, std::uint64_t pfn,
                                           std::uint64_t count) {
  return read_u64s(source, path, pfn, count);
}

std::map<std::string, std::uint64_t> count_kpageflags(const Source& source) {
  std::array<std::uint64_t, MMS_NR_PAGE_CLASSES> counts{};
  std::uint64_t pages = 0;
  std::string rest; // of a piece that ended amid a number
  source.read_pieces(path, [&](std::string_view piece) {
    rest.append(piece);
    std::size_t at = 0;
    for (; rest.size() - at >= sizeof(mms_u64); at += sizeof(mms_u64)) {
      mms_u64 flags = 0;
      std::memcpy(&flags, rest.data() + at, sizeof(flags));
      if ((flags & no_page) != 0)
        continue;
      ++counts[class_of(flags)];
      ++pages;
    }
    rest.erase(0, at);
  });
  if (!rest.empty())
    throw Error(Error::Kind::bad_data, fmt::format("{} ends amid a number", path));
  std::map<std::string, std::uint64_t> by_class;
  for (std::size_t i = 0; i < counts.size(); ++i)
    by_class[kpageflags_class(wire::page_classes[i].name)] += counts[i];
  by_class["pages"] = pages;
  return by_class;
}

} // namespace mmscope::reader
