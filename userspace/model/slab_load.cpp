// SPDX-License-Identifier: GPL-2.0
// Reads the caches: sysfs for what a cache is and has on each node, slabinfo for
// the name that a merged cache goes by, and for all of it where there is no sysfs.
#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include <fmt/core.h>

#include "model/slab.hpp"
#include "model/system.hpp"
#include "reader/error.hpp"
#include "reader/kernel_config.hpp"
#include "reader/kernel_file.hpp"
#include "reader/proc_slabinfo.hpp"
#include "reader/proc_text.hpp"
#include "reader/sysfs_slab.hpp"

namespace mmscope::model {
namespace {

using SlabFigure = SlabCache::Figure;
using reader::Error;
using reader::Source;

// The only base page size of x86-64, for when the module is not there to tell.
constexpr std::uint64_t x86_page_size = 4096;

struct NumberFile {
  const char* name;
  SlabFigure SlabCache::*member;
};

constexpr std::array number_files = {
    NumberFile{"object_size", &SlabCache::object_size},
    NumberFile{"slab_size", &SlabCache::slab_size},
    NumberFile{"align", &SlabCache::align},
    NumberFile{"usersize", &SlabCache::usersize},
    NumberFile{"order", &SlabCache::order},
    NumberFile{"objs_per_slab", &SlabCache::objs_per_slab},
    NumberFile{"min_partial", &SlabCache::min_partial},
    NumberFile{"cpu_partial", &SlabCache::cpu_partial},
    NumberFile{"hwcache_align", &SlabCache::hwcache_align},
    NumberFile{"reclaim_account", &SlabCache::reclaim_account},
    NumberFile{"cache_dma", &SlabCache::cache_dma},
    NumberFile{"destroy_by_rcu", &SlabCache::destroy_by_rcu},
    NumberFile{"sanity_checks", &SlabCache::sanity_checks},
    NumberFile{"red_zone", &SlabCache::red_zone},
    NumberFile{"poison", &SlabCache::poison},
    NumberFile{"store_user", &SlabCache::store_user},
    NumberFile{"trace", &SlabCache::trace},
};

struct CountsFile {
  const char* name;
  SlabFigure SlabCache::*total;
  std::uint64_t SlabNode::*on_node; // nullptr: the nodes are not shown
};

constexpr std::array counts_files = {
    CountsFile{"objects", &SlabCache::objects, &SlabNode::objects},
    CountsFile{"total_objects", &SlabCache::total_objects, &SlabNode::total_objects},
    CountsFile{"slabs", &SlabCache::slabs, &SlabNode::slabs},
    CountsFile{"partial", &SlabCache::partial, &SlabNode::partial},
    CountsFile{"objects_partial", &SlabCache::objects_partial, nullptr},
    CountsFile{"cpu_slabs", &SlabCache::cpu_slabs, &SlabNode::cpu_slabs},
};

// One cache's directory.
class CacheReader {
public:
  CacheReader(const Source& source, std::string id) : source_(source) {
    cache_.id = std::move(id);
    read_numbers();
    read_counts();
    if (const auto text = read("slabs_cpu_partial"))
      cache_.slabs_cpu_partial = reader::parse_cpu_partial_slabs(*text, path("slabs_cpu_partial"));
    if (const auto text = read("ctor"))
      cache_.ctor = reader::trim(*text);
  }

  // Without its sizes it is no cache, or none any more.
  [[nodiscard]] bool is_there() const { return cache_.object_size && cache_.slab_size; }

  [[nodiscard]] SlabCache take() && { return std::move(cache_); }

private:
  [[nodiscard]] std::string path(const char* file) const {
    return fmt::format("{}/{}/{}", reader::slab_dir, cache_.id, file);
  }

  [[nodiscard]] std::optional<std::string> read(const char* file) const {
    return reader::read_if_there(source_, path(file));
  }

  void read_numbers() {
    for (const NumberFile& file : number_files) {
      if (const auto text = read(file.name))
        cache_.*file.member = reader::parse_slab_number(*text, path(file.name));
    }
  }

  void read_counts() {
    std::map<std::uint64_t, SlabNode> nodes;
    for (const CountsFile& file : counts_files) {
      const auto text = read(file.name);
      if (!text)
        continue;
      const reader::NodeCounts counts = reader::parse_node_counts(*text, path(file.name));
      cache_.*file.total = counts.total;
      for (const auto& [nid, count] : counts.by_node) {
        nodes[nid].nid = nid;
        if (file.on_node != nullptr)
          nodes[nid].*file.on_node = count;
      }
    }
    for (const auto& [nid, node] : nodes)
      cache_.nodes.push_back(node);
  }

  const Source& source_;
  SlabCache cache_;
};

using SlabinfoByName = std::map<std::string, reader::SlabinfoCache, std::less<>>;

// Nothing where the kernel has no such file.
SlabinfoByName read_slabinfo(const Source& source) {
  SlabinfoByName caches;
  if (const auto text = reader::read_if_there(source, reader::slabinfo_path)) {
    for (reader::SlabinfoCache& cache : reader::parse_slabinfo(*text))
      caches.emplace(cache.name, std::move(cache));
  }
  return caches;
}

// A merged cache goes by the name that slabinfo has, which was there first.
void name_cache(SlabCache& cache, std::vector<std::string> names, SlabinfoByName& slabinfo) {
  if (names.empty())
    names.push_back(cache.id);
  auto own = std::find_if(names.begin(), names.end(),
                          [&](const std::string& name) { return slabinfo.count(name) != 0; });
  if (own == names.end())
    own = names.begin();
  cache.name = *own;
  names.erase(own);
  cache.aliases = std::move(names);
  slabinfo.erase(cache.name);
}

SlabCache from_slabinfo(const reader::SlabinfoCache& line) {
  SlabCache cache;
  cache.name = line.name;
  cache.slab_size = line.objsize;
  cache.objs_per_slab = line.objperslab;
  if (std::has_single_bit(line.pagesperslab))
    cache.order = std::countr_zero(line.pagesperslab);
  cache.objects = line.active_objs;
  cache.total_objects = line.num_objs;
  cache.slabs = line.num_slabs;
  return cache;
}

std::optional<Info> info_of_module(const Source& source) {
  try {
    return load_info(source);
  } catch (const Error&) {
    return std::nullopt; // not loaded, or not for this user: then nobody tells
  }
}

std::string state_of(std::optional<std::uint64_t> flag) {
  return !flag ? "unknown" : *flag != 0 ? "on" : "off";
}

} // namespace

Slabs load_slabs(const Source& source) {
  Slabs slabs;
  slabs.kernel = reader::kernel_release(source);
  const std::optional<Info> info = info_of_module(source);
  if (slabs.kernel.empty() && info)
    slabs.kernel = info->header.kernel;
  slabs.page_size = info ? info->header.page_size : x86_page_size;

  SlabinfoByName slabinfo = read_slabinfo(source);
  for (reader::SlabDir& dir : reader::list_slab_dirs(source)) {
    CacheReader cache(source, dir.id);
    if (!cache.is_there())
      continue;
    name_cache(slabs.caches.emplace_back(std::move(cache).take()), std::move(dir.names), slabinfo);
  }
  for (const auto& [name, line] : slabinfo)
    slabs.caches.push_back(from_slabinfo(line));
  if (slabs.caches.empty())
    throw Error(
        Error::Kind::not_there,
        fmt::format("neither {} nor {} is there: both need a kernel with CONFIG_SLUB_DEBUG, "
                    "and /proc and /sys mounted.",
                    source.locate(reader::slab_dir).native(),
                    source.locate(reader::slabinfo_path).native()));
  for (SlabCache& cache : slabs.caches)
    cache.page_size = slabs.page_size;
  return slabs;
}

void reload_slab_counts(const Source& source, Slabs& slabs) {
  for (SlabCache& cache : slabs.caches) {
    const std::string path = fmt::format("{}/{}/slabs", reader::slab_dir, cache.id);
    const auto text = cache.id.empty() ? std::nullopt : reader::read_if_there(source, path);
    if (!text)
      continue;
    const reader::NodeCounts counts = reader::parse_node_counts(*text, path);
    cache.slabs = counts.total;
    for (SlabNode& node : cache.nodes)
      node.slabs = 0;
    for (const auto& [nid, count] : counts.by_node) {
      const auto found =
          std::find_if(cache.nodes.begin(), cache.nodes.end(),
                       [nid = nid](const SlabNode& node) { return node.nid == nid; });
      SlabNode& node = found == cache.nodes.end() ? cache.nodes.emplace_back() : *found;
      node.nid = nid;
      node.slabs = count;
    }
  }
}

std::vector<Hardening> load_hardening(const Source& source) {
  std::vector<Hardening> all;
  const std::optional<Info> info = info_of_module(source);
  const char* by_module = info ? "mmscope info" : "the module is not loaded";
  const auto flag = [&](mms_u64 mms_wire_info::*member) {
    return state_of(info ? present(info->row.fields.*member) : std::nullopt);
  };
  all.push_back({"init_on_alloc", flag(&mms_wire_info::init_on_alloc), by_module,
                 "objects are zeroed when they are allocated"});
  all.push_back({"init_on_free", flag(&mms_wire_info::init_on_free), by_module,
                 "objects are zeroed when they are freed"});

  const std::optional<reader::KernelConfig> config = reader::load_kernel_config(source);
  const std::string by_config = config ? config->path : reader::why_no_kernel_config(source);
  for (const auto& [option, meaning] : std::initializer_list<std::pair<const char*, const char*>>{
           {"CONFIG_SLAB_FREELIST_RANDOM", "free objects of a new slab are linked in random order"},
           {"CONFIG_SLAB_FREELIST_HARDENED", "free pointers are obfuscated, double frees noticed"},
           {"CONFIG_HARDENED_USERCOPY", "copies to and from user space stay inside usersize"},
           {"CONFIG_SLAB_MERGE_DEFAULT", "caches of like size share slabs: weakens isolation"},
           {"CONFIG_RANDOM_KMALLOC_CACHES", "kmalloc() picks one of several caches (since 6.6)"},
           {"CONFIG_SLAB_BUCKETS",
            "user-controlled sizes have caches of their own (since 6.11)"}}) {
    std::string state = "unknown";
    if (config)
      state = config->enabled.count(option) != 0 ? "on" : "off";
    all.push_back({option, state, by_config, meaning});
  }
  return all;
}

} // namespace mmscope::model
