// SPDX-License-Identifier: GPL-2.0
// What the lab drives, on the host: allocators that count what is out, and do
// wrong where a test wants them to.
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "fake_kernel.hpp"

using mmscope::test::FakeKernel;
using mmscope::test::FakeLab;

// Memory of a block that is freed page by page.
struct SplitBlock {
  page* first;
  void* memory;
  mms_u64 users;
  std::vector<page*> pages;
};

struct page {
  mms_place place;
  unsigned order;
  void* memory;
  page* next = nullptr;
  bool reserve = false; // of the zone that reserves empties
  SplitBlock* memory_owner = nullptr;
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

// As the kernel: urgent callers may go further below the min watermark of 40.
static bool reserve_refuses(mms_u32 gfp) {
  const mms_u64 floor = (gfp & MMS_GFP(ATOMIC)) != 0 ? 15 : (gfp & MMS_GFP(HIGH)) != 0 ? 20 : 40;
  return FakeKernel::current().lab.reserve_pages <= floor;
}

page* mms_alloc_pages_node(int nid, mms_u32 gfp, unsigned int order) {
  const bool reserve = (gfp & MMS_GFP(NORECLAIM)) != 0 && (gfp & MMS_GFP(THISNODE)) != 0;
  if (reserve && reserve_refuses(gfp))
    return nullptr;
  void* const memory = new_memory(mms_size{4096} << order, (gfp & MMS_GFP(ZERO)) != 0);
  if (memory == nullptr)
    return nullptr;
  auto* const block = new page{new_place(nid, order), order, memory};
  block->reserve = reserve;
  lab().reserve_pages -= reserve ? 1 : 0;
  return block;
}

// Blocks that were split, by their first page, which may be free already.
static std::map<page*, SplitBlock*> split_blocks;

void mms_free_pages(page* page, unsigned int order) {
  assert(page->order == order);
  lab().reserve_pages += page->reserve ? 1 : 0;
  // The first page of a block that was split owns the memory of all of them.
  if (page->memory_owner == nullptr) {
    free_memory(page->memory);
  } else if (--page->memory_owner->users == 0) {
    free_memory(page->memory_owner->memory);
    split_blocks.erase(page->memory_owner->first);
    delete page->memory_owner;
  }
  delete page;
}

void mms_page_set_next(page* page, struct page* next) { page->next = next; }
page* mms_page_next(page* page) { return page->next; }
unsigned int mms_page_block_order(page* page) { return page->order; }

static void split(page* first, mms_u64 nr_pages) {
  auto* const block = new SplitBlock{first, first->memory, nr_pages, {first}};
  split_blocks[first] = block;
  first->order = 0;
  first->memory_owner = block;
  for (mms_u64 i = 1; i < nr_pages; ++i) {
    mms_place place = first->place;
    place.pfn += i;
    block->pages.push_back(
        new page{place, 0, static_cast<char*>(first->memory) + i * 4096, nullptr, false, block});
  }
}

void mms_split_page(page* page, unsigned int order) { split(page, mms_u64{1} << order); }
page* mms_nth_page(page* page, mms_u64 n) { return split_blocks.at(page)->pages.at(n); }

int mms_alloc_pages_bulk(int nid, mms_u32 gfp, unsigned int nr_pages, page** pages) {
  for (unsigned i = 0; i < nr_pages; ++i) {
    pages[i] = mms_alloc_pages_node(nid, gfp, 0);
    if (pages[i] == nullptr) {
      while (i-- > 0)
        mms_free_pages(pages[i], 0);
      return 0;
    }
  }
  return 1;
}

int mms_have_contig(void) { return lab().no_contig ? 0 : 1; }
page* mms_alloc_contig(int nid, mms_u64 nr_pages) {
  void* const memory = new_memory(nr_pages * 4096, false);
  if (memory == nullptr)
    return nullptr;
  unsigned order = 0;
  while ((mms_u64{1} << order) < nr_pages)
    ++order;
  auto* const first = new page{new_place(nid, order), 0, memory};
  split(first, nr_pages);
  return first;
}
void mms_free_contig(page* page, mms_u64 nr_pages) {
  const std::vector<struct page*> pages = split_blocks.at(page)->pages;
  assert(pages.size() == nr_pages);
  for (struct page* one : pages)
    mms_free_pages(one, 0);
}

int mms_have_dma_cma(void) { return lab().no_cma ? 0 : 1; }
struct device {
  int nid;
};
device* mms_dma_device_new(int nid) {
  ++lab().out;
  return new device{nid};
}
void mms_dma_device_delete(device* dev) {
  lab().out -= dev != nullptr ? 1 : 0;
  delete dev;
}
page* mms_dma_alloc_pages(device* dev, mms_size size, mms_u64* handle) {
  page* const first = mms_alloc_contig(dev->nid, size / 4096);
  if (first != nullptr) {
    *handle = first->place.pfn * 4096;
    std::memset(first->memory, 0, size);
  }
  return first;
}
void mms_dma_free_pages(device*, mms_size size, page* page, mms_u64 handle) {
  assert(handle == page->place.pfn * 4096);
  mms_free_contig(page, size / 4096);
}
int mms_page_is_cma(page*) { return lab().cma_is_full ? 0 : 1; }

void mms_first_place(int nid, mms_u32, mms_place* place) {
  const zone& first = serving(nid);
  *place = {0, static_cast<mms_s32>(first.fields.nid), static_cast<mms_u32>(first.fields.zone_idx)};
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

int mms_kmem_cache_alloc_bulk(kmem_cache* cache, mms_u32 gfp, mms_size nr, void** objects) {
  for (mms_size i = 0; i < nr; ++i) {
    objects[i] = mms_kmem_cache_alloc_node(cache, gfp, 0);
    if (objects[i] == nullptr) {
      while (i-- > 0)
        mms_kmem_cache_free(cache, objects[i]);
      return 0;
    }
  }
  return 1;
}
void mms_kmem_cache_free_bulk(kmem_cache* cache, mms_size nr, void** objects) {
  for (mms_size i = 0; i < nr; ++i)
    mms_kmem_cache_free(cache, objects[i]);
}

void* mms_vmalloc_node(mms_size size, int) { return new_memory(size, false); }
void mms_vfree(const void* area) { free_memory(const_cast<void*>(area)); }
// Every other page follows the one before.
void mms_vmalloc_place(const void* address, mms_place* place) {
  const mms_u64 number = reinterpret_cast<mms_u64>(address) >> 12;
  *place = {number / 2 * 8 + number % 2, 1, 2};
}

// A copy of the pages stands for a mapping of them.
void* mms_vmap(page** pages, unsigned int nr_pages) {
  auto* const area = static_cast<char*>(new_memory(nr_pages * mms_size{4096}, false));
  if (area == nullptr)
    return nullptr;
  for (unsigned i = 0; i < nr_pages; ++i) {
    std::memcpy(area + i * 4096, pages[i]->memory, 4096);
    lab().mapped[area + i * 4096] = pages[lab().map_wrong_page ? 0 : i];
  }
  return area;
}
void mms_vunmap(const void* area) { free_memory(const_cast<void*>(area)); }
void* mms_vm_map_ram(page** pages, unsigned int nr_pages, int) { return mms_vmap(pages, nr_pages); }
void mms_vm_unmap_ram(const void* area, unsigned int) { mms_vunmap(area); }
page* mms_vmalloc_to_page(const void* address) { return lab().mapped.at(address); }

void* mms_kmap_local(page* page) {
  ++lab().out;
  return page->memory;
}
void mms_kunmap_local(const void*) { --lab().out; }

int mms_plain_alloc_pages(int nid, mms_u32 gfp, unsigned int order, mms_u64 ops, mms_u64* took_ns) {
  *took_ns = 7 * ops;
  for (mms_u64 i = 0; i < ops; ++i) {
    page* const block = mms_alloc_pages_node(nid, gfp, order);
    if (block == nullptr)
      return -12;
    mms_free_pages(block, order);
  }
  return 0;
}
int mms_plain_vmalloc(int nid, mms_size size, mms_u64 ops, mms_u64* took_ns) {
  *took_ns = 9 * ops;
  for (mms_u64 i = 0; i < ops; ++i) {
    void* const area = mms_vmalloc_node(size, nid);
    if (area == nullptr)
      return -12;
    mms_vfree(area);
  }
  return 0;
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

void* mms_alloc_percpu(mms_size, mms_size) { return new_memory(mms_size{4} * 32768, true); }
void mms_free_percpu(void* cookie) { free_memory(cookie); }
mms_u64 mms_percpu_max_size(void) { return 32768; }
int mms_cpu_possible(int cpu) { return cpu < 4 ? 1 : 0; }
// Each CPU has a copy of its own behind the first one.
void* mms_per_cpu_ptr(void* cookie, int cpu) { return static_cast<char*>(cookie) + cpu * 32768; }
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
int mms_move_to_cpu(int cpu) {
  lab().cpu = cpu;
  lab().cpus_used.insert(cpu);
  return 0;
}
// All of them belong to node 1, but for what a test says.
int mms_cpu_to_node(int cpu) {
  return lab().node_of_cpu.contains(cpu) ? lab().node_of_cpu.at(cpu) : 1;
}
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
