// SPDX-License-Identifier: GPL-2.0
// The machine that the core's tests and its fuzzer run on.
#ifndef MMS_TESTS_FAKE_MACHINE_HPP
#define MMS_TESTS_FAKE_MACHINE_HPP

#include "fake_kernel.hpp"

namespace mmscope::test {

// Nodes 1 and 3: no node 0, a gap, one without CPUs, one without Normal memory.
inline void make_machine(FakeKernel& kernel) {
  kernel.online_cpus = {0, 2};
  kernel.cpus_online_text = "0,2";
  pglist_data& first = kernel.add_node(1, "0,2");
  pglist_data& second = kernel.add_node(3, "");
  kernel.populate(1, 1, 4096, 61440);
  kernel.populate(1, 2, 65536, 65536);
  kernel.populate(3, 3, 262144, 32768);
  first.fields.node_start_pfn = 4096;
  first.fields.node_spanned_pages = 126976;
  second.fields.node_start_pfn = 262144;
  second.fields.node_spanned_pages = 32768;
  for (mms_u64 section = 0; section < 4; ++section)
    kernel.sections[section] = MMS_SECTION_ONLINE;
  kernel.sections[8] = MMS_SECTION_OFFLINE;
  first.lists[0] = {&first.zones[2], &first.zones[1], &second.zones[3]};
  first.lists[1] = {&first.zones[2], &first.zones[1]};
  second.lists[0] = {&second.zones[3], &first.zones[2], &first.zones[1]};
  second.lists[1] = {&second.zones[3]};
}

} // namespace mmscope::test

#endif // MMS_TESTS_FAKE_MACHINE_HPP
