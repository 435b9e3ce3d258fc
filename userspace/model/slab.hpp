// SPDX-License-Identifier: GPL-2.0
// Slab caches: /sys/kernel/slab and /proc/slabinfo, joined by name. The module
// is not needed.
#ifndef MMSCOPE_MODEL_SLAB_HPP
#define MMSCOPE_MODEL_SLAB_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

struct SlabNode {
  std::uint64_t nid = 0;
  std::uint64_t objects = 0;
  std::uint64_t total_objects = 0;
  std::uint64_t slabs = 0;
  std::uint64_t partial = 0;
  std::uint64_t cpu_slabs = 0;
};

// Members are named for the files of sysfs; what this kernel does not tell is
// absent.
struct SlabCache {
  using Figure = std::optional<std::uint64_t>;

  std::string name;
  std::string id;                   // directory below /sys/kernel/slab
  std::vector<std::string> aliases; // other caches that were merged into this one
  Figure object_size;
  Figure slab_size;
  Figure align;
  Figure usersize;
  Figure order;
  Figure objs_per_slab;
  Figure min_partial;
  Figure cpu_partial;
  Figure objects;
  Figure total_objects;
  Figure slabs;
  Figure partial;
  Figure objects_partial;
  Figure cpu_slabs;
  Figure slabs_cpu_partial;
  Figure hwcache_align;
  Figure reclaim_account;
  Figure cache_dma;
  Figure destroy_by_rcu;
  Figure sanity_checks;
  Figure red_zone;
  Figure poison;
  Figure store_user;
  Figure trace;
  std::string ctor;
  std::uint64_t page_size = 0;
  std::vector<SlabNode> nodes;

  [[nodiscard]] Figure slab_bytes() const;   // size of one slab
  [[nodiscard]] Figure memory_bytes() const; // all slabs
  // Lost at the end of a slab; beside each object (padding, free pointer, debug
  // data); in all slabs for both reasons.
  [[nodiscard]] Figure slab_waste_bytes() const;
  [[nodiscard]] Figure object_waste_bytes() const;
  [[nodiscard]] Figure waste_bytes() const;
};

// What protects slab memory, for all caches: "on", "off" or "unknown".
struct Hardening {
  std::string name;
  std::string state;
  std::string source; // who says so; where it is unknown, who could
  std::string meaning;
};

struct Slabs {
  std::string kernel; // release; may be empty
  std::uint64_t page_size = 0;
  std::vector<SlabCache> caches; // by name
};

// Throws reader::Error: not_there where both sources are missing.
[[nodiscard]] Slabs load_slabs(const reader::Source& source);

// How many slabs there are, read anew: to read every file of every cache opens
// thousands of them, for which the kernel makes slabs meanwhile.
void reload_slab_counts(const reader::Source& source, Slabs& slabs);

[[nodiscard]] std::vector<Hardening> load_hardening(const reader::Source& source);

// By name, alias or directory; nullptr if there is none.
[[nodiscard]] const SlabCache* find_cache(const Slabs& slabs, std::string_view name);

enum class SlabOrder { memory, name, objects, slabs, waste };

// Largest first, by name where alike.
void sort_caches(std::vector<SlabCache>& caches, SlabOrder order);

[[nodiscard]] Object to_object(const SlabCache& cache);
[[nodiscard]] Object to_object(const SlabCache& cache, const SlabNode& node);
[[nodiscard]] Object to_object(const Hardening& hardening);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_SLAB_HPP
