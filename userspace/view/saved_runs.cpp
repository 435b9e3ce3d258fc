// SPDX-License-Identifier: GPL-2.0
#include "view/saved_runs.hpp"

#include <fmt/core.h>
#include <string_view>

#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

std::string text_in(const model::Object& object, std::string_view key) {
  const model::Value* const value = model::find_value(object, key);
  return value == nullptr ? absent_mark : model::text_of(*value);
}

void add_rows(Table& table, const model::Object& object, const Screen& screen) {
  for (const auto& [name, value] : object) {
    std::string label = name;
    const std::string text = model::text_of(value);
    constexpr std::size_t label_width = 26;
    for (const std::string& line :
         wrapped(text, screen.width > label_width ? screen.width - label_width : 0)) {
      table.add({{label, Role::dim}, line});
      label.clear();
    }
  }
}

} // namespace

std::string saved_runs(const Screen& screen, const std::vector<model::SavedRun>& runs,
                       const std::string& dir) {
  if (runs.empty())
    return dir.empty()
               ? "No saved runs: neither XDG_DATA_HOME nor HOME says where to look.\n"
               : fmt::format("No saved runs in {}: mmscope bench run CASE saves one.\n", dir);
  Table table({{"id", Align::left},
               {"kernel", Align::left, 2},
               {"on", Align::left, 3},
               {"case", Align::left},
               {"legs", Align::right, 1},
               {"stopped", Align::left, 1},
               {"request", Align::left, 0, true}});
  for (const model::SavedRun& run : runs) {
    const model::BenchRun& row = *run.result.run;
    const std::string_view stopped = row.fields.stopped;
    table.add({{run.id, Role::accent},
               run.result.header.kernel,
               text_in(run.environment.facts, "virtualization"),
               row.text("case"),
               number(reader::present(row.fields.legs)),
               {std::string(stopped), stopped == "done" ? Role::dim : Role::warning},
               row.text("request")});
  }
  return table.render(screen.style, screen.width) +
         screen.style.paint(Role::dim, fmt::format("In {}; ids are times (UTC).", dir)) + "\n";
}

std::string environment(const Screen& screen, const model::Environment& environment, bool all) {
  if (environment.facts.empty())
    return "";
  std::string text = "\n" + screen.style.paint(Role::title, "Measured on") + "\n";
  Table table({{"", Align::left}, {"", Align::left}});
  if (all) {
    add_rows(table, environment.facts, screen);
    add_rows(table, environment.info, screen);
    return text + table.render(screen.style, screen.width);
  }
  model::Object some;
  for (const char* key :
       {"date", "kernel", "kernel_version", "virtualization", "machine", "cpu", "clock_source"})
    if (const model::Value* const value = model::find_value(environment.facts, key))
      some.emplace_back(key, *value);
  for (const char* key : {"init_on_alloc", "init_on_free"})
    if (const model::Value* const value = model::find_value(environment.info, key))
      some.emplace_back(key, *value);
  add_rows(table, some, screen);
  return text + table.render(screen.style, screen.width);
}

std::string saved_note(const Screen& screen, const std::string& id) {
  return id.empty() ? "" : screen.style.paint(Role::dim, fmt::format("Saved as {}.", id)) + "\n";
}

} // namespace mmscope::view
