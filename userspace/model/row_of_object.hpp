// SPDX-License-Identifier: GPL-2.0
// The way back from to_object(): a record out of saved JSON.
#ifndef MMSCOPE_MODEL_ROW_OF_OBJECT_HPP
#define MMSCOPE_MODEL_ROW_OF_OBJECT_HPP

#include "model/value.hpp"

namespace mmscope::model {

// Keys that are not the record's are passed over. Throws Error(bad_data) where a
// value has the wrong type or a key that identifies the record is missing.
#define MMS_ROW_OF_OBJECT(tag, file, meaning)                                                      \
  void take_object(const Object& object, reader::Row<mms_wire_##tag>& row);
MMS_RECORDS(MMS_ROW_OF_OBJECT)
#undef MMS_ROW_OF_OBJECT

template <class Record>
[[nodiscard]] std::vector<reader::Row<Record>> rows_of(const std::vector<Object>& objects) {
  std::vector<reader::Row<Record>> rows(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i)
    take_object(objects[i], rows[i]);
  return rows;
}

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_ROW_OF_OBJECT_HPP
