// SPDX-License-Identifier: GPL-2.0
// The shim's functions over a FakeKernel.
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "fake_kernel.hpp"

namespace {

mmscope::test::FakeKernel& kernel() { return mmscope::test::FakeKernel::current(); }

int print(const std::string& text, char* buf, mms_size size) {
  return std::snprintf(buf, size, "%s", text.c_str());
}

constexpr const char* migratetypes[fake_nr_migratetypes] = {"Unmovable",  "Movable", "Reclaimable",
                                                            "HighAtomic", "CMA",     "Isolate"};

mms_u64 clamp(mms_u64 blocks, mms_u64 bound, unsigned bit, mms_u64& bounded) {
  if (blocks < bound)
    return blocks;
  bounded |= mms_u64{1} << bit;
  return bound;
}

} // namespace

// Each function below says what SET_U64, SET_S64 and SET_NAME do to a member.
#define SET_LIST(key)
#define SET_TEXT(key)
#define SET(type, key, unit, since, source, meaning) SET_##type(key)

void* mms_kvmalloc(mms_size size) {
  if (++kernel().nr_allocations == kernel().fail_at)
    return nullptr;
  ++kernel().outstanding;
  return std::malloc(size);
}

void mms_kvfree(const void* memory) {
  if (memory != nullptr)
    --kernel().outstanding;
  std::free(const_cast<void*>(memory));
}

mms_u64 mms_ktime_get_ns(void) { return 1000; }
void mms_cond_resched(void) {}
void mms_cpus_read_lock(void) { ++kernel().cpus_lock_depth; }
void mms_cpus_read_unlock(void) { --kernel().cpus_lock_depth; }

int mms_next_online_cpu(int cpu) {
  for (int online : kernel().online_cpus)
    if (online > cpu)
      return online;
  return mms_nr_cpu_ids();
}

int mms_nr_cpu_ids(void) {
  return kernel().online_cpus.empty() ? 0 : kernel().online_cpus.back() + 1;
}

const char* mms_utsname_release(void) { return "6.1.0-fake"; }
const char* mms_built_for(void) { return "6.1.0-fake"; }
mms_u64 mms_page_size(void) { return 4096; }

void mms_info_read(mms_wire_info* info) {
#define SET_U64(key) info->key = 1;
#define SET_S64(key) info->key = 1;
#define SET_NAME(key) std::strcpy(info->key, "name");
  MMS_FIELDS_info(SET)
#undef SET_U64
#undef SET_S64
#undef SET_NAME
}

mms_u64 mms_free_list_bound(void) { return kernel().free_list_bound; }

int mms_cpus_online_print(char* buf, mms_size size) {
  return print(kernel().cpus_online_text, buf, size);
}

int mms_node_cpus_print(int nid, char* buf, mms_size size) {
  return print(kernel().nodes.at(nid)->cpus, buf, size);
}

int mms_next_node(int nid, mms_node_state) {
  const auto next = kernel().nodes.upper_bound(nid);
  return next == kernel().nodes.end() ? mms_nr_node_ids() : next->first;
}

int mms_nr_node_ids(void) {
  return kernel().nodes.empty() ? 0 : kernel().nodes.rbegin()->first + 1;
}

pglist_data* mms_node_data(int nid) { return kernel().nodes.at(nid).get(); }
int mms_node_distance(int from, int to) { return from == to ? 10 : 20 + to; }
void mms_node_read(pglist_data* pgdat, mms_wire_node* node) { *node = pgdat->fields; }
void mms_node_stat_read(pglist_data*, mms_wire_node*) {}

unsigned int mms_max_nr_zones(void) { return 5; }
zone* mms_node_zone(pglist_data* pgdat, unsigned int idx) { return &pgdat->zones.at(idx); }
int mms_populated_zone(const zone* zone) { return zone->fields.populated == 1; }
int mms_zone_to_nid(const zone* zone) { return static_cast<int>(zone->fields.nid); }
unsigned int mms_zone_idx(const zone* zone) { return static_cast<unsigned>(zone->fields.zone_idx); }
const char* mms_zone_name(const zone* zone) { return zone->fields.name; }
void mms_zone_read(zone* zone, mms_wire_zone* out) { *out = zone->fields; }
void mms_zone_stat_read(zone*, mms_wire_zone*) {}
mms_u64 mms_zone_lowmem_reserve(const zone* zone, unsigned int idx) {
  return zone->lowmem_reserve.at(idx);
}

unsigned int mms_nr_zonelists(void) { return kernel().nr_zonelists; }
zone* mms_zonelist_zone(pglist_data* pgdat, mms_zonelist list, unsigned int pos) {
  return pos < pgdat->lists[list].size() ? pgdat->lists[list][pos] : nullptr;
}

unsigned int mms_nr_page_orders(void) { return fake_nr_orders; }
unsigned int mms_nr_migratetypes(void) { return fake_nr_migratetypes; }
const char* mms_migratetype_name(unsigned int type) { return migratetypes[type]; }

void mms_free_area_read(zone* zone, unsigned int order, mms_u64 bound, mms_free_counts* out) {
  // The real lists of such a zone are not even initialised.
  assert(mms_populated_zone(zone));
  out->nr_free = 0;
  out->bounded = 0;
  for (unsigned type = 0; type < fake_nr_migratetypes; ++type) {
    const mms_u64 blocks = zone->free_blocks.at(order)[type];
    out->nr_free += blocks;
    out->blocks[type] = clamp(blocks, bound, type, out->bounded);
  }
}

unsigned int mms_nr_pcp_lists(void) { return fake_nr_pcp_lists; }
unsigned int mms_pcp_list_order(unsigned int list) { return list < 12 ? list / 3 : 9; }
const char* mms_pcp_list_migratetype(unsigned int list) { return migratetypes[list % 3]; }

void mms_pcp_read(zone* zone, int cpu, mms_u64 bound, mms_wire_pcp* pcp, mms_pcp_counts* counts) {
  assert(mms_populated_zone(zone));
  assert(kernel().cpus_lock_depth == 1);
#define SET_U64(key) pcp->key = 7;
#define SET_S64(key) pcp->key = -7;
#define SET_NAME(key)
  MMS_FIELDS_pcp(SET)
#undef SET_U64
#undef SET_S64
#undef SET_NAME
      pcp->nid = zone->fields.nid;
  pcp->zone_idx = zone->fields.zone_idx;
  pcp->cpu = static_cast<mms_u64>(cpu);
  std::strcpy(pcp->zone, zone->fields.name);
  counts->bounded = 0;
  for (unsigned list = 0; list < fake_nr_pcp_lists; ++list)
    counts->blocks[list] = clamp(zone->pcp_blocks.at(cpu)[list], bound, list, counts->bounded);
}

void mms_model_read(mms_wire_model* model) {
#define SET_U64(key) model->key = 3;
#define SET_NAME(key) std::strcpy(model->key, "sparse-vmemmap");
  MMS_FIELDS_model(SET)
#undef SET_U64
#undef SET_NAME
      model->struct_page_bytes = 64;
}

unsigned int mms_pageblock_order(void) { return 9; }
int mms_address_print(mms_address, char* buf, mms_size size) {
  return print("0000000012345678", buf, size);
}
mms_u64 mms_pages_per_section(void) { return 32768; }
mms_u64 mms_pages_per_subsection(void) { return 512; }

mms_section_state mms_section_nr_state(mms_u64 section) {
  const auto found = kernel().sections.find(section);
  return found == kernel().sections.end() ? MMS_SECTION_HOLE : found->second;
}

// The first subsection of every section is a hole.
mms_section_state mms_subsection_state(mms_u64 pfn) {
  return pfn % mms_pages_per_section() < 512 ? MMS_SECTION_HOLE
                                             : mms_section_nr_state(pfn / mms_pages_per_section());
}
