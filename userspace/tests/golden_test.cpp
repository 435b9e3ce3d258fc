// SPDX-License-Identifier: GPL-2.0
// What each command prints on each recorded tree, to the letter. With
// MMSCOPE_UPDATE_GOLDEN=1 in the environment the files are written anew: then
// the difference is to be read like any other change.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "tool.hpp"

namespace mmscope::tests {
namespace {

struct Golden {
  std::string tree;
  const char* command;
  std::size_t width;
};

std::vector<Golden> all() {
  std::vector<Golden> all;
  for (const std::string& tree : tree_names()) {
    for (const char* command : {"node list", "zone list", "zonelist list", "buddy list",
                                "buddy show", "buddy frag", "pcp show", "model show", "info"})
      all.push_back({tree, command, 100});
    all.push_back({tree, "report", 80});
  }
  for (const char* tree : {"6.1-numa2", "6.12-numa4"}) { // which have these files
    all.push_back({tree, "slab list", 100});
    all.push_back({tree, "slab show vmap_area", 120});
    all.push_back({tree, "vmalloc list", 100});
    all.push_back({tree, "vmalloc list --areas", 120});
  }
  all.push_back({"handmade", "report", 120});
  all.push_back({"handmade", "zone show", 100});
  all.push_back({"6.12-numa4", "zone show 1 Normal", 120});
  all.push_back({"handmade", "node show 1", 100});
  all.push_back({"handmade", "node list", 60});
  all.push_back({"handmade", "zone list", 60});
  all.push_back({"handmade", "zone list --wide", 60});
  all.push_back({"handmade", "zonelist show 3", 100});
  all.push_back({"handmade", "page census", 100});
  all.push_back({"handmade", "bench list", 100});
  all.push_back({"handmade", "bench show", 140});
  all.push_back({"handmade", "bench show -v", 100});
  all.push_back({"handmade", "bench show -p", 100});
  all.push_back({"handmade", "page census 1 DMA32", 100});
  all.push_back({"handmade", "zonelist list", 40});
  all.push_back({"handmade", "buddy list --color", 100});
  all.push_back({"handmade", "zone list -p", 100});
  all.push_back({"handmade", "explain field zone.lowmem_reserve", 80});
  all.push_back({"handmade", "explain record section_range", 80});
  return all;
}

std::string name_of(const Golden& golden) {
  std::string name = golden.command;
  for (char& c : name)
    c = c == ' ' || c == '.' ? '-' : c;
  return name + "." + std::to_string(golden.width) + ".txt";
}

class GoldenOutput : public ::testing::TestWithParam<Golden> {};

TEST_P(GoldenOutput, IsAsRecorded) {
  const Golden& golden = GetParam();
  const cli::Outcome outcome = tool_on(golden.tree, golden.command, {golden.width, {}});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;

  const std::filesystem::path path = data_dir() / "golden" / golden.tree / name_of(golden);
  if (std::getenv("MMSCOPE_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << outcome.out;
    return;
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << path << " is missing: run with MMSCOPE_UPDATE_GOLDEN=1 and look at it";
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(outcome.out, expected.str());
}

INSTANTIATE_TEST_SUITE_P(, GoldenOutput, ::testing::ValuesIn(all()), [](const auto& test) {
  std::string name = test.param.tree + "_" + name_of(test.param);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

} // namespace
} // namespace mmscope::tests
