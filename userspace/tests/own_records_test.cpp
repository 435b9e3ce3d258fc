// SPDX-License-Identifier: GPL-2.0
// The records that the tool makes itself, held against the JSON Schema as
// json_test.cpp holds those of the wire.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/own_records.hpp"
#include "model/schema.hpp"
#include "tests/tool.hpp"

namespace mmscope::tests {
namespace {

using Json = nlohmann::ordered_json;

Json definitions() {
  std::ifstream file(json_schema_file());
  return Json::parse(file)["definitions"];
}

// "integer", "string", ... of a property, through one reference.
std::string type_of(const Json& definitions, const Json& property) {
  if (!property.contains("$ref"))
    return property["type"];
  const std::string reference = property["$ref"];
  return definitions[reference.substr(reference.rfind('/') + 1)]["type"];
}

class OwnRecord : public ::testing::TestWithParam<wire::RecordInfo> {};

TEST_P(OwnRecord, IsWhatTheSchemaSays) {
  const std::map<std::string, std::string> types = {
      {"u64", "integer"}, {"s64", "integer"},    {"name", "string"}, {"text", "string"},
      {"list", "array"},  {"decimal", "number"}, {"names", "array"},
  };
  const wire::RecordInfo& record = GetParam();
  const Json all = definitions();
  const Json definition = all[record.tag];
  ASSERT_TRUE(definition.is_object()) << record.tag;
  EXPECT_EQ(definition["additionalProperties"], false);
  std::vector<std::string> keys;
  for (const auto& item : definition["properties"].items())
    keys.push_back(item.key());
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < record.nr_fields; ++i) {
    const wire::FieldInfo& field = record.fields[i];
    expected.emplace_back(field.key);
    if (definition["properties"].contains(field.key)) {
      EXPECT_EQ(type_of(all, definition["properties"][field.key]), types.at(field.type))
          << record.tag << "." << field.key;
    }
    EXPECT_NE(std::string(field.meaning), "");
    EXPECT_NE(std::string(field.source), "");
  }
  EXPECT_EQ(keys, expected);
}

INSTANTIATE_TEST_SUITE_P(, OwnRecord, ::testing::ValuesIn(model::own_records()),
                         [](const auto& test) { return std::string(test.param.tag); });

TEST(OwnRecords, AreExplained) {
  EXPECT_NE(model::find_record("frag"), nullptr);
  ASSERT_EQ(model::find_fields("unusable_index").size(), 1U);
  EXPECT_STREQ(model::find_fields("frag.unusable_index").front().info->source,
               "unusable_free_index()");
}

} // namespace
} // namespace mmscope::tests
