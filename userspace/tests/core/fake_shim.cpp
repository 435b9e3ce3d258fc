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

// Goes on by a tick with each reading, where a test asks for that.
mms_u64 mms_ktime_get_ns(void) { return 1000 + (kernel().lab.elapsed_ns += kernel().lab.tick_ns); }
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

pglist_data* mms_node_data(int nid) {
  const auto found = kernel().nodes.find(nid);
  return found == kernel().nodes.end() ? nullptr : found->second.get();
}
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

namespace {

bool pages_online(mms_u64 pfn) { return mms_subsection_state(pfn) == MMS_SECTION_ONLINE; }

// The run that covers the pfn, cut at its front to whole blocks.
mms_page_run run_at(mms_u64 pfn) {
  auto next = kernel().page_runs.upper_bound(pfn);
  if (next != kernel().page_runs.begin()) {
    mms_page_run run = std::prev(next)->second;
    if (pfn < run.pfn + run.nr_pages) {
      const mms_u64 block = mms_u64{1} << run.order;
      if ((pfn - run.pfn) % block != 0)
        run.flags = (run.flags & ~MMS_PG(COMPOUND_HEAD)) | MMS_PG(COMPOUND_TAIL);
      run.nr_pages -= pfn - run.pfn;
      run.pfn = pfn;
      return run;
    }
  }
  mms_page_run run = kernel().plain_page(pfn);
  run.nr_pages = (next == kernel().page_runs.end() ? ~mms_u64{0} : next->first) - pfn;
  return run;
}

} // namespace

int mms_pages_read(mms_u64 pfn, mms_u64 end, mms_page_batch* out) {
  assert(end > pfn && (end - 1) / mms_pages_per_subsection() == pfn / mms_pages_per_subsection());
  if (!pages_online(pfn))
    return -6;
  out->nr_runs = 0;
  out->nr_read = 0;
  ++kernel().nr_page_reads;
  while (pfn < end && out->nr_runs < MMS_MAX_PAGE_RUNS) {
    mms_page_run run = run_at(pfn);
    const mms_u64 block = mms_u64{1} << run.order;
    const mms_u64 blocks = (end - pfn + block - 1) / block;
    if (!(run.flags & MMS_PG(COMPOUND_TAIL)) && run.nr_pages > blocks * block)
      run.nr_pages = blocks * block;
    out->runs[out->nr_runs++] = run;
    out->nr_read += run.order == 0 ? run.nr_pages : 1;
    pfn += run.nr_pages;
  }
  out->next_pfn = pfn;
  return 0;
}

unsigned int mms_pageblock_migratetype(mms_u64 pfn) {
  if (!pages_online(pfn))
    return fake_nr_migratetypes;
  const auto found = kernel().migratetypes.find(pfn >> mms_pageblock_order());
  return found == kernel().migratetypes.end() ? 1 : found->second;
}

mms_u64 mms_memmap_run(mms_u64 pfn, mms_u64 end, mms_u64* first, mms_u64* nr_pages) {
  const auto found = kernel().memmap.find(pfn / mms_pages_per_section());
  *first = found == kernel().memmap.end() ? 0 : found->second;
  *nr_pages = found == kernel().memmap.end() ? 0 : (end - pfn) * 64 / 4096;
  return end;
}

int mms_memmap_read(mms_u64 pfn, mms_u64 end, mms_u64* sum) {
  assert(end > pfn && (end - 1) / mms_pages_per_subsection() == pfn / mms_pages_per_subsection());
  if (!pages_online(pfn))
    return -6;
  ++kernel().nr_page_reads;
  for (; pfn < end; ++pfn)
    *sum += ++kernel().memmap_reads[pfn];
  return 0;
}

int mms_run_on_nodes(mms_node_walk* walk, const int* nids, unsigned int nr_nids,
                     mms_u32* cancelled) {
  for (unsigned i = 0; i < nr_nids; ++i)
    mms_core_walk_node(walk, nids[i]);
  *cancelled = mms_signal_pending() != 0;
  return *cancelled ? -4 : 0;
}

int mms_walk_cancelled(const mms_u32*) { return mms_signal_pending(); }
int mms_signal_pending(void) { return kernel().nr_page_reads > kernel().cancel_after; }

void mms_last_error_set(const char* file, const char* reason, mms_size length) {
  kernel().last_error = std::string(file) + ": " + std::string(reason, length);
}
