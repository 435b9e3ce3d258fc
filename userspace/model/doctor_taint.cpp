// SPDX-License-Identifier: GPL-2.0
#include <array>

#include <fmt/core.h>

#include "model/doctor.hpp"

namespace mmscope::model {
namespace {

struct Taint {
  char letter;
  const char* meaning;
};

// taint_flags[] of kernel/panic.c, by bit; Documentation/admin-guide/tainted-kernels.rst.
constexpr std::array<Taint, 19> taints = {{
    {'P', "proprietary module"},
    {'F', "module force-loaded"},
    {'S', "out of specification system"},
    {'R', "module force-unloaded"},
    {'M', "machine check"},
    {'B', "bad page"},
    {'U', "by user request"},
    {'D', "died: oops or BUG"},
    {'A', "ACPI table overridden"},
    {'W', "warning"},
    {'C', "staging driver"},
    {'I', "firmware bug worked around"},
    {'O', "out-of-tree module"},
    {'E', "unsigned module"},
    {'L', "soft lockup"},
    {'K', "live patched"},
    {'X', "auxiliary, for distributions"},
    {'T', "structure layout randomised"},
    {'N', "in-kernel test run"},
}};

} // namespace

std::string taint_text(std::uint64_t bits) {
  std::string text;
  for (unsigned bit = 0; bit < 64; ++bit) {
    if ((bits >> bit & 1) == 0)
      continue;
    text += text.empty() ? "" : ", ";
    text += bit < taints.size() ? fmt::format("{} ({})", taints[bit].letter, taints[bit].meaning)
                                : fmt::format("bit {}", bit);
  }
  return text.empty() ? "not tainted" : text;
}

} // namespace mmscope::model
