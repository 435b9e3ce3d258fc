// SPDX-License-Identifier: GPL-2.0
// The three parts of doctor.
#ifndef MMSCOPE_MODEL_DOCTOR_CHECKS_HPP
#define MMSCOPE_MODEL_DOCTOR_CHECKS_HPP

#include <optional>
#include <string>
#include <vector>

#include "model/doctor.hpp"
#include "reader/proc_text.hpp"

namespace mmscope::model {

// A file of one line; nothing where it cannot be read, for whatever reason.
[[nodiscard]] std::optional<std::string> read_line(const reader::Source& source,
                                                   const std::string& path);

// Kernel, debugfs, module, permission, wire: nothing works without them.
void examine_needs(const reader::Source& source, std::vector<Finding>& findings);

// What the module says that its kernel was built with.
void examine_features(const reader::Source& source, std::vector<Finding>& findings);

// What verify and later tools read besides, and the state of the kernel.
void examine_surroundings(const reader::Source& source, std::vector<Finding>& findings);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_DOCTOR_CHECKS_HPP
