// SPDX-License-Identifier: GPL-2.0
// The fragmentation indices: against those that both kernels printed beside the
// free_area of the same moment, on machines filled up with one large file.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/frag.hpp"
#include "model/verify.hpp"
#include "reader/error.hpp"
#include "reader/proc_extfrag.hpp"
#include "tests/verify_machine.hpp"
#include "tool.hpp"

namespace mmscope::tests {
namespace {

using ::testing::HasSubstr;

std::string recorded(const std::string& kernel, const std::string& name) {
  std::ifstream file(data_dir() / "extfrag" / kernel / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// By zone ("0:DMA32"), in thousandths by order.
using Indices = std::map<std::string, std::vector<std::int64_t>>;

Indices printed(const std::string& kernel, const std::string& name) {
  Indices zones;
  for (const reader::ExtfragZone& zone : reader::parse_extfrag(recorded(kernel, name), name))
    zones[std::to_string(zone.nid) + ":" + zone.zone] = zone.thousandths;
  return zones;
}

Indices computed(const std::string& kernel, std::int64_t model::FragIndex::*which) {
  const Tree tree(Files{{std::string(published_dir) + "free_area", recorded(kernel, "free_area")}});
  Indices zones;
  for (const model::FragIndex& index :
       model::frag_indices(model::load_free_areas(reader::Source::recorded(tree.root()))))
    zones[std::to_string(index.zone.nid) + ":" + index.zone.name].push_back(index.*which);
  return zones;
}

class RecordedIndices : public ::testing::TestWithParam<const char*> {};

TEST_P(RecordedIndices, AreTheKernelsToTheLastDigit) {
  const Indices ours = computed(GetParam(), &model::FragIndex::unusable);
  const Indices before = printed(GetParam(), "unusable_index");
  const Indices after = printed(GetParam(), "unusable_index_after");
  std::size_t compared = 0;
  for (const auto& [zone, indices] : ours) {
    if (before.at(zone) != after.at(zone))
      continue; // the reader's own pages came from there
    EXPECT_EQ(indices, before.at(zone)) << zone;
    ++compared;
  }
  EXPECT_GE(compared, 2U);
  EXPECT_EQ(computed(GetParam(), &model::FragIndex::extfrag), printed(GetParam(), "extfrag_index"));
}

INSTANTIATE_TEST_SUITE_P(Kernels, RecordedIndices, ::testing::Values("6.1", "6.12"),
                         [](const auto& test) {
                           return std::string(test.param) == "6.1" ? "v6_1" : "v6_12";
                         });

TEST(Frag, NothingFree) {
  const model::ContigPages none = model::contig_pages({0, 0, 0}, 1);
  EXPECT_EQ(model::unusable_index(none, 1), 1000);
  EXPECT_EQ(model::extfrag_index(none, 1), 0);
}

TEST(Frag, RequestsThatWouldNotFail) {
  const model::ContigPages pages = model::contig_pages({3, 0, 1}, 1);
  EXPECT_EQ(pages.free_pages, 7U);
  EXPECT_EQ(pages.free_blocks, 4U);
  EXPECT_EQ(pages.suitable_blocks, 2U);
  EXPECT_EQ(model::unusable_index(pages, 1), 428);
  EXPECT_EQ(model::extfrag_index(pages, 1), model::would_not_fail);
}

TEST(Frag, OneBlockAloneGivesLessThanZero) {
  EXPECT_EQ(model::extfrag_index(model::contig_pages({1, 0}, 1), 1), -500);
  EXPECT_EQ(model::extfrag_index(model::contig_pages({1, 0, 0, 0, 0}, 4), 4), -62);
}

// --- the kernel's files ---

// As a full machine printed it, with 6.12: Movable had a single page left.
TEST(Extfrag, Signs) {
  const auto zones = reader::parse_extfrag(
      "Node 3, zone  Movable -1.000  0.-500  0.-62  0.-07  0.817  1.000 \n", "extfrag_index");
  ASSERT_EQ(zones.size(), 1U);
  EXPECT_EQ(zones[0].nid, 3);
  EXPECT_EQ(zones[0].zone, "Movable");
  EXPECT_THAT(zones[0].thousandths, ::testing::ElementsAre(-1000, -500, -62, -7, 817, 1000));
}

TEST(Extfrag, Broken) {
  for (const auto& [text, message] : std::vector<std::pair<std::string, const char*>>{
           {"Node 0, zone DMA 0.000", "f:1: the file was cut short"},
           {"Node 0, zone DMA\n", "f:1: a zone without indices"},
           {"Node 0, zone DMA 0.00\n", "'0.00' where an index"},
           {"Node 0, zone DMA 0.0000\n", "'0.0000' where an index"},
           {"Node 0, zone DMA 0\n", "'0' where an index"},
           {"Node 0, zone DMA x.000\n", "'x.000' where an index"},
           {"Zone 0\n", "where 'Node'"}}) {
    try {
      (void)reader::parse_extfrag(text, "f");
      ADD_FAILURE() << text;
    } catch (const reader::Error& error) {
      EXPECT_EQ(error.kind(), reader::Error::Kind::bad_data);
      EXPECT_THAT(error.what(), HasSubstr(message));
    }
  }
}

// --- verify ---

std::vector<std::string> failures(const Files& files) {
  std::vector<std::string> names;
  for (const model::Comparison& comparison : verify_still(Tree(files)).comparisons) {
    if (comparison.outcome == model::Outcome::failed)
      names.push_back(comparison.field + " of " + comparison.what);
  }
  return names;
}

const std::string extfrag_dir = "/sys/kernel/debug/extfrag/";

// With 30 and more suitable blocks no refill makes a request fail.
TEST(VerifyExtfrag, ARequestThatCannotFail) {
  Files files = machine_files(Kernel::v6_1);
  std::string& text = files[extfrag_dir + "extfrag_index"];
  text = replaced(text, "-1.000", " 0.999");
  EXPECT_THAT(failures(files),
              ::testing::ElementsAre("extfrag_index of zone 1:DMA32 order 0 (1/1000)"));
}

// Movable has no block of order 2, but a merge may have made one.
TEST(VerifyExtfrag, ARequestThatOneBlockDecides) {
  Files files = machine_files(Kernel::v6_1);
  std::string& text = files[extfrag_dir + "extfrag_index"];
  const std::size_t last = text.rfind(" 0.");
  ASSERT_GT(last, text.find("Movable"));
  text.replace(last, 6, "-1.000");
  EXPECT_THAT(failures(files), ::testing::ElementsAre());
  text.replace(last, 6, " 0.001");
  EXPECT_THAT(failures(files),
              ::testing::ElementsAre("extfrag_index of zone 3:Movable order 2 (1/1000)"));
}

TEST(VerifyExtfrag, ZonesAndOrdersThatOneSideLacks) {
  Files files = machine_files(Kernel::v6_1);
  std::string& text = files[extfrag_dir + "unusable_index"];
  text.erase(0, text.find('\n') + 1);
  EXPECT_EQ(failures(files).size(), 3U); // one per order
  text.insert(text.size() - 1, "0.000 ");
  EXPECT_EQ(failures(files).size(), 4U);
}

// --- the command ---

TEST(FragJson, HasTheIndicesAsDecimals) {
  const auto json = nlohmann::json::parse(tool_on("6.12-numa4", "buddy frag 0 DMA -j").out);
  EXPECT_EQ(json["kind"], "frag");
  EXPECT_EQ(json["page_size"], 4096);
  ASSERT_EQ(json["rows"].size(), 11U);
  const auto& row = json["rows"][10];
  EXPECT_EQ(row["order"], 10);
  EXPECT_EQ(row["suitable_blocks"], 3);
  EXPECT_EQ(row["extfrag_index"], -1.0);
  EXPECT_TRUE(row["unusable_index"].is_number_float());
  EXPECT_EQ(row["unusable_index"], 0.193);
}

} // namespace
} // namespace mmscope::tests
