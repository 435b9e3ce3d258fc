// SPDX-License-Identifier: GPL-2.0
#include "model/slab.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace mmscope::model {
namespace {

using SlabFigure = SlabCache::Figure;

struct Member {
  const char* key;
  SlabFigure SlabCache::*member;
};

// In the order of own_records.cpp.
constexpr std::array members = {
    Member{"object_size", &SlabCache::object_size},
    Member{"slab_size", &SlabCache::slab_size},
    Member{"align", &SlabCache::align},
    Member{"usersize", &SlabCache::usersize},
    Member{"order", &SlabCache::order},
    Member{"objs_per_slab", &SlabCache::objs_per_slab},
    Member{"min_partial", &SlabCache::min_partial},
    Member{"cpu_partial", &SlabCache::cpu_partial},
    Member{"objects", &SlabCache::objects},
    Member{"total_objects", &SlabCache::total_objects},
    Member{"slabs", &SlabCache::slabs},
    Member{"partial", &SlabCache::partial},
    Member{"objects_partial", &SlabCache::objects_partial},
    Member{"cpu_slabs", &SlabCache::cpu_slabs},
    Member{"slabs_cpu_partial", &SlabCache::slabs_cpu_partial},
    Member{"hwcache_align", &SlabCache::hwcache_align},
    Member{"reclaim_account", &SlabCache::reclaim_account},
    Member{"cache_dma", &SlabCache::cache_dma},
    Member{"destroy_by_rcu", &SlabCache::destroy_by_rcu},
    Member{"sanity_checks", &SlabCache::sanity_checks},
    Member{"red_zone", &SlabCache::red_zone},
    Member{"poison", &SlabCache::poison},
    Member{"store_user", &SlabCache::store_user},
    Member{"trace", &SlabCache::trace},
};

void put(Object& object, const char* key, const SlabFigure& figure) {
  if (figure)
    object.emplace_back(key, *figure);
}

std::uint64_t sort_key(const SlabCache& cache, SlabOrder order) {
  switch (order) {
  case SlabOrder::memory:
    return cache.memory_bytes().value_or(0);
  case SlabOrder::objects:
    return cache.objects.value_or(0);
  case SlabOrder::slabs:
    return cache.slabs.value_or(0);
  case SlabOrder::waste:
    return cache.waste_bytes().value_or(0);
  case SlabOrder::name:
    break;
  }
  return 0;
}

} // namespace

SlabFigure SlabCache::slab_bytes() const {
  return order && *order < 64 ? SlabFigure(page_size << *order) : std::nullopt;
}

// A slab that was made while memory was short may be smaller (kmem_cache.min):
// sysfs does not tell of which order each is.
SlabFigure SlabCache::memory_bytes() const {
  const SlabFigure bytes = slab_bytes();
  return slabs && bytes ? SlabFigure(*slabs * *bytes) : std::nullopt;
}

SlabFigure SlabCache::slab_waste_bytes() const {
  const SlabFigure bytes = slab_bytes();
  if (!bytes || !objs_per_slab || !slab_size)
    return std::nullopt;
  return *bytes - std::min(*bytes, *objs_per_slab * *slab_size);
}

SlabFigure SlabCache::object_waste_bytes() const {
  if (!object_size || !slab_size)
    return std::nullopt;
  return *slab_size - std::min(*slab_size, *object_size);
}

SlabFigure SlabCache::waste_bytes() const {
  const SlabFigure per_slab = slab_waste_bytes();
  const SlabFigure per_object = object_waste_bytes();
  if (!slabs || !per_slab || !per_object)
    return std::nullopt;
  return *slabs * (*per_slab + *objs_per_slab * *per_object);
}

const SlabCache* find_cache(const Slabs& slabs, std::string_view name) {
  const auto found =
      std::find_if(slabs.caches.begin(), slabs.caches.end(), [&](const SlabCache& cache) {
        return cache.name == name || cache.id == name ||
               std::find(cache.aliases.begin(), cache.aliases.end(), name) != cache.aliases.end();
      });
  return found == slabs.caches.end() ? nullptr : &*found;
}

void sort_caches(std::vector<SlabCache>& caches, SlabOrder order) {
  std::sort(caches.begin(), caches.end(), [&](const SlabCache& a, const SlabCache& b) {
    const std::uint64_t key_a = sort_key(a, order);
    const std::uint64_t key_b = sort_key(b, order);
    return key_a != key_b ? key_a > key_b : a.name < b.name;
  });
}

Object to_object(const SlabCache& cache) {
  Object object = {{"name", cache.name}};
  if (!cache.id.empty())
    object.emplace_back("id", cache.id);
  object.emplace_back("aliases", cache.aliases);
  put(object, "memory_bytes", cache.memory_bytes());
  put(object, "waste_bytes", cache.waste_bytes());
  put(object, "slab_bytes", cache.slab_bytes());
  put(object, "slab_waste_bytes", cache.slab_waste_bytes());
  put(object, "object_waste_bytes", cache.object_waste_bytes());
  for (const Member& member : members)
    put(object, member.key, cache.*member.member);
  if (!cache.ctor.empty())
    object.emplace_back("ctor", cache.ctor);
  return object;
}

Object to_object(const SlabCache& cache, const SlabNode& node) {
  Object object = {{"name", cache.name},         {"nid", node.nid},
                   {"objects", node.objects},    {"total_objects", node.total_objects},
                   {"slabs", node.slabs},        {"partial", node.partial},
                   {"cpu_slabs", node.cpu_slabs}};
  if (const SlabFigure bytes = cache.slab_bytes())
    object.emplace_back("memory_bytes", node.slabs * *bytes);
  return object;
}

Object to_object(const Hardening& hardening) {
  return {{"name", hardening.name}, {"state", hardening.state}, {"source", hardening.source}};
}

} // namespace mmscope::model
