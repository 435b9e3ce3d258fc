// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "cli/objects.hpp"
#include "cli/suggest.hpp"
#include "model/own_records.hpp"
#include "model/schema.hpp"
#include "view/field.hpp"
#include "view/json.hpp"

namespace mmscope::cli {
namespace {

std::vector<model::Object> objects_of(const std::vector<model::Field>& fields) {
  std::vector<model::Object> objects;
  objects.reserve(fields.size());
  for (const model::Field& field : fields)
    objects.push_back(model::to_object(field));
  return objects;
}

[[noreturn]] void unknown_field(const std::string& name) {
  std::vector<std::string> names;
  for (const model::Field& field : model::all_fields()) {
    names.emplace_back(field.info->key);
    names.push_back(field.full_name());
  }
  throw UsageError(fmt::format("there is no field {}.{} \"mmscope explain field\" lists all.", name,
                               did_you_mean(name, names)));
}

[[noreturn]] void unknown_record(const std::string& name) {
  std::vector<std::string> tags;
  std::string list;
  for (const wire::RecordInfo* record : model::all_records()) {
    tags.emplace_back(record->tag);
    list += fmt::format("{}{}", list.empty() ? "" : ", ", record->tag);
  }
  throw UsageError(fmt::format("there is no record {}; the records are {}.{}", name, list,
                               did_you_mean(name, tags)));
}

void print_records(Context& context, const std::vector<const wire::RecordInfo*>& records) {
  for (const wire::RecordInfo* record : records) {
    if (record != records.front())
      context.print("\n");
    context.print(view::record_show(context.screen, *record));
  }
}

} // namespace

void explain_field(Context& context, const Args& args) {
  const std::vector<model::Field> fields =
      args.empty() ? model::all_fields() : model::find_fields(args.front());
  if (fields.empty())
    unknown_field(args.front());
  if (context.json)
    return context.print_json({view::json_head("field"), objects_of(fields), {}});
  if (args.empty())
    return print_records(context, model::all_records());
  for (const model::Field& field : fields) {
    if (&field != &fields.front())
      context.print("\n");
    context.print(view::field_show(context.screen, field));
  }
}

void explain_record(Context& context, const Args& args) {
  if (args.empty())
    return explain_field(context, args);
  const wire::RecordInfo* record = model::find_record(args.front());
  if (record == nullptr)
    unknown_record(args.front());
  if (!context.json)
    return print_records(context, {record});
  std::vector<model::Object> objects;
  for (std::size_t i = 0; i < record->nr_fields; ++i)
    objects.push_back(model::to_object(model::Field{record, &record->fields[i]}));
  context.print_json({view::json_head("field"), std::move(objects), {}});
}

} // namespace mmscope::cli
