// SPDX-License-Identifier: GPL-2.0
#include "model/schema.hpp"

#include <algorithm>
#include <iterator>

#include "model/own_records.hpp"

namespace mmscope::model {

std::string Field::full_name() const { return std::string(record->tag) + "." + info->key; }

std::vector<Field> all_fields() {
  std::vector<Field> fields;
  for (const wire::RecordInfo* record : all_records())
    for (std::size_t i = 0; i < record->nr_fields; ++i)
      fields.push_back({record, &record->fields[i]});
  return fields;
}

std::vector<Field> find_fields(std::string_view name) {
  const std::vector<Field> fields = all_fields();
  std::vector<Field> found;
  std::copy_if(fields.begin(), fields.end(), std::back_inserter(found), [&](const Field& field) {
    return name == field.info->key || name == field.full_name();
  });
  return found;
}

const wire::RecordInfo* find_record(std::string_view tag) {
  const std::vector<const wire::RecordInfo*> records = all_records();
  const auto found =
      std::find_if(records.begin(), records.end(),
                   [&](const wire::RecordInfo* record) { return tag == record->tag; });
  return found == records.end() ? nullptr : *found;
}

Object to_object(const Field& field) {
  return {{"record", field.record->tag},    {"key", field.info->key},
          {"type", field.info->type},       {"unit", field.info->unit},
          {"since", field.info->since},     {"source", field.info->source},
          {"meaning", field.info->meaning}, {"file", field.record->file}};
}

} // namespace mmscope::model
