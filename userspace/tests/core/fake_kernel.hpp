// SPDX-License-Identifier: GPL-2.0
// A kernel that tests can shape: nodes, zones, lists and CPUs behind the shim's
// functions, so that the core runs on the host under the sanitizers.
#ifndef MMS_TESTS_FAKE_KERNEL_HPP
#define MMS_TESTS_FAKE_KERNEL_HPP

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shim/shim.h"

constexpr unsigned fake_nr_orders = 11;
constexpr unsigned fake_nr_migratetypes = 6;
constexpr unsigned fake_nr_pcp_lists = 14;

// The shim's incomplete types, completed.
struct zone {
  mms_wire_zone fields;
  std::vector<mms_u64> lowmem_reserve;
  std::array<std::array<mms_u64, fake_nr_migratetypes>, fake_nr_orders> free_blocks{};
  std::map<int, std::array<mms_u64, fake_nr_pcp_lists>> pcp_blocks;
};

struct pglist_data {
  mms_wire_node fields;
  std::vector<zone> zones;
  std::vector<zone*> lists[2];
  std::string cpus;
};

namespace mmscope::test {

// How the lab's allocators behave, and what they saw.
struct FakeLab {
  mms_s64 spare_pages = 100000; // of each zone
  unsigned refuse_from = 0;     // allocation number (from 1) from which there is no memory
  bool forget_to_zero = false;
  bool scribble = false;    // memory changes whenever it is looked at
  mms_u64 misplace_pfn = 0; // added to each pfn
  mms_s64 lost_adds = 0;
  mms_s64 counter_off = 0;
  int threads_error = 0;
  mms_u64 reserve_pages = 0; // free in the zone that noreclaim requests are served from
  bool no_contig = false;
  bool no_cma = false;
  bool cma_is_full = false; // what is asked of it comes from elsewhere
  bool map_wrong_page = false;
  std::map<int, int> node_of_cpu;
  std::map<const void*, page*> mapped; // by address
  std::function<void()> on_sleep;

  long out = 0; // objects that are allocated
  long most_out = 0;
  unsigned tried = 0;
  unsigned sleeps = 0;
  std::set<int> cpus_used;

  mms_u64 tick_ns = 0; // between two readings of the clock
  mms_u64 elapsed_ns = 0;
  mms_u64 next_pfn = 65536;
  int cpu = 0;
  bool locked = false;
  bool started = false;
};

class FakeKernel {
public:
  // Pages from `pfn` on, all alike, as mms_pages_read() tells them; the blocks of
  // what was there before must not be cut.
  mms_page_run& add_pages(mms_u64 pfn, mms_u64 nr_pages, mms_u64 flags, unsigned order = 0);

  // The run of one page that nobody said anything about.
  [[nodiscard]] mms_page_run plain_page(mms_u64 pfn) const;

  // The one that the shim's functions speak for; the latest one made.
  static FakeKernel& current();

  FakeKernel();
  FakeKernel(const FakeKernel&) = delete;
  FakeKernel& operator=(const FakeKernel&) = delete;
  ~FakeKernel();

  // A node with the five zones of x86-64, none of them populated.
  pglist_data& add_node(int nid, const std::string& cpus);
  // Gives a zone memory; every counter gets a value of its own.
  zone& populate(int nid, unsigned zone_idx, mms_u64 start_pfn, mms_u64 pages);

  std::map<int, std::unique_ptr<pglist_data>> nodes;
  std::vector<int> online_cpus;
  std::string cpus_online_text;
  std::map<mms_u64, mms_section_state> sections; // absent: hole
  // By first pfn. Online pages that no run covers have no flags, are referenced
  // once and belong to the zone whose span they lie in.
  std::map<mms_u64, mms_page_run> page_runs;
  std::map<mms_u64, unsigned> migratetypes; // by pageblock; absent: Movable
  std::map<mms_u64, mms_u64> memmap;        // by section: the first page of its memmap
  mms_u64 cancel_after = ~mms_u64{0};       // reads of pages until a signal comes
  mms_u64 nr_page_reads = 0;
  std::map<mms_u64, unsigned> memmap_reads; // by pfn: times its words were read
  std::string last_error;
  unsigned nr_zonelists = 2;
  mms_u64 free_list_bound = 4096;

  // Allocation number `fail_at` (from 1) fails; 0: none does.
  unsigned fail_at = 0;
  unsigned nr_allocations = 0;
  long outstanding = 0; // allocated and not yet freed
  long cpus_lock_depth = 0;

  FakeLab lab;

  // What each walk through page tables answers; what the last one was asked.
  mms_pgtable_walk pgtable_walk{};
  int pgtable_error = 0;
  mms_u64 walked_pid = 0;
  mms_u64 walked_addr = 0;

  // Where vmalloc areas lie, in two parts; what is mapped there, by ascending
  // address and each within one table of 2 MiB; tables that are gone, by address.
  std::array<std::array<mms_u64, 2>, 2> vmalloc_ranges{
      {{0xffffc90000000000, 0xffffe90000000000}, {0xffffffffc0000000, 0xffffffffff000000}}};
  std::vector<mms_vmalloc_run> vmalloc_runs;
  std::vector<mms_u64> vmalloc_gone;
  int vmalloc_error = 0;

private:
  mms_u64 next_value_ = 1;
};

} // namespace mmscope::test

#endif // MMS_TESTS_FAKE_KERNEL_HPP
