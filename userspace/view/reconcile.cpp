// SPDX-License-Identifier: GPL-2.0
#include "view/reconcile.hpp"

#include <fmt/core.h>

#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

using model::Reconciled;

Cell verdict_of(const Reconciled& row) {
  if (!row.traced)
    return {"unseen", Role::warning};
  return row.differs() ? Cell("different", Role::bad) : Cell("equal", Role::good);
}

} // namespace

std::string reconciliation(const Screen& screen, const model::Reconciliation& reconciled) {
  std::string text =
      screen.style.paint(Role::title, "The lab beside the kernel's tracepoints") + "\n";
  Table table({{"result", Align::left},
               {"what", Align::left},
               {"lab"},
               {"traced"},
               {"event", Align::left, 1},
               {"", Align::left, 0, true}});
  for (const Reconciled& row : reconciled.rows)
    table.add({verdict_of(row),
               row.what,
               grouped(row.lab),
               row.traced ? Cell(grouped(*row.traced)) : Cell(absent_mark, Role::dim),
               {row.event, Role::accent},
               {row.why, Role::dim}});
  text += reconciled.rows.empty() ? "This case allocates nothing while it is measured.\n"
                                  : table.render(screen.style, screen.width);
  if (reconciled.lost != 0)
    text += screen.style.paint(Role::bad, fmt::format("{} events found no room and were lost.\n",
                                                      grouped(reconciled.lost)));
  // Only where it may be why: else nothing of the threads is missing.
  if (reconciled.missed != 0 && !reconciled.agrees())
    text += screen.style.paint(
        Role::warning,
        fmt::format("{} events came while a program was already running on the CPU, and were "
                    "not seen.\n",
                    grouped(reconciled.missed)));
  text += screen.style.paint(
      Role::dim,
      fmt::format("Left out: {} events of the lab's threads for memory of their own, and what "
                  "interrupted them.\n",
                  grouped(reconciled.own_events)));
  return text;
}

} // namespace mmscope::view
