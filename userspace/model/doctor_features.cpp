// SPDX-License-Identifier: GPL-2.0
#include <array>

#include <fmt/core.h>

#include "model/doctor_checks.hpp"
#include "model/system.hpp"
#include "reader/error.hpp"

namespace mmscope::model {
namespace {

struct Feature {
  const char* config;
  mms_u64 mms_wire_info::*member;
  const char* without; // what there is not to be seen
};

constexpr std::array<Feature, 5> features = {{
    {"CONFIG_NUMA", &mms_wire_info::config_numa, "there is one node, and no NUMA events"},
    {"CONFIG_COMPACTION", &mms_wire_info::config_compaction, "no compaction state of zones"},
    {"CONFIG_CMA", &mms_wire_info::config_cma, "no CMA areas and no CMA free lists"},
    {"CONFIG_MEMORY_ISOLATION", &mms_wire_info::config_memory_isolation, "no isolated pageblocks"},
    {"CONFIG_TRANSPARENT_HUGEPAGE", &mms_wire_info::config_thp, "no huge page counters"},
}};

Finding finding_of(const Feature& feature, const mms_wire_info& info) {
  const auto built_in = present(info.*feature.member);
  if (!built_in)
    return {feature.config, Health::info, "the module does not say", ""};
  if (*built_in != 0)
    return {feature.config, Health::ok, "built in", ""};
  return {feature.config, Health::info, "not built in", feature.without};
}

Finding finding_of(const std::vector<std::uint64_t>& online) {
  if (online.size() > 1)
    return {"nodes", Health::ok, fmt::format("{} online", online.size()), ""};
  return {"nodes", Health::info, "one online",
          "to see more of them: scripts/vm --topology numa4 -- mmscope report"};
}

} // namespace

void examine_features(const reader::Source& source, std::vector<Finding>& findings) {
  try {
    const Info info = load_info(source);
    for (const Feature& feature : features)
      findings.push_back(finding_of(feature, info.row.fields));
    findings.push_back(finding_of(info.row.list("nodes_online")));
  } catch (const reader::Error&) {
    // Why info cannot be read stands in the findings already.
  }
}

} // namespace mmscope::model
