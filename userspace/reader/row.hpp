// SPDX-License-Identifier: GPL-2.0
// One record line, typed, and what is known of its type at compile time.
#ifndef MMSCOPE_READER_ROW_HPP
#define MMSCOPE_READER_ROW_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/schema.hpp"

namespace mmscope::reader {

// The schema's entry of a record struct: RecordOf<mms_wire_zone>::info().tag is "zone".
template <class Record> struct RecordOf;

#define MMS_RECORD_OF(tag, file, meaning)                                                          \
  template <> struct RecordOf<mms_wire_##tag> {                                                    \
    static constexpr wire::RecordInfo info() {                                                     \
      return {#tag, #file, meaning, wire::fields_of_##tag,                                         \
              sizeof(wire::fields_of_##tag) / sizeof(wire::FieldInfo)};                            \
    }                                                                                              \
    static mms_wire_##tag cleared() {                                                              \
      mms_wire_##tag record;                                                                       \
      mms_wire_##tag##_clear(&record);                                                             \
      return record;                                                                               \
    }                                                                                              \
  };

MMS_RECORDS(MMS_RECORD_OF)
#undef MMS_RECORD_OF

// `fields` holds the U64, S64 and NAME fields, the other two the streamed ones
// by key. What the line did not say is absent in each: see present().
template <class Record> struct Row {
  Record fields = RecordOf<Record>::cleared();
  std::map<std::string, std::vector<std::uint64_t>, std::less<>> lists;
  std::map<std::string, std::string, std::less<>> texts;

  // Empty where the field is absent.
  [[nodiscard]] std::vector<std::uint64_t> list(std::string_view key) const {
    const auto found = lists.find(key);
    return found == lists.end() ? std::vector<std::uint64_t>() : found->second;
  }
  [[nodiscard]] std::string text(std::string_view key) const {
    const auto found = texts.find(key);
    return found == texts.end() ? std::string() : found->second;
  }
};

// The value of a member, or nothing where the kernel does not have the figure.
inline std::optional<std::uint64_t> present(mms_u64 member) {
  return member == MMS_ABSENT_U64 ? std::nullopt : std::optional<std::uint64_t>(member);
}
inline std::optional<std::int64_t> present(mms_s64 member) {
  return member == MMS_ABSENT_S64 ? std::nullopt : std::optional<std::int64_t>(member);
}

} // namespace mmscope::reader

#endif // MMSCOPE_READER_ROW_HPP
