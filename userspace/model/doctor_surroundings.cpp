// SPDX-License-Identifier: GPL-2.0
#include <array>

#include <fmt/core.h>

#include "model/doctor_checks.hpp"
#include "reader/error.hpp"
#include "reader/proc_kmsg.hpp"
#include "wire/codec.hpp"

namespace mmscope::model {
namespace {

using reader::Error;

Finding examine_log(const reader::Source& source) {
  try {
    const auto orders = reader::parse_fallback_orders(reader::read_kernel_log(source));
    if (!orders.by_node.empty())
      return {"kernel log", Health::ok, "has the fallback order of the nodes", ""};
    if (orders.begins_at_boot)
      return {"kernel log", Health::info, "names no fallback order",
              "a kernel without CONFIG_NUMA, or booted with loglevel filters"};
    return {"kernel log", Health::warning, "has rolled over since boot",
            "boot with log_buf_len=4M for verify to hold the zonelists against it"};
  } catch (const Error& error) {
    const bool closed = error.kind() == Error::Kind::permission;
    return {"kernel log", Health::warning, error.what(),
            closed ? "run as root (kernel.dmesg_restrict closes it to others)"
                   : "verify leaves out the logged fallback order"};
  }
}

Finding examine_pagetypeinfo(const reader::Source& source) {
  try {
    (void)source.read("/proc/pagetypeinfo");
    return {"/proc/pagetypeinfo", Health::ok, "can be read", ""};
  } catch (const Error& error) {
    return {"/proc/pagetypeinfo", Health::warning, error.what(),
            error.kind() == Error::Kind::permission ? "run as root"
                                                    : "verify leaves out the free lists by type"};
  }
}

// lib/vsprintf.c restricted_pointer()
Finding examine_kptr_restrict(const reader::Source& source) {
  constexpr std::array meanings = {
      "0: address fields are hashes, alike within one boot",
      "1: address fields are real for root, zero for others",
      "2: address fields are zero for everybody",
  };
  const auto text = read_line(source, "/proc/sys/kernel/kptr_restrict");
  std::size_t mode = 0;
  if (!text || !wire::parse_integer(*text, mode) || mode >= meanings.size())
    return {"kptr_restrict", Health::info, text.value_or("cannot be read"), ""};
  return {"kptr_restrict", Health::info, meanings[mode],
          mode == 1 ? "" : "sysctl kernel.kptr_restrict=1 to see them as root"};
}

Finding examine_btf(const reader::Source& source) {
  const auto names = source.list("/sys/kernel/btf");
  for (const std::string& name : names) {
    if (name == "vmlinux")
      return {"BTF", Health::ok, "/sys/kernel/btf/vmlinux is there", ""};
  }
  return {"BTF", Health::info, "/sys/kernel/btf/vmlinux is not there",
          "tracing needs a kernel with CONFIG_DEBUG_INFO_BTF; nothing else does"};
}

Finding examine_taint(const reader::Source& source) {
  const auto text = read_line(source, "/proc/sys/kernel/tainted");
  std::uint64_t bits = 0;
  if (!text || !wire::parse_integer(*text, bits))
    return {"taint", Health::info, text.value_or("cannot be read"), ""};
  // Bad page, oops and warning: figures of such a kernel are to be doubted.
  constexpr std::uint64_t bad = 1 << 5 | 1 << 7 | 1 << 9;
  return {"taint", bits & bad ? Health::warning : Health::info, taint_text(bits),
          bits & bad ? "dmesg tells what happened; reboot before trusting figures" : ""};
}

} // namespace

void examine_surroundings(const reader::Source& source, std::vector<Finding>& findings) {
  findings.push_back(examine_log(source));
  findings.push_back(examine_pagetypeinfo(source));
  findings.push_back(examine_kptr_restrict(source));
  findings.push_back(examine_btf(source));
  findings.push_back(examine_taint(source));
}

} // namespace mmscope::model
