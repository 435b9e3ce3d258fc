// SPDX-License-Identifier: GPL-2.0
// /proc/vmallocinfo: mm/vmalloc.c s_show(), vmalloc_info_show() since 6.10.
#ifndef MMSCOPE_READER_PROC_VMALLOCINFO_HPP
#define MMSCOPE_READER_PROC_VMALLOCINFO_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

inline constexpr const char* vmallocinfo_path = "/proc/vmallocinfo";

struct VmallocArea {
  // The range, where it is real: %pK prints a hash or zeros unless kptr_restrict
  // is 1 and the reader is root.
  std::optional<std::uint64_t> start;
  std::optional<std::uint64_t> end;
  // The range as it is printed, without "0x": a hash is the same wherever the
  // kernel prints the same address.
  std::string start_text;
  std::string end_text;
  std::uint64_t size_bytes = 0;      // of address space, with the guard page
  std::string caller;                // "load_module+0xbb7/0x21a0"; empty where it has none
  std::string module;                // the caller's, where it is of one
  std::uint64_t pages = 0;           // that the area itself holds
  std::optional<std::uint64_t> phys; // first byte of what ioremap() mapped
  std::vector<std::string> flags;    // vmalloc, vmap, ioremap, user, vpages, ...
  std::map<std::uint64_t, std::uint64_t> pages_by_node;

  // Who made it, without the place in the function. Areas of vm_map_ram() and
  // those that were freed and not unmapped yet ("unpurged") have no caller.
  [[nodiscard]] std::string function() const;
};

// Throws Error(bad_data). Words that a newer kernel prints are taken as flags.
[[nodiscard]] std::vector<VmallocArea> parse_vmallocinfo(std::string_view text,
                                                         std::string_view file = vmallocinfo_path);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_VMALLOCINFO_HPP
