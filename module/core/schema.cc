// SPDX-License-Identifier: GPL-2.0
// The `schema` file: every record and field that the other files may hold.
#include "wire/schema.hpp"
#include "core/publish.hpp"

#include "base/enforce.hpp"

namespace mmscope {

Result<void> publish_schema(Encoder& out) {
  for (const wire::RecordInfo& record : wire::records) {
    out.begin("record");
    out.text("name", record.tag);
    out.text("file", record.file);
    out.text("meaning", record.meaning);
    out.end();
    for (std::size_t i = 0; i < record.nr_fields; ++i) {
      const wire::FieldInfo& field = record.fields[i];
      out.begin("field");
      out.text("record", record.tag);
      out.text("key", field.key);
      out.text("type", field.type);
      out.text("unit", field.unit);
      out.text("since", field.since);
      out.text("source", field.source);
      out.text("meaning", field.meaning);
      out.end();
    }
  }
  return {};
}

} // namespace mmscope
