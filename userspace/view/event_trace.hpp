// SPDX-License-Identifier: GPL-2.0
// Pictures of what `mmscope trace reclaim`, `fault` and `migrate` saw.
#ifndef MMSCOPE_VIEW_EVENT_TRACE_HPP
#define MMSCOPE_VIEW_EVENT_TRACE_HPP

#include <cstddef>
#include <string>

#include "model/fault_trace.hpp"
#include "model/migrate_trace.hpp"
#include "model/reclaim_trace.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// What tables are drawn with.
struct EventScreen {
  const Screen& screen;
  std::uint64_t page_size;
  std::size_t limit; // rows of tables that have no natural end; 0: all
};

[[nodiscard]] std::string reclaim_trace(const EventScreen& on, const model::ReclaimTrace& trace);
[[nodiscard]] std::string fault_trace(const EventScreen& on, const model::FaultTrace& trace);
[[nodiscard]] std::string migrate_trace(const EventScreen& on, const model::MigrateTrace& trace);

[[nodiscard]] Document reclaim_trace_document(const model::ReclaimTrace& trace);
[[nodiscard]] Document fault_trace_document(const model::FaultTrace& trace);
[[nodiscard]] Document migrate_trace_document(const model::MigrateTrace& trace);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_EVENT_TRACE_HPP
