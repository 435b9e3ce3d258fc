// SPDX-License-Identifier: GPL-2.0
// Look-ups in the schema that the tool was built with.
#ifndef MMSCOPE_MODEL_SCHEMA_HPP
#define MMSCOPE_MODEL_SCHEMA_HPP

#include <string>
#include <string_view>
#include <vector>

#include "model/value.hpp"
#include "wire/schema.hpp"

namespace mmscope::model {

struct Field {
  const wire::RecordInfo* record;
  const wire::FieldInfo* info;

  [[nodiscard]] std::string full_name() const; // "zone.nr_free_pages"
};

// Every field, in the schema's order.
[[nodiscard]] std::vector<Field> all_fields();

// "zone.nr_free_pages" finds one field, "nr_free_pages" one in each record that
// has such a key.
[[nodiscard]] std::vector<Field> find_fields(std::string_view name);

// nullptr where there is none of that tag.
[[nodiscard]] const wire::RecordInfo* find_record(std::string_view tag);

[[nodiscard]] Object to_object(const Field& field);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_SCHEMA_HPP
