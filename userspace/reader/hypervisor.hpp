// SPDX-License-Identifier: GPL-2.0
// What runs below the kernel: times taken in an emulated machine are not those of
// a real one.
#ifndef MMSCOPE_READER_HYPERVISOR_HPP
#define MMSCOPE_READER_HYPERVISOR_HPP

#include <string>
#include <string_view>

#include "reader/source.hpp"

namespace mmscope::reader {

// How the hypervisor under this process names itself to CPUID (leaf 0x40000000);
// empty where there is none, or no such instruction.
[[nodiscard]] std::string hypervisor_signature();

// "bare", "kvm", "tcg" (emulated), "xen", "hyperv", "vmware", "bhyve"; "unknown
// hypervisor" where there is one that does not tell, "unknown" where it cannot be
// told whether there is one.
[[nodiscard]] std::string virtualization(const Source& source, std::string_view signature);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_HYPERVISOR_HPP
