// SPDX-License-Identifier: GPL-2.0
#include "model/doctor.hpp"

#include <algorithm>
#include <optional>

#include <fmt/core.h>

#include "model/doctor_checks.hpp"
#include "reader/error.hpp"

namespace mmscope::model {

std::optional<std::string> read_line(const reader::Source& source, const std::string& path) {
  try {
    const std::optional<std::string> text = source.try_read(path);
    return text ? std::optional<std::string>(reader::trim(*text)) : std::nullopt;
  } catch (const reader::Error&) {
    return std::nullopt;
  }
}

std::vector<Finding> examine(const reader::Source& source) {
  std::vector<Finding> findings;
  examine_needs(source, findings);
  examine_features(source, findings);
  examine_surroundings(source, findings);
  return findings;
}

Health verdict_of(const std::vector<Finding>& findings) {
  const auto any = [&](Health health) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.health == health; });
  };
  // What is closed to this user may be missing as well: permission comes first.
  if (any(Health::denied))
    return Health::denied;
  return any(Health::missing) ? Health::missing : Health::ok;
}

} // namespace mmscope::model
