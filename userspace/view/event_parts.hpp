// SPDX-License-Identifier: GPL-2.0
// What the three pictures of traced events have in common.
#ifndef MMSCOPE_VIEW_EVENT_PARTS_HPP
#define MMSCOPE_VIEW_EVENT_PARTS_HPP

#include <algorithm>
#include <string>
#include <vector>

#include "model/event_rows.hpp"
#include "view/event_trace.hpp"
#include "view/json.hpp"
#include "view/table.hpp"
#include "view/text.hpp"

namespace mmscope::view {

// "Traced 2.000 s: SAID; nothing lost.", what was lost and what cannot be seen.
[[nodiscard]] std::string event_head(const EventScreen& on, const model::EventTrace& trace,
                                     const std::string& said);

[[nodiscard]] std::string event_heading(const EventScreen& on, const std::string& words);

// What the kernel counted of all tasks in that time.
[[nodiscard]] std::string vmstat_table(const EventScreen& on, const model::EventTrace& trace);

// The first rows of a table that has no natural end, and how many there are.
template <class Row, class Add> void add_rows(std::string& text, const EventScreen& on,
                                              Table& table, const std::vector<Row>& rows,
                                              Add&& add) {
  const std::size_t shown = on.limit == 0 ? rows.size() : std::min(rows.size(), on.limit);
  for (std::size_t i = 0; i < shown; ++i)
    add(rows[i]);
  text += table.render(on.screen.style, on.screen.width);
  if (shown < rows.size())
    text += on.screen.style.paint(Role::dim, std::to_string(shown) + " of " +
                                                 std::to_string(rows.size()) +
                                                 " rows; --limit 0 shows all.\n");
}

// Columns for p50, p90, p99, p99.9 and max, and their cells.
[[nodiscard]] std::vector<Column> with_times(std::vector<Column> columns);
void add_time_cells(std::vector<Cell>& cells, const model::EventSums& sums);

[[nodiscard]] Cell time_cell(const model::EventSums& sums, std::uint64_t ns);
[[nodiscard]] Cell event_count(std::uint64_t count, Role role = Role::plain);

// The head and what follows the rows.
[[nodiscard]] Document event_document(const std::string& kind, const model::EventTrace& trace);
void finish(Document& document, const model::EventTrace& trace);

template <class Record> std::vector<model::Object> all_objects(const std::vector<Record>& records) {
  std::vector<model::Object> objects;
  objects.reserve(records.size());
  for (const Record& record : records)
    objects.push_back(model::to_object(record));
  return objects;
}

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_EVENT_PARTS_HPP
