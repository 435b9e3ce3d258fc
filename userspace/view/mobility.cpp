// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

Cell count(std::uint64_t number, Role role = Role::plain) {
  return number == 0 ? Cell("·", Role::dim) : Cell(grouped(number), role);
}

} // namespace

std::string pageblocks(const Screen& screen, const model::PageblockTable& blocks) {
  std::string text = screen.style.paint(Role::title, "Pageblocks, by mobility") + "\n";
  if (blocks.missing)
    return text + note(screen, fmt::format("Not shown: {}", blocks.missing->because));
  Table table({{"node"},
               {"zone", Align::left},
               {"migratetype", Align::left},
               {"pageblocks", Align::right, 1},
               {"free"},
               {"movable"},
               {"polluted"},
               {"unmovable"},
               {"other", Align::right, 2},
               {"mixed"},
               {"foreign"}});
  for (const model::Pageblocks& row : blocks.rows)
    table.add({fmt::format("{}", row.zone.nid),
               {row.zone.name, Role::accent},
               row.migratetype,
               count(row.all),
               count(row.free),
               count(row.movable),
               count(row.polluted, Role::warning),
               count(row.unmovable),
               count(row.other),
               count(row.mixed, Role::warning),
               row.foreign_pages == 0 ? Cell("·", Role::dim)
                                      : Cell(pages(row.foreign_pages, blocks.page_size))});
  return text +
         note(screen,
              fmt::format("Each {} is of one kind: free, nothing in use; movable, all in use can "
                          "be moved; polluted, some of it cannot; unmovable, none can; other, "
                          "reserved. Mixed: with pages, the foreign ones, of another mobility "
                          "than its migratetype.",
                          pages(blocks.pageblock_pages, blocks.page_size))) +
         table.render(screen.style, screen.width) +
         note(screen, "Told from what pages are used for; \"mixed\" as in "
                      "pagetypeinfo_showmixedcount_print() in mm/page_owner.c.");
}

} // namespace mmscope::view
