// SPDX-License-Identifier: GPL-2.0
// /proc/PID/maps and /proc/PID/smaps: fs/proc/task_mmu.c show_map_vma(), show_smap().
#ifndef MMSCOPE_READER_PROC_MAPS_HPP
#define MMSCOPE_READER_PROC_MAPS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reader/proc_text.hpp"

namespace mmscope::reader {

// The line that both files have for a VMA.
struct MapsLine {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::string perms; // "rw-p"
  std::uint64_t offset_bytes = 0;
  std::string dev; // "fd:00", hexadecimal as the kernel prints it
  std::uint64_t inode = 0;
  std::string path; // "/usr/bin/cat", "[heap]"; empty where it has none

  [[nodiscard]] std::uint64_t size_bytes() const { return end - start; }
  bool operator==(const MapsLine&) const = default;
};

struct SmapsEntry {
  MapsLine vma;
  NamedNumbers kib;               // Rss, Pss, ...; THPeligible and ProtectionKey are no KiB
  std::vector<std::string> flags; // VmFlags, two letters each
};

// Each throws Error(bad_data): for a line that is none, a range that is empty or
// does not follow the one before it, and for a file that was cut short.
[[nodiscard]] std::vector<MapsLine> parse_maps(std::string_view text, std::string_view file);
[[nodiscard]] std::vector<SmapsEntry> parse_smaps(std::string_view text, std::string_view file);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_MAPS_HPP
