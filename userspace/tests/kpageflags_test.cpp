// SPDX-License-Identifier: GPL-2.0
// The census held against /proc/kpageflags.
#include <gtest/gtest.h>

#include "reader/error.hpp"
#include "reader/proc_kpageflags.hpp"
#include "tests/verify_machine.hpp"
#include "wire/page.h"

namespace mmscope::tests {
namespace {

std::string bytes_of(const std::vector<mms_u64>& flags) {
  return {reinterpret_cast<const char*>(flags.data()), flags.size() * sizeof(mms_u64)};
}

std::map<std::string, std::uint64_t> counted(const std::string& bytes) {
  const Tree tree({{"/proc/kpageflags", bytes}});
  return reader::count_kpageflags(reader::Source::recorded(tree.root()));
}

const std::vector<mms_u64> some_pages = {
    MMS_PG(BUDDY),
    MMS_PG(SLAB) | MMS_PG(COMPOUND_HEAD),
    MMS_PG(SLAB) | MMS_PG(COMPOUND_TAIL),
    MMS_PG(LRU) | MMS_PG(UPTODATE),
    MMS_PG(LRU) | MMS_PG(SWAPBACKED),
    MMS_PG(LRU) | MMS_PG(SWAPBACKED) | MMS_PG(ANON) | MMS_PG(KSM), // as 6.12 has every one
    MMS_PG(LRU) | MMS_PG(ANON) | MMS_PG(THP) | MMS_PG(COMPOUND_HEAD),
    MMS_PG(RESERVED),
    mms_u64{1} << 20, // no page
    0,
};

TEST(Kpageflags, AreCountedByClass) {
  const auto counts = counted(bytes_of(some_pages));
  EXPECT_EQ(counts.at("pages"), 9U);
  EXPECT_EQ(counts.at("buddy"), 1U);
  EXPECT_EQ(counts.at("slab"), 2U);
  EXPECT_EQ(counts.at("file"), 1U);
  EXPECT_EQ(counts.at("shmem"), 1U);
  EXPECT_EQ(counts.at("anon"), 1U);
  EXPECT_EQ(counts.at("thp"), 1U);
  EXPECT_EQ(counts.at("reserved"), 1U);
  EXPECT_EQ(counts.at("others"), 1U);
}

TEST(Kpageflags, LargerThanOneRead) {
  EXPECT_EQ(counted(bytes_of(std::vector<mms_u64>(100000, MMS_PG(BUDDY)))).at("buddy"), 100000U);
}

TEST(Kpageflags, CutShortIsBadData) {
  EXPECT_THROW(counted(bytes_of(some_pages).substr(0, 13)), reader::Error);
}

// The same pages, as the census would publish them.
Files machine_with_census(std::uint64_t slab) {
  Files files = machine_files(Kernel::v6_12);
  files["/proc/kpageflags"] = bytes_of(some_pages);
  std::string rows;
  const auto add = [&](const char* page_class, std::uint64_t pages) {
    rows +=
        "page nid=1 zone=Normal zone_idx=2 migratetype=Movable class=" + std::string(page_class) +
        " pages=" + std::to_string(pages) + "\n";
  };
  add("buddy", 1);
  add("slab", slab);
  add("file", 1);
  add("shmem", 1);
  add("ksm", 1);
  add("thp", 1);
  add("memmap", 1);
  add("kernel", 1);
  files[std::string(published_dir) + "pages"] =
      "mmscope wire=1 kind=page nr=8 page_size=4096 kernel=6.12.0\n" + rows + "end nr=8\n";
  return files;
}

std::size_t failures(const Files& files, const std::string& source) {
  const Tree tree(files);
  std::size_t failed = 0;
  for (const model::Comparison& comparison : verify_still(tree).comparisons)
    failed += comparison.source == source && comparison.outcome == model::Outcome::failed;
  return failed;
}

TEST(Kpageflags, AgreeWithTheCensus) {
  EXPECT_EQ(failures(machine_with_census(2), "/proc/kpageflags"), 0U);
  // A page more is one more in all, which must not be; a thousand are too many slabs.
  EXPECT_EQ(failures(machine_with_census(3), "/proc/kpageflags"), 1U);
  EXPECT_EQ(failures(machine_with_census(1002), "/proc/kpageflags"), 2U);
}

TEST(Kpageflags, WithoutACensusAreSkipped) {
  Files files = machine_with_census(2);
  files.erase(std::string(published_dir) + "pages");
  EXPECT_EQ(failures(files, "/proc/kpageflags"), 0U);
}

} // namespace
} // namespace mmscope::tests
