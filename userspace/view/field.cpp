// SPDX-License-Identifier: GPL-2.0
#include "view/field.hpp"

#include <fmt/core.h>
#include <map>

#include "view/table.hpp"

namespace mmscope::view {
namespace {

std::string type_text(std::string_view type) {
  static const std::map<std::string_view, const char*> texts = {
      {"u64", "unsigned number"}, {"s64", "signed number"},
      {"name", "short name"},     {"list", "list of unsigned numbers"},
      {"text", "text"},           {"decimal", "number with decimals"},
      {"names", "list of names"},
  };
  const auto found = texts.find(type);
  return found == texts.end() ? std::string(type) : found->second;
}

std::string indented(const Screen& screen, std::string_view text, std::size_t indent) {
  const std::size_t width = screen.width > 2 * indent ? screen.width - indent : 0;
  std::string lines;
  for (const std::string& line : wrapped(text, width))
    lines += std::string(indent, ' ') + line + "\n";
  return lines;
}

} // namespace

std::string field_show(const Screen& screen, const model::Field& field) {
  const wire::FieldInfo& info = *field.info;
  const auto line = [&](std::string_view name, std::string_view text) {
    return fmt::format("  {}  {}\n", screen.style.paint(Role::dim, fmt::format("{:<12}", name)),
                       text);
  };
  std::string text = screen.style.paint(Role::title, field.full_name()) + "\n";
  text += indented(screen, info.meaning, 2);
  text += line("type", type_text(info.type));
  if (*info.unit != '\0')
    text += line("unit", info.unit);
  text += line("in kernel", info.source);
  text += line("since", fmt::format("Linux {}", info.since));
  const std::string file = field.record->file;
  text += line("file", file.front() == '/' ? file : "/sys/kernel/debug/mmscope/" + file);
  return text;
}

std::string record_show(const Screen& screen, const wire::RecordInfo& record) {
  std::string text = screen.style.paint(Role::title, record.tag) + "\n";
  text += indented(screen, record.meaning, 2);
  Table table(
      {{"", Align::left}, {"", Align::left}, {"", Align::left}, {"", Align::left, 0, true}});
  for (std::size_t i = 0; i < record.nr_fields; ++i) {
    const wire::FieldInfo& field = record.fields[i];
    table.add({{std::string("  ") + field.key, Role::accent},
               field.type,
               {field.unit, Role::dim},
               field.meaning});
  }
  return text + table.render(screen.style, screen.width);
}

} // namespace mmscope::view
