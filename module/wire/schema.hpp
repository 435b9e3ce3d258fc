// SPDX-License-Identifier: GPL-2.0
// The schema of fields.h as tables: what the `schema` file publishes and what
// `mmscope explain field` looks up.
#ifndef MMS_WIRE_SCHEMA_HPP
#define MMS_WIRE_SCHEMA_HPP

#include <cstddef>

#include "records.h"

namespace mmscope::wire {

struct FieldInfo {
  const char* type; // "u64", "s64", "name", "list" or "text"
  const char* key;
  const char* unit;
  const char* since;
  const char* source;
  const char* meaning;
};

struct RecordInfo {
  const char* tag;
  const char* file; // below /sys/kernel/debug/mmscope/
  const char* meaning;
  const FieldInfo* fields;
  std::size_t nr_fields;
};

#define MMS_TYPE_U64 "u64"
#define MMS_TYPE_S64 "s64"
#define MMS_TYPE_NAME "name"
#define MMS_TYPE_LIST "list"
#define MMS_TYPE_TEXT "text"
#define MMS_INFO(type, key, unit, since, source, meaning)                                          \
  {MMS_TYPE_##type, #key, unit, since, source, meaning},
#define MMS_INFO_ARRAY(tag, file, meaning)                                                         \
  inline constexpr FieldInfo fields_of_##tag[] = {MMS_FIELDS_##tag(MMS_INFO)};

MMS_RECORDS(MMS_INFO_ARRAY)

#define MMS_INFO_RECORD(tag, file, meaning)                                                        \
  {#tag, #file, meaning, fields_of_##tag, sizeof(fields_of_##tag) / sizeof(FieldInfo)},

inline constexpr RecordInfo records[] = {MMS_RECORDS(MMS_INFO_RECORD)};
inline constexpr std::size_t nr_records = sizeof(records) / sizeof(RecordInfo);

#undef MMS_INFO_RECORD
#undef MMS_INFO_ARRAY
#undef MMS_INFO

} // namespace mmscope::wire

#endif // MMS_WIRE_SCHEMA_HPP
