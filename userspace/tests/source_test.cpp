// SPDX-License-Identifier: GPL-2.0
// Where files come from, and the advice where they do not.
#include <cerrno>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reader/debugfs.hpp"
#include "reader/error.hpp"
#include "reader/source.hpp"
#include "verify_machine.hpp"

namespace mmscope::reader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tests::Files;
using tests::Tree;

template <class Call> Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return {Error::Kind::bad_data, "nothing was thrown"};
}

TEST(Source, ReadsFilesLargerThanAnyBuffer) {
  const std::string text(300'000, 'x');
  const Tree tree(Files{{"/proc/big", text}});
  EXPECT_EQ(Source::recorded(tree.root()).read("/proc/big"), text);
}

TEST(Source, MissingFileIsNotThere) {
  const Tree tree(Files{{"/proc/a", ""}});
  const Source source = Source::recorded(tree.root());
  const Error error = error_of([&] { (void)source.read("/proc/zoneinfo"); });
  EXPECT_EQ(error.kind(), Error::Kind::not_there);
  EXPECT_THAT(error.what(), HasSubstr("/proc/zoneinfo"));
  EXPECT_EQ(source.try_read("/proc/zoneinfo"), std::nullopt);
}

TEST(Source, DirectoryInPlaceOfAFileIsBadData) {
  const Tree tree(Files{{"/proc/a/b", ""}});
  const Source source = Source::recorded(tree.root());
  EXPECT_EQ(error_of([&] { (void)source.read("/proc/a"); }).kind(), Error::Kind::bad_data);
}

TEST(Source, ListsSorted) {
  const Tree tree(Files{{"/n/node3", ""}, {"/n/node1", ""}, {"/n/online", ""}});
  const Source source = Source::recorded(tree.root());
  EXPECT_THAT(source.list("/n"), ElementsAre("node1", "node3", "online"));
  EXPECT_TRUE(source.list("/none").empty());
}

TEST(Source, OnlyLiveIsLive) {
  EXPECT_TRUE(Source::live().is_live());
  EXPECT_FALSE(Source::recorded("/").is_live());
}

TEST(Debugfs, OlderModule) {
  const Tree tree(Files{{"/sys/kernel/debug/mmscope/info", ""}});
  const Error error = error_of([&] { (void)Source::recorded(tree.root()).read_debugfs("pcp"); });
  EXPECT_EQ(error.kind(), Error::Kind::not_there);
  EXPECT_THAT(error.what(), HasSubstr("older than this tool"));
}

TEST(Debugfs, NoRecordedTree) {
  const Tree tree(Files{{"/proc/a", ""}});
  const Error error = error_of([&] { (void)Source::recorded(tree.root()).read_debugfs("zones"); });
  EXPECT_EQ(error.kind(), Error::Kind::not_there);
  EXPECT_THAT(error.what(), HasSubstr("--root wants a recorded tree"));
}

TEST(Debugfs, PermissionForUsersAndForRoot) {
  const Source source = Source::live();
  const Error user = debugfs_error(source, "zones", EACCES, false);
  EXPECT_EQ(user.kind(), Error::Kind::permission);
  EXPECT_THAT(user.what(), HasSubstr("sudo"));
  const Error root = debugfs_error(source, "zones", EPERM, true);
  EXPECT_EQ(root.kind(), Error::Kind::permission);
  EXPECT_THAT(root.what(), HasSubstr("locked down"));
}

TEST(Request, WantsAKernelToAsk) {
  const Tree tree(Files{{"/sys/kernel/debug/mmscope/page", ""}});
  const Error error =
      error_of([&] { (void)Source::recorded(tree.root()).request("page", "pfn=1"); });
  EXPECT_EQ(error.kind(), Error::Kind::not_there);
  EXPECT_THAT(error.what(), HasSubstr("--root"));
}

TEST(Request, ErrorHoldsTheModulesReason) {
  const Tree tree(Files{{"/sys/kernel/debug/mmscope/last_error", "page: pfn='x' is no number\n"}});
  const Source source = Source::recorded(tree.root());
  const Error refused = request_error(source, "page", EINVAL);
  EXPECT_EQ(refused.kind(), Error::Kind::usage);
  EXPECT_STREQ(refused.what(), "page: pfn='x' is no number");
  EXPECT_EQ(request_error(source, "page", ENXIO).kind(), Error::Kind::failed);
  EXPECT_EQ(request_error(source, "page", EOPNOTSUPP).kind(), Error::Kind::not_there);
}

TEST(Request, ReasonOfAnotherFileIsNotTaken) {
  const Tree tree(Files{{"/sys/kernel/debug/mmscope/last_error", "page_find: no such class\n"}});
  const Error error = request_error(Source::recorded(tree.root()), "page", ESRCH);
  EXPECT_EQ(error.kind(), Error::Kind::failed);
  EXPECT_STREQ(error.what(), "page: No such process");
}

TEST(Debugfs, MountIsReadFromTheMountTable) {
  const Tree with(Files{{"/proc/mounts", "debugfs /sys/kernel/debug debugfs rw 0 0\n"}});
  EXPECT_TRUE(debugfs_mounted(Source::recorded(with.root())));
  const Tree without(Files{{"/proc/mounts", "sysfs /sys sysfs rw 0 0\n"}});
  EXPECT_FALSE(debugfs_mounted(Source::recorded(without.root())));
}

} // namespace
} // namespace mmscope::reader
