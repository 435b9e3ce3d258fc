// SPDX-License-Identifier: GPL-2.0
// `mmscope doctor`: what mmscope needs, whether it is there, and the command that
// mends it.
#ifndef MMSCOPE_MODEL_DOCTOR_HPP
#define MMSCOPE_MODEL_DOCTOR_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::model {

enum class Health {
  ok,
  info,    // good to know, nothing to mend
  warning, // something will be left out
  missing, // nothing works without it
  denied,  // it is there, but not for this user
};

struct Finding {
  std::string check; // "debugfs"
  Health health = Health::ok;
  std::string found; // "not mounted"
  std::string mend;  // the command, or what it means; empty where nothing is to be done
};

// One finding per check, always in the same order. Throws nothing: what cannot
// be read is itself a finding.
[[nodiscard]] std::vector<Finding> examine(const reader::Source& source);

// The worst of missing and denied; ok if everything needed is there.
[[nodiscard]] Health verdict_of(const std::vector<Finding>& findings);

// The flags of /proc/sys/kernel/tainted: "O (out-of-tree module), E (unsigned module)".
[[nodiscard]] std::string taint_text(std::uint64_t bits);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_DOCTOR_HPP
