// SPDX-License-Identifier: GPL-2.0
#include "model/row_of_object.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/identity.hpp"

namespace mmscope::model {
namespace {

[[noreturn]] void fail(const std::string& tag, const std::string& what) {
  throw reader::Error(reader::Error::Kind::bad_data, fmt::format("a {} record {}", tag, what));
}

template <class Held>
const Held& held(const char* tag, const std::string& key, const Value& value) {
  if (const Held* const found = std::get_if<Held>(&value))
    return *found;
  fail(tag, fmt::format("whose {} has the wrong type", key));
}

void store_u64(const char* tag, const std::string& key, const Value& value, mms_u64& member) {
  member = held<std::uint64_t>(tag, key, value);
  if (member == MMS_ABSENT_U64)
    fail(tag, fmt::format("whose {} is out of range", key));
}

// JSON does not tell a positive signed number from an unsigned one.
void store_s64(const char* tag, const std::string& key, const Value& value, mms_s64& member) {
  const auto* const positive = std::get_if<std::uint64_t>(&value);
  member =
      positive != nullptr ? static_cast<mms_s64>(*positive) : held<std::int64_t>(tag, key, value);
}

template <std::size_t size>
void store_name(const char* tag, const std::string& key, const Value& value, char (&member)[size]) {
  const std::string& name = held<std::string>(tag, key, value);
  if (name.empty() || name.size() >= size || name.find('\0') != std::string::npos)
    fail(tag, fmt::format("whose {} is no name of 1 to {} characters", key, size - 1));
  std::copy(name.begin(), name.end(), member);
  member[name.size()] = '\0';
}

void check_identity(const char* tag, const Object& object) {
  for (const std::string_view key : reader::identity_keys(tag))
    if (std::none_of(object.begin(), object.end(),
                     [&](const auto& pair) { return pair.first == key; }))
      fail(tag, fmt::format("without {}", key));
}

} // namespace

#define MMS_TAKE_U64(key_name)                                                                     \
  if (key == #key_name)                                                                            \
    store_u64(tag, key, value, row.fields.key_name);
#define MMS_TAKE_S64(key_name)                                                                     \
  if (key == #key_name)                                                                            \
    store_s64(tag, key, value, row.fields.key_name);
#define MMS_TAKE_NAME(key_name)                                                                    \
  if (key == #key_name)                                                                            \
    store_name(tag, key, value, row.fields.key_name);
#define MMS_TAKE_LIST(key_name)                                                                    \
  if (key == #key_name)                                                                            \
    row.lists[key] = held<std::vector<std::uint64_t>>(tag, key, value);
#define MMS_TAKE_TEXT(key_name)                                                                    \
  if (key == #key_name)                                                                            \
    row.texts[key] = held<std::string>(tag, key, value);
#define MMS_TAKE(type, key, unit, since, source, meaning) MMS_TAKE_##type(key)
#define MMS_TAKE_OBJECT(tag_name, file, meaning)                                                   \
  void take_object(const Object& object, reader::Row<mms_wire_##tag_name>& row) {                  \
    const char* const tag = #tag_name;                                                             \
    check_identity(tag, object);                                                                   \
    for (const auto& [key, value] : object) {                                                      \
      MMS_FIELDS_##tag_name(MMS_TAKE)                                                              \
    }                                                                                              \
  }

MMS_RECORDS(MMS_TAKE_OBJECT)

} // namespace mmscope::model
