// SPDX-License-Identifier: GPL-2.0
#include "fake_kernel.hpp"

#include <cstring>

namespace mmscope::test {
namespace {

FakeKernel* the_kernel = nullptr;

constexpr const char* zone_names[] = {"DMA", "DMA32", "Normal", "Movable", "Device"};

void set_name(char (&member)[MMS_NAME_SIZE], const char* text) {
  std::strncpy(member, text, MMS_NAME_SIZE - 1);
}

} // namespace

FakeKernel& FakeKernel::current() { return *the_kernel; }

FakeKernel::FakeKernel() { the_kernel = this; }

FakeKernel::~FakeKernel() { the_kernel = nullptr; }

pglist_data& FakeKernel::add_node(int nid, const std::string& cpus) {
  auto node = std::make_unique<pglist_data>();
  mms_wire_node_clear(&node->fields);
#define SET_U64(key) node->fields.key = next_value_++;
#define SET_S64(key) node->fields.key = static_cast<mms_s64>(next_value_++);
#define SET_NAME(key)
#define SET_LIST(key)
#define SET_TEXT(key)
#define SET(type, key, unit, since, source, meaning) SET_##type(key)
  MMS_FIELDS_node(SET)
#undef SET
  // The kernel keeps these by zone only; a node's are the core's to add up.
#define CLEAR_SUM(type, key, unit, since, source, meaning) node->fields.key = MMS_ABSENT_U64;
      MMS_NUMA_STATS(CLEAR_SUM)
#undef CLEAR_SUM
          node->fields.nid = static_cast<mms_u64>(nid);
  node->cpus = cpus;
  for (unsigned idx = 0; idx < std::size(zone_names); ++idx) {
    zone empty{};
    mms_wire_zone_clear(&empty.fields);
#define CLEAR_U64(key) empty.fields.key = 0;
#define CLEAR_S64(key) empty.fields.key = 0;
#define CLEAR_NAME(key)
#define CLEAR_LIST(key)
#define CLEAR_TEXT(key)
#define CLEAR(type, key, unit, since, source, meaning) CLEAR_##type(key)
    MMS_FIELDS_zone(CLEAR)
#undef CLEAR
        empty.fields.nid = static_cast<mms_u64>(nid);
    empty.fields.zone_idx = idx;
    set_name(empty.fields.name, zone_names[idx]);
    empty.lowmem_reserve.assign(std::size(zone_names), 0);
    node->zones.push_back(empty);
  }
  return *(nodes[nid] = std::move(node));
}

zone& FakeKernel::populate(int nid, unsigned zone_idx, mms_u64 start_pfn, mms_u64 pages) {
  zone& target = nodes.at(nid)->zones.at(zone_idx);
#define FILL_U64(key) target.fields.key = next_value_++;
#define FILL_S64(key) target.fields.key = static_cast<mms_s64>(next_value_++);
#define FILL_NAME(key)
#define FILL_LIST(key)
#define FILL_TEXT(key)
#define FILL(type, key, unit, since, source, meaning) FILL_##type(key)
  MMS_FIELDS_zone(FILL)
#undef FILL
      target.fields.nid = static_cast<mms_u64>(nid);
  target.fields.zone_idx = zone_idx;
  target.fields.populated = 1;
  target.fields.zone_start_pfn = start_pfn;
  target.fields.spanned_pages = pages;
  target.fields.present_pages = pages;
  target.fields.managed_pages = pages;
  for (int cpu : online_cpus)
    target.pcp_blocks[cpu] = {};
  return target;
}

mms_page_run FakeKernel::plain_page(mms_u64 pfn) const {
  mms_page_run run{};
  run.pfn = pfn;
  run.nr_pages = 1;
  run.refcount = 1;
  run.nid = -1;
  for (const auto& [nid, node] : nodes)
    for (const zone& zone : node->zones)
      if (zone.fields.populated == 1 && pfn >= zone.fields.zone_start_pfn &&
          pfn < zone.fields.zone_start_pfn + zone.fields.spanned_pages) {
        run.nid = nid;
        run.zone_idx = static_cast<unsigned>(zone.fields.zone_idx);
      }
  return run;
}

mms_page_run& FakeKernel::add_pages(mms_u64 pfn, mms_u64 nr_pages, mms_u64 flags, unsigned order) {
  mms_page_run run = plain_page(pfn);
  run.nr_pages = nr_pages;
  run.flags = flags;
  run.order = order;
  return page_runs[pfn] = run;
}

} // namespace mmscope::test
