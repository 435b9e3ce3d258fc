// SPDX-License-Identifier: GPL-2.0
// The judgement of one figure: brackets, slack, retries' envelopes; and how it
// is shown.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/verify_figure.hpp"
#include "tests/verify_machine.hpp"
#include "view/verify.hpp"

namespace mmscope::tests {
namespace {

using model::Comparison;
using model::Envelope;
using model::Outcome;
using model::Rule;
using model::Value;

constexpr Rule exact;
constexpr Rule moving = {Rule::Kind::pages, 0, ""};
constexpr Rule slack_of_5 = {Rule::Kind::pages, 5, "a refill"};
constexpr Rule events = {Rule::Kind::events, 0, ""};

model::Figure figure(std::optional<Value> ours, std::optional<Value> theirs, const Rule& rule) {
  return {"what", "/proc/x", "field", {}, std::move(ours), std::move(theirs), rule, ""};
}

Outcome outcome(std::int64_t ours, std::int64_t before, std::int64_t after, const Rule& rule,
                std::int64_t drift = 0, Envelope envelope = {}) {
  envelope.widen(before);
  envelope.widen(after);
  return judge(figure(ours, before, rule), figure(ours, after, rule), envelope, drift).outcome;
}

TEST(Judge, WhatStandsStillMustBeEqual) {
  EXPECT_EQ(outcome(7, 7, 7, exact), Outcome::exact);
  EXPECT_EQ(outcome(7, 8, 8, exact), Outcome::failed);
  EXPECT_EQ(outcome(7, 6, 8, exact), Outcome::failed); // in between is not equal
  EXPECT_EQ(outcome(7, 6, 7, exact), Outcome::exact);  // it changed while we read
}

TEST(Judge, WhatMovesMustLieBetween) {
  EXPECT_EQ(outcome(7, 7, 7, moving), Outcome::exact);
  EXPECT_EQ(outcome(8, 7, 7, moving), Outcome::failed); // it did not move
  EXPECT_EQ(outcome(8, 7, 9, moving), Outcome::within);
  EXPECT_EQ(outcome(8, 9, 7, moving), Outcome::within);
  EXPECT_EQ(outcome(11, 7, 9, moving), Outcome::within); // widened by what it moved
  EXPECT_EQ(outcome(12, 7, 9, moving), Outcome::failed);
  EXPECT_EQ(outcome(4, 7, 9, moving), Outcome::failed);
}

TEST(Judge, Slack) {
  EXPECT_EQ(outcome(12, 7, 7, slack_of_5), Outcome::within);
  EXPECT_EQ(outcome(13, 7, 7, slack_of_5), Outcome::failed);
  EXPECT_EQ(outcome(1, 7, 7, slack_of_5), Outcome::failed);
}

TEST(Judge, DriftOfRecordedTrees) {
  EXPECT_EQ(outcome(17, 7, 7, moving, 10), Outcome::within);
  EXPECT_EQ(outcome(18, 7, 7, moving, 10), Outcome::failed);
  EXPECT_EQ(outcome(8, 7, 7, exact, 10), Outcome::failed);
  EXPECT_EQ(outcome(167, 7, 7, events, 10), Outcome::within);
  EXPECT_EQ(outcome(168, 7, 7, events, 10), Outcome::failed);
}

TEST(Judge, EnvelopeRemembersEarlierReadings) {
  Envelope earlier;
  const std::optional<Value> four = std::int64_t{4};
  earlier.widen(four);
  EXPECT_EQ(outcome(5, 9, 9, moving, 0, earlier), Outcome::within);
  EXPECT_EQ(outcome(20, 9, 9, moving, 0, earlier), Outcome::failed);
}

TEST(Judge, AbsentSides) {
  const Value seven = std::int64_t{7};
  const auto judged = [](const std::optional<Value>& ours, const std::optional<Value>& theirs) {
    const model::Figure one = figure(ours, theirs, moving);
    return judge(one, one, {}, 100).outcome;
  };
  EXPECT_EQ(judged(seven, std::nullopt), Outcome::failed);
  EXPECT_EQ(judged(std::nullopt, seven), Outcome::failed);
  EXPECT_EQ(judged(std::nullopt, std::nullopt), Outcome::failed);
}

TEST(Judge, TextAndListsAreExact) {
  const auto judged = [](const Value& ours, const Value& theirs) {
    const model::Figure one = figure(ours, theirs, exact);
    return judge(one, one, {}, 100).outcome;
  };
  using List = std::vector<std::uint64_t>;
  EXPECT_EQ(judged(List{1, 2}, List{1, 2}), Outcome::exact);
  EXPECT_EQ(judged(List{1, 2}, List{2, 1}), Outcome::failed);
  EXPECT_EQ(judged(std::string("a"), std::string("a")), Outcome::exact);
  EXPECT_EQ(judged(std::string("a"), std::string("b")), Outcome::failed);
}

model::VerifyResult one_wrong_figure() {
  Files files = machine_files(Kernel::v6_1);
  files["/proc/zoneinfo"] = replaced(files["/proc/zoneinfo"], "managed  2800", "managed  2801");
  return verify_still(Tree(files));
}

TEST(VerifyText, FailuresAreShownWithBothNumbersAndTheRule) {
  const std::string text =
      view::verify_text(view::Screen{view::Style(), 0}, one_wrong_figure(), false);
  EXPECT_NE(text.find("failed zone 1:DMA32 managed (managed_pages)\n"
                      "  ours   2800\n"
                      "  theirs 2801   /proc/zoneinfo\n"
                      "  rule   exact\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("DISAGREES"), std::string::npos);
  EXPECT_EQ(text.find("zone 1:Normal managed"), std::string::npos);
}

TEST(VerifyText, AllComparisonsOnDemand) {
  const std::string text =
      view::verify_text(view::Screen{view::Style(), 0}, one_wrong_figure(), true);
  EXPECT_NE(text.find("zone 1:Normal managed"), std::string::npos);
}

TEST(VerifyJson, Shape) {
  const auto json =
      nlohmann::json::parse(view::render_json(view::verify_document(one_wrong_figure()), false));
  EXPECT_EQ(json["kind"], "verify");
  EXPECT_EQ(json["wire"], 1);
  EXPECT_EQ(json["page_size"], 4096);
  EXPECT_EQ(json["failed"], 1);
  EXPECT_EQ(json["skipped"], 1); // no process in a recorded tree
  EXPECT_EQ(json["compared"], json["rows"].size() - 1);
  std::size_t failed = 0;
  for (const auto& row : json["rows"]) {
    if (row["result"] != "failed")
      continue;
    ++failed;
    EXPECT_EQ(row["what"], "zone 1:DMA32 managed");
    EXPECT_EQ(row["source"], "/proc/zoneinfo");
    EXPECT_EQ(row["field"], "managed_pages");
    EXPECT_EQ(row["nid"], 1);
    EXPECT_EQ(row["ours"], 2800);
    EXPECT_EQ(row["theirs"], 2801);
    EXPECT_EQ(row["rule"], "exact");
    EXPECT_EQ(row["tolerance"], 0);
  }
  EXPECT_EQ(failed, 1U);
  EXPECT_EQ(json["sources"][0]["source"], "/proc/zoneinfo");
}

} // namespace
} // namespace mmscope::tests
