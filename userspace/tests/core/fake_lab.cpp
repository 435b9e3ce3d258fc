// SPDX-License-Identifier: GPL-2.0
// What the lab drives, on the host: allocators that count what is out, and do
// wrong where a test wants them to.
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "fake_kernel.hpp"

using mmscope::test::FakeKernel;
using mmscope::test::FakeLab;

struct page {
  mms_place place;
  unsigned order;
  void* memory;
};
struct kmem_cache {
  mms_size size;
  long out; // objects that must have been freed when it goes
};
struct percpu_counter {
  mms_s64 sum = 0;
};

namespace {

FakeLab& lab() { return FakeKernel::current().lab; }

// The zone that serves a node: the first of its zonelist.
const zone& serving(int nid) { return *FakeKernel::current().nodes.at(nid)->lists[0].at(0); }

mms_place new_place(int nid, unsigned order) {
  const zone& from = serving(nid);
  const mms_u64 block = mms_u64{1} << order;
  lab().next_pfn = (lab().next_pfn + block - 1) / block * block;
  const mms_place place{lab().next_pfn + lab().misplace_pfn, static_cast<mms_s32>(from.fields.nid),
                        static_cast<mms_u32>(from.fields.zone_idx)};
  lab().next_pfn += block;
  return place;
}

bool refused() {
  ++lab().tried;
  return lab().refuse_from != 0 && lab().tried >= lab().refuse_from;
}

// Filled with what an allocator that zeroes nothing would leave there.
void* new_memory(mms_size size, bool zero) {
  if (refused())
    return nullptr;
  void* const memory = std::aligned_alloc(4096, (size + 4095) / 4096 * 4096);
  std::memset(memory, zero && !lab().forget_to_zero ? 0 : 0x5a, size);
  ++lab().out;
  lab().most_out = std::max(lab().most_out, lab().out);
  return memory;
}

void free_memory(void* memory) {
  --lab().out;
  std::free(memory);
}

} // namespace

mms_u32 mms_gfp(mms_u32 bits) { return bits; }

page* mms_alloc_pages_node(int nid, mms_u32 gfp, unsigned int order) {
  void* const memory = new_memory(mms_size{4096} << order, (gfp & MMS_GFP(ZERO)) != 0);
  if (memory == nullptr)
    return nullptr;
  return new page{new_place(nid, order), order, memory};
}

void mms_free_pages(page* page, unsigned int order) {
  assert(page->order == order);
  free_memory(page->memory);
  delete page;
}

void* mms_page_address(page* page) {
  if (lab().scribble)
    std::memset(page->memory, 0x11, 8);
  return page->memory;
}
void mms_page_place(page* page, mms_place* place) { *place = page->place; }

mms_s64 mms_zone_spare_pages(zone*) { return lab().spare_pages; }

mms_u64 mms_kmalloc_max_size(void) { return mms_u64{4} << 20; }
void* mms_kmalloc_node(mms_size size, mms_u32 gfp, int) {
  return new_memory(size, (gfp & MMS_GFP(ZERO)) != 0);
}
void mms_kfree(const void* object) { free_memory(const_cast<void*>(object)); }
void mms_virt_place(const void*, mms_place* place) { *place = new_place(1, 0); }

kmem_cache* mms_kmem_cache_create(mms_size size, mms_size) {
  if (refused())
    return nullptr;
  ++lab().out;
  return new kmem_cache{size, 0};
}
void mms_kmem_cache_destroy(kmem_cache* cache) {
  assert(cache->out == 0);
  --lab().out;
  delete cache;
}
void* mms_kmem_cache_alloc_node(kmem_cache* cache, mms_u32 gfp, int) {
  void* const object = new_memory(cache->size, (gfp & MMS_GFP(ZERO)) != 0);
  cache->out += object != nullptr ? 1 : 0;
  return object;
}
void mms_kmem_cache_free(kmem_cache* cache, void* object) {
  --cache->out;
  free_memory(object);
}

void* mms_vmalloc_node(mms_size size, int) { return new_memory(size, false); }
void mms_vfree(const void* area) { free_memory(const_cast<void*>(area)); }
// Every other page follows the one before.
void mms_vmalloc_place(const void* address, mms_place* place) {
  const mms_u64 number = reinterpret_cast<mms_u64>(address) >> 12;
  *place = {number / 2 * 8 + number % 2, 1, 2};
}

percpu_counter* mms_percpu_counter_new(void) {
  if (refused())
    return nullptr;
  ++lab().out;
  return new percpu_counter;
}
void mms_percpu_counter_delete(percpu_counter* counter) {
  --lab().out;
  delete counter;
}
mms_s32 mms_percpu_counter_batch(void) { return 32; }
void mms_percpu_counter_add_batch(percpu_counter* counter, mms_s64 amount, mms_s32) {
  counter->sum += amount;
}
mms_s64 mms_percpu_counter_read(percpu_counter* counter) {
  return counter->sum - lab().counter_off;
}
mms_s64 mms_percpu_counter_sum(percpu_counter* counter) { return counter->sum + lab().lost_adds; }

void* mms_alloc_percpu(mms_size size, mms_size) {
  void* const memory = new_memory(size, true);
  if (memory != nullptr)
    std::memset(memory, 0, size);
  return memory;
}
void mms_free_percpu(void* cookie) { free_memory(cookie); }
void mms_this_cpu_add(void* cookie, mms_u64 amount) { *static_cast<mms_u64*>(cookie) += amount; }
mms_u64 mms_per_cpu_sum(void* cookie) { return *static_cast<mms_u64*>(cookie); }

void mms_lab_lock(void) {
  assert(!lab().locked);
  lab().locked = true;
}
void mms_lab_unlock(void) {
  assert(lab().locked);
  lab().locked = false;
}
void mms_lab_start(void) { lab().started = true; }
void mms_lab_join(void) {
  if (std::exchange(lab().started, false))
    mms_core_lab_run();
}
// One after the other: what they do to each other is for the kernel to show.
int mms_threads_run(mms_lab_job* job, const int* cpus, unsigned int nr_threads) {
  if (lab().threads_error != 0)
    return lab().threads_error;
  for (unsigned i = 0; i < nr_threads; ++i) {
    lab().cpu = cpus[i];
    lab().cpus_used.insert(cpus[i]);
    mms_core_lab_thread(job, i);
  }
  return 0;
}
int mms_this_cpu(void) { return lab().cpu; }
// All of them belong to node 1.
int mms_cpu_to_node(int) { return 1; }
int mms_cpu_online(int cpu) {
  for (const int online : FakeKernel::current().online_cpus)
    if (online == cpu)
      return 1;
  return 0;
}
void mms_sleep_ms(unsigned int) {
  ++lab().sleeps;
  if (lab().on_sleep)
    lab().on_sleep();
}
unsigned int mms_bench_budget_percent(void) { return 5; }
