// SPDX-License-Identifier: GPL-2.0
#include "reader/hypervisor.hpp"

#include <array>
#include <cstring>
#include <utility>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "reader/proc_text.hpp"

namespace mmscope::reader {
namespace {

enum class Below { hypervisor, nothing, unknown };

// The flag that x86 CPUs show to the kernel where they are virtual.
Below below(const Source& source) {
  const std::string text = source.try_read("/proc/cpuinfo").value_or("");
  const std::size_t at = text.find("\nflags\t");
  if (at == std::string::npos)
    return Below::unknown;
  const std::string line = text.substr(at + 1, text.find('\n', at + 1) - at - 1) + " ";
  return line.find(" hypervisor ") != std::string::npos ? Below::hypervisor : Below::nothing;
}

} // namespace

std::string hypervisor_signature() {
#if defined(__x86_64__) || defined(__i386__)
  unsigned eax = 0;
  std::array<unsigned, 3> name{};
  unsigned ecx = 0;
  unsigned edx = 0;
  unsigned ebx = 0;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & 1U << 31) == 0)
    return "";
  __cpuid(0x40000000, eax, name[0], name[1], name[2]);
  std::string signature(sizeof(name), '\0');
  std::memcpy(signature.data(), name.data(), sizeof(name));
  return signature.substr(0, signature.find('\0'));
#else
  return "";
#endif
}

std::string virtualization(const Source& source, std::string_view signature) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 6> names = {{
      {"TCGTCGTCGTCG", "tcg"},
      {"KVMKVMKVM", "kvm"},
      {"XenVMMXenVMM", "xen"},
      {"Microsoft Hv", "hyperv"},
      {"VMwareVMware", "vmware"},
      {"bhyve bhyve ", "bhyve"},
  }};
  for (const auto& [known, name] : names)
    if (signature == known)
      return name;
  // Guests of Xen that are paravirtual have no such flag.
  const auto type = source.try_read("/sys/hypervisor/type");
  if (type && trim(*type) == "xen")
    return "xen";
  switch (below(source)) {
  case Below::hypervisor:
    return "unknown hypervisor";
  case Below::nothing:
    return "bare";
  case Below::unknown:
    break;
  }
  return "unknown";
}

} // namespace mmscope::reader
