// SPDX-License-Identifier: GPL-2.0
// Page tables of a fake machine with four levels.
#include <algorithm>
#include <cassert>
#include <cstdio>

#include "fake_kernel.hpp"

using mmscope::test::FakeKernel;

mms_address_area mms_area_of(mms_u64 addr) {
  if (addr < mms_u64{1} << 47)
    return MMS_AREA_USER;
  if (addr < ~mms_u64{0} << 47)
    return MMS_AREA_NONCANONICAL;
  return addr < 0xffffc90000000000 ? MMS_AREA_DIRECT_MAP : MMS_AREA_VMALLOC;
}

int mms_walk_pgtable(mms_u64 pid, mms_u64 addr, mms_pgtable_walk* walk) {
  FakeKernel& kernel = FakeKernel::current();
  kernel.walked_pid = pid;
  kernel.walked_addr = addr;
  *walk = kernel.pgtable_walk;
  return kernel.pgtable_error;
}

int mms_vmalloc_range(unsigned int idx, mms_u64* start, mms_u64* end) {
  const FakeKernel& kernel = FakeKernel::current();
  if (kernel.vmalloc_error != 0)
    return kernel.vmalloc_error;
  *start = kernel.vmalloc_ranges.at(idx)[0];
  *end = kernel.vmalloc_ranges.at(idx)[1];
  return 0;
}

void mms_vmalloc_read(mms_u64 addr, mms_u64 end, mms_vmalloc_batch* out) {
  constexpr mms_u64 table_bytes = 512 * 4096;
  FakeKernel& kernel = FakeKernel::current();
  assert(addr < end);
  ++kernel.nr_page_reads;
  out->nr_runs = 0;
  out->raced = 0;
  out->next_addr = std::min(addr / table_bytes * table_bytes + table_bytes, end);
  const mms_u64 table_end = out->next_addr;
  for (const mms_u64 gone : kernel.vmalloc_gone)
    out->raced |= gone >= addr && gone < table_end;
  bool more = false;
  for (const mms_vmalloc_run& run : kernel.vmalloc_runs) {
    if (run.addr < addr || run.addr >= end)
      continue;
    more = true;
    if (out->raced != 0 || run.addr >= table_end)
      break;
    if (out->nr_runs == MMS_MAX_VMALLOC_RUNS) {
      out->next_addr = run.addr;
      return;
    }
    out->runs[out->nr_runs++] = run;
    more = false;
  }
  // What is empty above the tables is stepped over.
  if (out->nr_runs == 0 && out->raced == 0 && !more)
    out->next_addr = end;
}

int mms_vmalloc_address_print(mms_u64 addr, char* buf, mms_size size) {
  return std::snprintf(buf, size, "%016llx", static_cast<unsigned long long>(addr));
}
