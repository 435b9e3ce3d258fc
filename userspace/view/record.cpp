// SPDX-License-Identifier: GPL-2.0
#include "view/record.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

bool matches(std::string_view pattern, std::string_view key) {
  if (!pattern.empty() && pattern.back() == '*')
    return key.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
  return pattern == key;
}

std::size_t group_of(const RecordLayout& layout, std::string_view key) {
  for (std::size_t group = 0; group < layout.groups.size(); ++group) {
    const auto& patterns = layout.groups[group].patterns;
    if (std::any_of(patterns.begin(), patterns.end(),
                    [&](std::string_view pattern) { return matches(pattern, key); }))
      return group;
  }
  return layout.groups.size();
}

const wire::FieldInfo* field_info(const wire::RecordInfo& info, std::string_view key) {
  const wire::FieldInfo* end = info.fields + info.nr_fields;
  const wire::FieldInfo* found = std::find_if(
      info.fields, end, [&](const wire::FieldInfo& field) { return field.key == key; });
  return found == end ? nullptr : found;
}

template <class Item> std::string joined(const std::vector<Item>& list) {
  return list.empty() ? "none" : fmt::format("{}", fmt::join(list, ", "));
}

std::string plain(const model::Value& value, std::string_view unit) {
  struct Visitor {
    std::string_view unit;
    std::string operator()(std::uint64_t number) const {
      return unit == "pfn" ? hex(number) : grouped(number);
    }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const {
      return text.empty() ? std::string("none") : text;
    }
    std::string operator()(double number) const { return fmt::format("{:.3f}", number); }
    std::string operator()(const std::vector<std::uint64_t>& list) const { return joined(list); }
    std::string operator()(const std::vector<std::string>& list) const { return joined(list); }
  };
  return std::visit(Visitor{unit}, value);
}

// The same as a size, for units that are one.
std::string size(const model::Value& value, std::string_view unit, std::uint64_t page_size) {
  const std::uint64_t* number = std::get_if<std::uint64_t>(&value);
  if (number == nullptr || *number == 0)
    return "";
  if (unit == "pages")
    return pages(*number, page_size);
  if (unit == "pfn")
    return "at " + pages(*number, page_size);
  if (unit == "KiB")
    return bytes(*number * 1024);
  return unit == "bytes" && *number >= 1024 ? bytes(*number) : "";
}

bool is_text(const model::Value& value) {
  return std::holds_alternative<std::string>(value) ||
         std::holds_alternative<std::vector<std::uint64_t>>(value) ||
         std::holds_alternative<std::vector<std::string>>(value);
}

} // namespace

std::string render_record(const Screen& screen, std::string_view title, const model::Object& object,
                          const wire::RecordInfo& info, const RecordLayout& layout,
                          std::uint64_t page_size) {
  // One table for all groups keeps their columns in line; a group's title is a
  // row of its own, so the table is cut there afterwards.
  Table table({{"", Align::left},
               {"", Align::right},
               {"", Align::left},
               {"", Align::right},
               {"", Align::left, 0, true}});
  std::string text = screen.style.paint(Role::title, title) + "\n";
  for (std::size_t group = 0; group <= layout.groups.size(); ++group) {
    bool titled = false;
    for (const auto& [key, value] : object) {
      if (group_of(layout, key) != group)
        continue;
      const wire::FieldInfo* field = field_info(info, key);
      const std::string_view unit = field != nullptr ? field->unit : "";
      if (!titled)
        table.add({{std::string(group < layout.groups.size() ? layout.groups[group].title
                                                             : layout.others),
                    Role::accent},
                   "",
                   "",
                   "",
                   ""});
      titled = true;
      const bool zero = plain(value, unit) == "0";
      const std::string meaning = field != nullptr ? field->meaning : "";
      // Long text would push the other columns off the screen: it runs over them.
      const std::string shown = plain(value, unit);
      const bool runs_over = is_text(value) && display_width(shown) > 16;
      table.add({"  " + key, runs_over ? Cell("") : Cell(shown, zero ? Role::dim : Role::plain),
                 runs_over ? Cell("") : Cell(unit == "pfn" ? "" : std::string(unit), Role::dim),
                 size(value, unit, page_size), runs_over ? Cell(shown) : Cell(meaning, Role::dim)});
    }
  }
  return text + table.render(screen.style, screen.width);
}

} // namespace mmscope::view
