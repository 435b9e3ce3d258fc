// SPDX-License-Identifier: GPL-2.0
// What a measurement depends on besides what was asked for, as it is saved with
// every run of the lab.
#ifndef MMSCOPE_MODEL_ENVIRONMENT_HPP
#define MMSCOPE_MODEL_ENVIRONMENT_HPP

#include <string>
#include <string_view>
#include <vector>

#include "model/value.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

struct Environment {
  Object facts; // a bench_environment record: what could not be read is left out
  Object info;  // the module's own info record
};

// What no file tells.
struct Circumstances {
  std::string date;      // 2024-01-01T00:00:00Z
  std::string tool;      // version of this tool
  std::string signature; // reader::hypervisor_signature()
};
[[nodiscard]] Circumstances present_circumstances();

// Throws Error only where the module's own files cannot be read.
[[nodiscard]] Environment load_environment(const reader::Source& source,
                                           const Circumstances& circumstances);

struct EnvironmentDifference {
  std::string name;
  std::string a; // "-" where it is not known
  std::string b;
};

// Everything that differs but for the date and how much memory was free.
[[nodiscard]] std::vector<EnvironmentDifference> differences(const Environment& a,
                                                             const Environment& b);
[[nodiscard]] Object to_object(const EnvironmentDifference& difference);

// nullptr where the object has no such key.
[[nodiscard]] const Value* find_value(const Object& object, std::string_view key);

// One value as text: "7", "a, b".
[[nodiscard]] std::string text_of(const Value& value);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_ENVIRONMENT_HPP
