// SPDX-License-Identifier: GPL-2.0
// The pages of this process, and translations of them held against pagemap.
#include <gtest/gtest.h>
#include <set>
#include <unistd.h>

#include "model/own_pages.hpp"
#include "model/verify_checks.hpp"
#include "reader/error.hpp"
#include "tests/verify_machine.hpp"

namespace mmscope::tests {
namespace {

using reader::PagemapEntry;

TEST(Pagemap, EntriesAreParsed) {
  EXPECT_EQ(reader::parse_pagemap_entry(0).state, PagemapEntry::State::nothing);
  EXPECT_EQ(reader::parse_pagemap_entry(std::uint64_t{1} << 61).state,
            PagemapEntry::State::nothing); // of a file, but no page
  const PagemapEntry page = reader::parse_pagemap_entry(0xa180000000012345);
  EXPECT_EQ(page.state, PagemapEntry::State::present);
  EXPECT_EQ(page.pfn, 0x12345U);
  const PagemapEntry swap = reader::parse_pagemap_entry(0x4000000000000c63);
  EXPECT_EQ(swap.state, PagemapEntry::State::swapped);
  EXPECT_EQ(swap.swap_type, 3U);
  EXPECT_EQ(swap.swap_offset, 99U);
  EXPECT_FALSE(swap.pfn);
}

TEST(Pagemap, NumberPastTheEndIsAnError) {
  const Tree tree({{"/numbers", std::string(16, '\1')}});
  const reader::Source source = reader::Source::recorded(tree.root());
  EXPECT_EQ(source.read_u64("/numbers", 1), 0x0101010101010101U);
  EXPECT_THROW((void)source.read_u64("/numbers", 2), reader::Error);
  EXPECT_THROW((void)source.read_u64("/none", 0), reader::Error);
}

// As this kernel has them, with or without the module.
TEST(OwnPages, AreWhatTheirNamesSay) {
  const reader::Source source = reader::Source::live();
  std::set<std::string> nothing;
  std::size_t present = 0;
  for (const model::OwnPage& page : model::own_pages()) {
    const PagemapEntry entry = reader::read_own_pagemap(
        source, page.addr, static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
    if (entry.state == PagemapEntry::State::nothing)
      nothing.insert(page.name);
    else
      ++present;
  }
  EXPECT_EQ(nothing, (std::set<std::string>{"page never touched", "page outside all mappings"}));
  EXPECT_EQ(present, 7U);
}

// Page i is mapped to pfn 100 + i by both accounts.
struct Accounts {
  model::Reading reading;
  model::Published published;
};

Accounts accounts() {
  Accounts both;
  for (std::size_t i = 0; i < model::own_pages().size(); ++i) {
    both.reading.pagemap.push_back(
        {reader::parse_pagemap_entry((std::uint64_t{1} << 63) + 100 + i), "anon"});
    both.published.translations.push_back(model::parse_translation(
        "mmscope wire=1 kind=pgtable_level nr=2 page_size=4096 kernel=6.1.0\n"
        "translation pid=1 area=user state=mapped entry_bytes=4096 pfn=" +
        std::to_string(100 + i) +
        " addr=0x1000\n"
        "page_info pfn=1 nid=0 zone=Normal zone_idx=2 class=ksm head_pfn=1 order=0 flags=anon\n"
        "end nr=2\n"));
  }
  return both;
}

std::string differences(const Accounts& both) {
  std::string text;
  for (const model::Figure& figure :
       model::check_translations().compare(both.reading, both.published)) {
    const model::Comparison judged = model::judge(figure, figure, {}, 0);
    if (judged.outcome != model::Outcome::exact)
      text += figure.what + "\n";
  }
  return text;
}

TEST(VerifyTranslate, EveryDifferenceIsSeen) {
  EXPECT_EQ(differences(accounts()), "");
  Accounts both = accounts();
  both.reading.pagemap[0].entry.pfn = 99;
  EXPECT_EQ(differences(both), "own anonymous page: pfn\n");
  both = accounts();
  both.reading.pagemap[0].page_class = "file";
  EXPECT_EQ(differences(both), "own anonymous page: class\n");
  both = accounts();
  both.reading.pagemap[0].entry = {};
  EXPECT_EQ(differences(both), "own anonymous page: state\nown anonymous page: pfn\n");
  both = accounts();
  both.published.translations[0] = model::parse_translation(
      "mmscope wire=1 kind=pgtable_level nr=1 page_size=4096 kernel=6.1.0\n"
      "translation pid=1 area=user state=swap swap_type=3 swap_offset=98 addr=0x1000\n"
      "end nr=1\n");
  both.reading.pagemap[0].entry = reader::parse_pagemap_entry(0x4000000000000c63);
  EXPECT_EQ(differences(both), "own anonymous page: place in swap\n");
}

TEST(VerifyTranslate, ARecordedTreeHasNoProcess) {
  for (const model::SourceSummary& source :
       verify_still(Tree(machine_files(Kernel::v6_1))).sources) {
    if (source.source == reader::own_pagemap_path) {
      EXPECT_EQ(source.skipped_because, "a recorded tree has no process to ask about");
      return;
    }
  }
  FAIL();
}

} // namespace
} // namespace mmscope::tests
