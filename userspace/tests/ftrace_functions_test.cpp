// SPDX-License-Identifier: GPL-2.0
#include <gtest/gtest.h>

#include "reader/ftrace_functions.hpp"
#include "tests/scratch_dir.hpp"

namespace mmscope::tests {
namespace {

using reader::FtraceFunctions;
using reader::Source;

constexpr const char* listed = "__traceiter_initcall_level\nvm_area_dup\nsplit [zsmalloc]\nlast\n";

TEST(FtraceFunctions, AreOfTheKernelItselfAndWhole) {
  const ScratchDir root;
  root.put("/sys/kernel/tracing/available_filter_functions", listed);
  const FtraceFunctions functions = FtraceFunctions::load(Source::recorded(root.path()));
  for (const char* name : {"__traceiter_initcall_level", "vm_area_dup", "last"})
    EXPECT_TRUE(functions.has(name)) << name;
  for (const char* name : {"", "vm_area", "area_dup", "split", "zsmalloc", "mas_store_gfp"})
    EXPECT_FALSE(functions.has(name)) << name;
}

TEST(FtraceFunctions, AreFoundBelowDebugfsToo) {
  const ScratchDir root;
  root.put("/sys/kernel/debug/tracing/available_filter_functions", listed);
  EXPECT_TRUE(FtraceFunctions::load(Source::recorded(root.path())).has("last"));
}

TEST(FtraceFunctions, AreNoneWithoutTracefs) {
  const ScratchDir root;
  EXPECT_FALSE(FtraceFunctions::load(Source::recorded(root.path())).has("last"));
}

} // namespace
} // namespace mmscope::tests
