// SPDX-License-Identifier: GPL-2.0
// Page tables of a fake machine with four levels.
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
