// SPDX-License-Identifier: GPL-2.0
// The shape of JSON, and the JSON Schema held against fields.h.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "reader/identity.hpp"
#include "tool.hpp"
#include "view/json.hpp"
#include "wire/schema.hpp"

namespace mmscope {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& item : object.items())
    keys.push_back(item.key());
  return keys;
}

Json json_on(const std::string& command) {
  const cli::Outcome outcome = tests::tool_on("handmade", command);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return Json::parse(outcome.out);
}

Json json_schema() {
  std::ifstream file(tests::json_schema_file());
  return Json::parse(file);
}

TEST(Json, HeadThenRows) {
  const Json json = json_on("zone list -j");
  EXPECT_THAT(keys(json), ::testing::ElementsAre("wire", "kind", "kernel", "page_size", "ktime_ns",
                                                 "took_ns", "nr", "rows"));
  EXPECT_EQ(json["rows"].size(), 10U);
}

TEST(Json, RowsHaveTheWiresKeysInItsOrderAndNumbersAreNumbers) {
  const Json row = json_on("node show 1 -j")["rows"][0];
  EXPECT_EQ(keys(row).front(), "nid");
  EXPECT_EQ(keys(row).back(), "cpus");
  EXPECT_TRUE(row["nid"].is_number_unsigned());
  EXPECT_TRUE(row["kswapd_order"].is_number_integer());
  EXPECT_EQ(row["distance"], Json({10, 28}));
  EXPECT_EQ(row["cpus"], "");
  EXPECT_FALSE(row.contains("pgdemote_kswapd")); // absent, not zero
}

TEST(Json, OtherRecordsStandBesideTheRows) {
  EXPECT_EQ(json_on("buddy list -j")["free_orders"].size(), 33U);
  EXPECT_EQ(json_on("pcp show 1 DMA32 -j")["pcp_lists"].size(), 6U);
  EXPECT_EQ(json_on("model show -j")["section_ranges"][1]["state"], "hole");
  EXPECT_EQ(json_on("report -j")["zones"].size(), 10U);
}

TEST(Json, PrettyImpliesJson) {
  const std::string pretty = tests::tool_on("handmade", "zone list -p").out;
  EXPECT_THAT(pretty, ::testing::StartsWith("{\n  \"wire\": 1,"));
  EXPECT_EQ(Json::parse(pretty), json_on("-j zone list"));
}

TEST(Json, TextThatIsNoUtf8DoesNoHarm) {
  const std::string text = view::render_json({{{"kind", std::string("a\xff")}}, {}, {}}, false);
  EXPECT_EQ(Json::parse(text)["kind"], "a\xef\xbf\xbd");
}

class SchemaOf : public ::testing::TestWithParam<wire::RecordInfo> {};

TEST_P(SchemaOf, HasExactlyTheFieldsOfTheWire) {
  const wire::RecordInfo& record = GetParam();
  const Json definition = json_schema()["definitions"][record.tag];
  ASSERT_TRUE(definition.is_object()) << record.tag;

  std::vector<std::string> expected;
  for (std::size_t i = 0; i < record.nr_fields; ++i) {
    const wire::FieldInfo& field = record.fields[i];
    expected.emplace_back(field.key);
    const Json property = definition["properties"][field.key];
    const std::map<std::string_view, Json> types = {
        {"u64", {{"$ref", "#/definitions/u64"}}},
        {"s64", {{"type", "integer"}}},
        {"name", {{"$ref", "#/definitions/name"}}},
        {"list", {{"type", "array"}, {"items", {{"$ref", "#/definitions/u64"}}}}},
        {"text", {{"type", "string"}}},
    };
    EXPECT_EQ(property, types.at(field.type)) << record.tag << "." << field.key;
  }
  EXPECT_EQ(keys(definition["properties"]), expected);
  EXPECT_EQ(definition["additionalProperties"], false);

  std::vector<std::string> required;
  for (const std::string_view key : reader::identity_keys(record.tag))
    required.emplace_back(key);
  EXPECT_EQ(definition["required"], Json(required));
}

INSTANTIATE_TEST_SUITE_P(, SchemaOf, ::testing::ValuesIn(wire::records),
                         [](const auto& test) { return std::string(test.param.tag); });

} // namespace
} // namespace mmscope
