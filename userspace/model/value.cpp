// SPDX-License-Identifier: GPL-2.0
#include "model/value.hpp"

namespace mmscope::model {

#define MMS_VALUE_U64(key)                                                                         \
  if (const auto value = reader::present(row.fields.key))                                          \
    object.emplace_back(#key, *value);
#define MMS_VALUE_S64(key) MMS_VALUE_U64(key)
#define MMS_VALUE_NAME(key)                                                                        \
  if (row.fields.key[0] != '\0')                                                                   \
    object.emplace_back(#key, std::string(row.fields.key));
#define MMS_VALUE_LIST(key)                                                                        \
  if (const auto found = row.lists.find(#key); found != row.lists.end())                           \
    object.emplace_back(*found);
#define MMS_VALUE_TEXT(key)                                                                        \
  if (const auto found = row.texts.find(#key); found != row.texts.end())                           \
    object.emplace_back(*found);
#define MMS_VALUE(type, key, unit, since, source, meaning) MMS_VALUE_##type(key)
#define MMS_TO_OBJECT(tag, file, meaning)                                                          \
  Object to_object(const reader::Row<mms_wire_##tag>& row) {                                       \
    Object object;                                                                                 \
    MMS_FIELDS_##tag(MMS_VALUE) return object;                                                     \
  }

MMS_RECORDS(MMS_TO_OBJECT)

} // namespace mmscope::model
