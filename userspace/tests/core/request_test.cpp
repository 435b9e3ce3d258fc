// SPDX-License-Identifier: GPL-2.0
// Requests: what is refused and why, and the answers about single pages.
#include <gtest/gtest.h>

#include "core/request.hpp"
#include "core_fixture.hpp"

namespace mmscope::test {
namespace {

class RequestTest : public CoreTest {
protected:
  // Nothing stays behind, whatever the answer is.
  std::string ask(const std::string& name, const std::string& line) {
    const std::string answer = CoreTest::ask(name, line);
    EXPECT_EQ(kernel.outstanding, 0) << line;
    return answer;
  }

  // The value of a key in the answer's first record.
  static std::string field(const std::string& answer, const std::string& key) {
    const std::size_t record = answer.find('\n') + 1;
    const std::size_t at = answer.find(" " + key + "=", record);
    if (at == std::string::npos)
      return "";
    const std::size_t start = at + key.size() + 2;
    return answer.substr(start, answer.find_first_of(" \n", start) - start);
  }

  static std::size_t nr_rows(const std::string& answer) {
    std::size_t rows = 0;
    for (std::size_t at = answer.find("\npage_info "); at != std::string::npos;
         at = answer.find("\npage_info ", at + 1))
      ++rows;
    return rows;
  }
};

TEST_F(RequestTest, BadLinesAreRefusedWithAReason) {
  EXPECT_EQ(ask("page", ""), "-22 page: 'pfn' is missing");
  EXPECT_EQ(ask("page", "pfn"), "-22 page: 'pfn' is no key=value");
  EXPECT_EQ(ask("page", "=5"), "-22 page: '=5' is no key=value");
  EXPECT_EQ(ask("page", "pfn="), "-22 page: pfn='' is no number that fits 64 bits");
  EXPECT_EQ(ask("page", "pfn=-1"), "-22 page: pfn='-1' is no number that fits 64 bits");
  EXPECT_EQ(ask("page", "pfn=0x"), "-22 page: pfn='0x' is no number that fits 64 bits");
  EXPECT_EQ(ask("page", "pfn=12z"), "-22 page: pfn='12z' is no number that fits 64 bits");
  EXPECT_EQ(ask("page", "pfn=99999999999999999999"),
            "-22 page: pfn='99999999999999999999' is no number that fits 64 bits");
  EXPECT_EQ(ask("page", "pfn=1 pfn=2"), "-22 page: 'pfn' stands twice");
  EXPECT_EQ(ask("page", "pfn=5000 x=1"), "-22 page: there is no key 'x'; allowed: pfn");
  std::string many;
  for (char key = 'a'; key <= 'y'; ++key)
    many += std::string(1, key) + "=1 ";
  EXPECT_EQ(ask("page", many), "-22 page: more than 24 keys");
  // What came in goes out without control characters.
  EXPECT_EQ(ask("page", "\x01"
                        "a\n"),
            "-22 page: '?a' is no key=value");
}

TEST_F(RequestTest, PagesThatAreNotThere) {
  EXPECT_EQ(ask("page", "pfn=0x1000000"),
            "-6 page: pfn 0x1000000 is past the end of memory at 0x48000");
  EXPECT_EQ(ask("page", "pfn=200000"), "-6 page: pfn 0x30d40 lies in a hole: no memory, or not "
                                       "the kernel's");
  EXPECT_EQ(ask("page", "pfn=263000"), "-6 page: pfn 0x40358 is offline");
}

TEST_F(RequestTest, OnePage) {
  kernel.add_pages(5000, 4, MMS_PG(SLAB)).refcount = 7;
  const std::string answer = ask("page", "pfn=0x1389\n");
  EXPECT_EQ(field(answer, "pfn"), "5001");
  EXPECT_EQ(field(answer, "nid"), "1");
  EXPECT_EQ(field(answer, "zone"), "DMA32");
  EXPECT_EQ(field(answer, "class"), "slab");
  EXPECT_EQ(field(answer, "flags"), "slab");
  EXPECT_EQ(field(answer, "refcount"), "7");
  EXPECT_EQ(field(answer, "head_pfn"), "5001");
  EXPECT_EQ(field(answer, "pageblock"), "4608");
}

TEST_F(RequestTest, APageInAFreeBlockBelongsToIt) {
  kernel.add_pages(6144, 1, MMS_PG(BUDDY), 10).nr_pages = 1024;
  // In the kernel only the first page of a free block is marked.
  kernel.page_runs[6144].nr_pages = 1024;
  const std::string answer = ask("page", "pfn=6144");
  EXPECT_EQ(field(answer, "class"), "buddy");
  EXPECT_EQ(field(answer, "order"), "10");
}

TEST_F(RequestTest, ATailKnowsItsHead) {
  kernel.add_pages(8192, 16, MMS_PG(COMPOUND_HEAD), 4);
  const std::string answer = ask("page", "pfn=8195");
  EXPECT_EQ(field(answer, "head_pfn"), "8192");
  EXPECT_EQ(field(answer, "flags"), "compound_tail");
  EXPECT_EQ(field(answer, "class"), "compound");
}

TEST_F(RequestTest, FindStopsAtItsLimit) {
  kernel.add_pages(5000, 100, MMS_PG(SLAB));
  kernel.add_pages(70000, 100, MMS_PG(SLAB));
  EXPECT_EQ(nr_rows(ask("page_find", "class=slab")), 20U);
  EXPECT_EQ(nr_rows(ask("page_find", "class=slab limit=150")), 150U);
  EXPECT_EQ(nr_rows(ask("page_find", "class=slab zone=Normal limit=1000")), 100U);
  EXPECT_EQ(nr_rows(ask("page_find", "class=slab from=5090 zone=DMA32")), 10U);
  EXPECT_EQ(nr_rows(ask("page_find", "class=slab nid=3")), 0U);
}

TEST_F(RequestTest, FindToldByBlocks) {
  kernel.add_pages(6144, 2048, MMS_PG(BUDDY), 10);
  const std::string answer = ask("page_find", "order=10");
  EXPECT_EQ(nr_rows(answer), 2U);
  EXPECT_EQ(field(answer, "pfn"), "6144");
}

TEST_F(RequestTest, FindRefusesWhatThereIsNot) {
  EXPECT_EQ(ask("page_find", "class=slub").substr(0, 55),
            "-22 page_find: there is no class 'slub'; allowed: raced");
  EXPECT_EQ(ask("page_find", "migratetype=x").substr(0, 62),
            "-22 page_find: there is no migratetype 'x'; allowed: Unmovable");
  EXPECT_TRUE(ask("page_find", "zone=Nowhere")
                  .starts_with("-22 page_find: there is no zone 'Nowhere'; allowed: DMA DMA32 "));
  EXPECT_EQ(ask("page_find", "nid=9"), "-22 page_find: nid=9 is out of range: 0 to 3");
  EXPECT_EQ(ask("page_find", "nid=2"), "-6 page_find: node 2 is not online");
  EXPECT_EQ(ask("page_find", "limit=0"), "-22 page_find: limit=0 is out of range: 1 to 10000");
}

TEST_F(RequestTest, EveryAllocationMayFail) {
  kernel.add_pages(5000, 100, MMS_PG(SLAB));
  for (const auto& [file, line] :
       {std::pair{"page", "pfn=5000"}, std::pair{"page_find", "class=slab"}}) {
    for (unsigned fail_at = 1;; ++fail_at) {
      ASSERT_LT(fail_at, 100U);
      kernel.fail_at = fail_at;
      kernel.nr_allocations = 0;
      const std::string answer = ask(file, line);
      if (kernel.nr_allocations < fail_at)
        break;
      EXPECT_EQ(answer.substr(0, 4), "-12 ") << file << " at " << fail_at;
    }
    kernel.fail_at = 0;
  }
}

} // namespace
} // namespace mmscope::test
