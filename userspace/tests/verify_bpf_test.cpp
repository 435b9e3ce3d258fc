// SPDX-License-Identifier: GPL-2.0
// The module's zones against those of a BPF program: every figure counts.
#include <gtest/gtest.h>

#include "model/verify_checks.hpp"

namespace mmscope::tests {
namespace {

const std::vector<const char*> zone_keys = {
    "zone_start_pfn",        "spanned_pages",   "present_pages",   "managed_pages",
    "watermark_boost_pages", "wmark_min_pages", "wmark_low_pages", "wmark_high_pages",
    "wmark_promo_pages",     "nr_free_pages"};
const std::vector<const char*> node_keys = {"nr_zones", "node_start_pfn", "node_spanned_pages",
                                            "node_present_pages"};

// One node with one zone, alike on both sides.
struct Sides {
  model::Reading reading;
  model::Published published;
};

Sides alike() {
  Sides sides;
  mms_node_seen seen{};
  seen.there = 1;
  seen.nr_zones = 2;
  seen.node_start_pfn = 3;
  seen.node_spanned_pages = 4;
  seen.node_present_pages = 5;
  mms_zone_seen& zone = seen.zones[1];
  zone.zone_start_pfn = 11;
  zone.spanned_pages = 12;
  zone.present_pages = 13;
  zone.managed_pages = 14;
  zone.watermark_boost = 10;
  for (unsigned i = 0; i < 4; ++i)
    zone.watermark[i] = 20 + i;
  zone.free_pages = 77;
  sides.reading.nodes.emplace(1, seen);
  sides.reading.zone_names = {"DMA", "Normal"};

  model::PublishedNode& node = sides.published.nodes.emplace_back();
  node.nid = 1;
  node.numbers = {
      {"nr_zones", 2}, {"node_start_pfn", 3}, {"node_spanned_pages", 4}, {"node_present_pages", 5}};
  model::PublishedZone& ours = sides.published.zones.emplace_back();
  ours.nid = 1;
  ours.zone_idx = 1;
  ours.name = "Normal";
  ours.numbers = {{"zone_start_pfn", 11},  {"spanned_pages", 12},         {"present_pages", 13},
                  {"managed_pages", 14},   {"watermark_boost_pages", 10}, {"wmark_min_pages", 30},
                  {"wmark_low_pages", 31}, {"wmark_high_pages", 32},      {"wmark_promo_pages", 33},
                  {"nr_free_pages", 77}};
  return sides;
}

std::size_t failures(const Sides& sides) {
  std::size_t failed = 0;
  for (const model::Figure& figure :
       model::check_bpf_nodes().compare(sides.reading, sides.published)) {
    model::Envelope envelope;
    envelope.widen(figure.theirs);
    failed += model::judge(figure, figure, envelope, 0).outcome == model::Outcome::failed;
  }
  return failed;
}

TEST(VerifyBpf, EqualSidesAgree) {
  const Sides sides = alike();
  EXPECT_EQ(failures(sides), 0U);
  EXPECT_EQ(model::check_bpf_nodes().compare(sides.reading, sides.published).size(),
            zone_keys.size() + node_keys.size());
}

TEST(VerifyBpf, EachFigureOfAZoneCounts) {
  for (const char* key : zone_keys) {
    Sides sides = alike();
    ++sides.published.zones.front().numbers.at(key);
    EXPECT_EQ(failures(sides), 1U) << key;
  }
}

TEST(VerifyBpf, EachFigureOfANodeCounts) {
  for (const char* key : node_keys) {
    Sides sides = alike();
    ++sides.published.nodes.front().numbers.at(key);
    EXPECT_EQ(failures(sides), 1U) << key;
  }
}

TEST(VerifyBpf, ANodeThatIsNotThereIsNoAgreement) {
  Sides sides = alike();
  sides.reading.nodes.clear();
  EXPECT_EQ(failures(sides), 1U);
}

} // namespace
} // namespace mmscope::tests
