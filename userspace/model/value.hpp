// SPDX-License-Identifier: GPL-2.0
// A row as a plain list of keys and values, for those who treat all records
// alike: JSON and the `show` commands.
#ifndef MMSCOPE_MODEL_VALUE_HPP
#define MMSCOPE_MODEL_VALUE_HPP

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reader/row.hpp"

namespace mmscope::model {

using Value = std::variant<std::uint64_t, std::int64_t, std::string, std::vector<std::uint64_t>,
                           double, std::vector<std::string>>;
using Object = std::vector<std::pair<std::string, Value>>;

// The fields that are there, in the schema's order.
#define MMS_TO_OBJECT(tag, file, meaning)                                                          \
  [[nodiscard]] Object to_object(const reader::Row<mms_wire_##tag>& row);
MMS_RECORDS(MMS_TO_OBJECT)
#undef MMS_TO_OBJECT

template <class Record>
[[nodiscard]] std::vector<Object> to_objects(const std::vector<reader::Row<Record>>& rows) {
  std::vector<Object> objects;
  objects.reserve(rows.size());
  for (const auto& row : rows)
    objects.push_back(to_object(row));
  return objects;
}

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_VALUE_HPP
