// SPDX-License-Identifier: GPL-2.0
// What is saved beside a run of the lab.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/environment.hpp"
#include "reader/hypervisor.hpp"
#include "scratch_dir.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;

std::string text(const model::Object& facts, std::string_view key) {
  const model::Value* const value = model::find_value(facts, key);
  return value == nullptr ? "absent" : model::text_of(*value);
}

TEST(Hypervisor, IsNamedOnlyWhereItIsKnown) {
  const ScratchDir scratch;
  const auto source = reader::Source::recorded(scratch.path());
  EXPECT_EQ(reader::virtualization(source, ""), "unknown");
  scratch.put("/proc/cpuinfo", "model name\t: x\nflags\t\t: fpu hypervisor lahf_lm\n");
  EXPECT_EQ(reader::virtualization(source, ""), "unknown hypervisor");
  EXPECT_EQ(reader::virtualization(source, "SomethingNew"), "unknown hypervisor");
  EXPECT_EQ(reader::virtualization(source, "TCGTCGTCGTCG"), "tcg");
  EXPECT_EQ(reader::virtualization(source, "KVMKVMKVM"), "kvm");
  scratch.put("/proc/cpuinfo", "model name\t: x\nflags\t\t: fpu hypervisor_like\n");
  EXPECT_EQ(reader::virtualization(source, ""), "bare");
  scratch.put("/sys/hypervisor/type", "xen\n");
  EXPECT_EQ(reader::virtualization(source, ""), "xen");
}

TEST(Environment, IsWhatTheFilesSay) {
  const auto recorded = data_dir() / "trees/6.12-numa4";
  const ScratchDir scratch;
  std::filesystem::copy(recorded, scratch.path(), std::filesystem::copy_options::recursive);
  scratch.put("/proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian\n");
  scratch.put("/proc/cpuinfo", "processor\t: 0\nmodel name\t: A CPU\nmicrocode\t: 0x7\n\n"
                               "processor\t: 1\nmodel name\t: Another\n");
  scratch.put("/sys/devices/system/cpu/vulnerabilities/meltdown", "Mitigation: PTI\n");
  scratch.put("/sys/devices/system/cpu/vulnerabilities/l1tf", "Not affected\n");
  scratch.put("/sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "powersave\n");
  scratch.put("/sys/devices/system/cpu/cpufreq/policy1/scaling_governor", "powersave\n");
  scratch.put("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
  scratch.put("/sys/module/mmscope/srcversion", "ABCDEF\n");
  const auto source = reader::Source::recorded(scratch.path());
  const model::Environment environment = model::load_environment(source, {"now", "1.2", ""});
  const model::Object& facts = environment.facts;
  EXPECT_EQ(text(facts, "date"), "now");
  EXPECT_EQ(text(facts, "tool"), "1.2");
  EXPECT_EQ(text(facts, "kernel"), "6.12.117+deb12-amd64");
  EXPECT_EQ(text(facts, "kernel_version"), "#1 SMP PREEMPT_DYNAMIC Debian");
  EXPECT_EQ(text(facts, "cpu"), "A CPU");
  EXPECT_EQ(text(facts, "microcode"), "0x7");
  EXPECT_EQ(text(facts, "mitigations"), "l1tf: Not affected, meltdown: Mitigation: PTI");
  EXPECT_EQ(text(facts, "governors"), "powersave");
  EXPECT_EQ(text(facts, "clock_source"), "tsc");
  EXPECT_EQ(text(facts, "srcversion"), "ABCDEF");
  EXPECT_EQ(text(facts, "nodes"), "0, 1, 2, 3");
  EXPECT_THAT(text(facts, "node_distances"), HasSubstr("10 "));
  EXPECT_THAT(text(facts, "config"), HasSubstr("CONFIG_SLUB"));
  EXPECT_EQ(text(environment.info, "init_on_alloc"), "1");
}

TEST(Environment, WhatIsNotThereIsAbsent) {
  const auto source = reader::Source::recorded(data_dir() / "trees/handmade");
  const model::Object facts = model::load_environment(source, {"now", "1.2", ""}).facts;
  for (const char* key : {"cpu", "microcode", "smt", "governors", "mitigations", "clock_source",
                          "config", "machine", "srcversion"})
    EXPECT_EQ(text(facts, key), "absent") << key;
  EXPECT_THAT(text(facts, "config_unknown"), HasSubstr("/boot/config-"));
  EXPECT_EQ(text(facts, "virtualization"), "unknown");
}

TEST(Environment, DifferencesAreNamed) {
  const model::Environment a = {{{"date", std::string("x")},
                                 {"cpu", std::string("A")},
                                 {"nodes", std::vector<std::uint64_t>{0, 1}}},
                                {{"mem_available_pages", std::uint64_t{1}}}};
  model::Environment b = a;
  EXPECT_TRUE(model::differences(a, b).empty());
  b.facts[0].second = std::string("y"); // the date
  b.info[0].second = std::uint64_t{2};
  EXPECT_TRUE(model::differences(a, b).empty());
  b.facts[1].second = std::string("B");
  b.facts.pop_back();
  const auto found = model::differences(a, b);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name + found[0].a + found[0].b, "cpuAB");
  EXPECT_EQ(found[1].name + found[1].a + found[1].b, "nodes0, 1-");
}

} // namespace
} // namespace mmscope::tests
