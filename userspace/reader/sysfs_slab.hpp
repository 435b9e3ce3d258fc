// SPDX-License-Identifier: GPL-2.0
// /sys/kernel/slab: a directory per cache, mm/slub.c slab_attrs[]. Caches that
// were merged share one, named for what they have in common (":0000128",
// create_unique_id()); their names are symbolic links to it.
#ifndef MMSCOPE_READER_SYSFS_SLAB_HPP
#define MMSCOPE_READER_SYSFS_SLAB_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

inline constexpr const char* slab_dir = "/sys/kernel/slab";

struct SlabDir {
  std::string id;                 // name of the directory
  std::vector<std::string> names; // links to it, sorted
};

// Sorted by id; none where there is no such directory.
[[nodiscard]] std::vector<SlabDir> list_slab_dirs(const Source& source);

// "259 N0=41 N3=14": show_slab_objects() leaves out nodes that have none.
struct NodeCounts {
  std::uint64_t total = 0;
  std::map<std::uint64_t, std::uint64_t> by_node;
};

// Each throws Error(bad_data).
[[nodiscard]] NodeCounts parse_node_counts(std::string_view text, std::string_view file);

// One number on one line.
[[nodiscard]] std::uint64_t parse_slab_number(std::string_view text, std::string_view file);

// "31(3) C0=10(1) ...": slabs on the CPUs' partial lists. The objects before
// them are a guess of the kernel's.
[[nodiscard]] std::uint64_t parse_cpu_partial_slabs(std::string_view text, std::string_view file);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_SYSFS_SLAB_HPP
