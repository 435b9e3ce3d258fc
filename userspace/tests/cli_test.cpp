// SPDX-License-Identifier: GPL-2.0
// The command line from end to end: exit codes, messages, options anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool.hpp"
#include "verify_machine.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Usage {
  const char* command;
  const char* message;
};

class UsageIsRefused : public ::testing::TestWithParam<Usage> {};

TEST_P(UsageIsRefused, WithExitCode2AndAMessage) {
  const cli::Outcome outcome = tool_on("handmade", GetParam().command);
  EXPECT_EQ(outcome.exit_code, 2) << GetParam().command;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("mmscope: "));
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    , UsageIsRefused,
    ::testing::Values(
        Usage{"", "which object?"}, Usage{"zonne list", "no object zonne. Did you mean zone?"},
        Usage{"zone lst", "no zone command lst. Did you mean list?"},
        Usage{"zone list --jsn", "no option --jsn. Did you mean --json?"},
        Usage{"buddy list extra", "\"extra\" is one argument too many"},
        Usage{"explain", "explain what?"},
        Usage{"explain field nr_free_page", "no field nr_free_page. Did you mean nr_free_pages?"},
        Usage{"explain record zon", "Did you mean zone?"}, Usage{"node show", "NID is required"},
        Usage{"node show 0", "there is no node 0; the nodes are 1, 3."},
        Usage{"node show one", "there is no node one; the nodes are 1, 3."},
        Usage{"node show -1", "-1"},
        Usage{"zonelist show 2", "there is no node 2; the nodes are 1, 3."},
        Usage{"zone show Norml", "Did you mean Normal?"},
        Usage{"zone show 3 HighMem", "there is no zone HighMem in node 3"},
        Usage{"zone show DMA DMA32", "one argument too many"},
        Usage{"buddy show 3", "there is no node 3; the nodes are 1."},
        Usage{"pcp show 1 dma", "Did you mean DMA?"}));

TEST(Cli, OptionsStandAnywhere) {
  const std::string expected = tool_on("handmade", "zone list -j").out;
  EXPECT_EQ(tool_on("handmade", "-j zone list").out, expected);
  EXPECT_EQ(tool_on("handmade", "zone -j list").out, expected);
}

TEST(Cli, AnObjectAloneIsItsList) {
  EXPECT_EQ(tool_on("handmade", "zone").out, tool_on("handmade", "zone list").out);
}

// Whatever the command line lacks, there is output, or a message that says so.
TEST(Cli, NoObjectAloneIsSilent) {
  for (const char* object :
       {"node",      "zone",    "zonelist", "buddy", "pcp",    "model", "page",
        "info",      "explain", "report",   "map",   "slab",   "vma",   "vmalloc",
        "translate", "bench",   "run",      "trace", "verify", "doctor"}) {
    const cli::Outcome outcome = tool_on("handmade", object);
    if (outcome.exit_code == 0)
      EXPECT_NE(outcome.out, "") << object;
    else
      EXPECT_THAT(outcome.err, StartsWith("mmscope: ")) << object;
  }
}

TEST(Cli, WordsThatAreObjectsTooCanBeArguments) {
  EXPECT_EQ(tool("explain record zone").exit_code, 0);
}

// Only the objects among the words are made at first: nobody may notice.
TEST(Cli, HelpKnowsAllObjectsWhateverTheWords) {
  EXPECT_THAT(tool("-jh").out, HasSubstr("zonelist"));
  EXPECT_THAT(tool("--root zone -h").out, HasSubstr("vmalloc"));
  EXPECT_THAT(tool("--root zone zonne").err, HasSubstr("no object zonne. Did you mean zone?"));
}

TEST(Cli, HelpAndVersionSucceed) {
  EXPECT_THAT(tool("--version").out, HasSubstr("(wire 1)"));
  for (const char* command : {"-h", "zone -h", "zone show -h", "explain -h", "verify -h"}) {
    const cli::Outcome outcome = tool(command);
    EXPECT_EQ(outcome.exit_code, 0) << command;
    EXPECT_THAT(outcome.out, HasSubstr("Usage:")) << command;
  }
}

TEST(Cli, ZonesAreSelectedByNodeAndName) {
  EXPECT_THAT(tool_on("handmade", "zone show 1 DMA32").out, StartsWith("Zone DMA32 of node 1\n"));
  EXPECT_THAT(tool_on("handmade", "zone show DMA").out, StartsWith("Zone DMA of node 1\n"));
  // An empty zone is shown if it is asked for by its full name.
  EXPECT_THAT(tool_on("handmade", "zone show 3 DMA").out, StartsWith("Zone DMA of node 3\n"));
  EXPECT_THAT(tool_on("handmade", "zone show 3").out, StartsWith("No populated zone"));
}

TEST(Cli, ColourOnlyWhereItIsWanted) {
  const cli::Terminal terminal{80, {true, false, "", "", "xterm", ""}};
  EXPECT_THAT(tool_on("handmade", "zone list", terminal).out, HasSubstr("\x1b["));
  EXPECT_THAT(tool_on("handmade", "zone list --no-color", terminal).out,
              ::testing::Not(HasSubstr("\x1b[")));
  EXPECT_THAT(tool_on("handmade", "zone list -j", terminal).out,
              ::testing::Not(HasSubstr("\x1b[")));
  EXPECT_THAT(tool_on("handmade", "zone list").out, ::testing::Not(HasSubstr("\x1b[")));
  EXPECT_THAT(tool_on("handmade", "zone list --color").out, HasSubstr("\x1b["));
}

cli::Outcome on_files(const Files& files, const std::string& command) {
  const Tree tree(files);
  return tool(command + " --root " + tree.root().native());
}

TEST(Cli, NoRecordedTreeIsExit3) {
  const cli::Outcome outcome = on_files({{"/proc/mounts", ""}}, "zone list");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("--root wants a recorded tree"));
}

TEST(Cli, BadDataIsExit5AndNamesFileAndLine) {
  const std::string zones = std::string(published_dir) + "zones";
  for (const auto& [text, message] : std::vector<std::pair<std::string, const char*>>{
           {"", "zones is empty"},
           {"mmscope wire=9 kind=zone nr=0 page_size=4096\nend nr=0\n", "update mmscope"},
           {"mmscope wire=1 kind=zone nr=1 page_size=4096\nzone nid=0\n", "line 2"},
           {"mmscope wire=1 kind=zone nr=0 page_size=4096\n", "cut short"},
           {"mmscope wire=1 kind=node nr=0 page_size=4096\nend nr=0\n", "expected kind=zone"}}) {
    const cli::Outcome outcome = on_files({{zones, text}}, "zone list");
    EXPECT_EQ(outcome.exit_code, 5) << text;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(message));
  }
}

TEST(Cli, AFileThatMustHaveOneRecordHasOne) {
  const cli::Outcome outcome =
      on_files({{std::string(published_dir) + "info",
                 "mmscope wire=1 kind=info nr=0 page_size=4096\nend nr=0\n"}},
               "info");
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("0 info records, expected 1"));
}

TEST(Cli, EmptyFilesWithoutRecordsAreNoFailure) {
  const cli::Outcome outcome =
      on_files({{std::string(published_dir) + "zones",
                 "mmscope wire=1 kind=zone nr=0 page_size=4096\nend nr=0\n"}},
               "zone list");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

} // namespace
} // namespace mmscope::tests
