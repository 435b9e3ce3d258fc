// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/objects.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

constexpr std::size_t bar_width = 24;

std::string unpopulated_note(const Screen& screen, const std::string& names) {
  std::string text;
  for (const std::string& line :
       wrapped(fmt::format("Unpopulated: {} (--wide shows them).", names), screen.width))
    text += screen.style.paint(Role::dim, line) + "\n";
  return text;
}

} // namespace

std::optional<Watermarks> watermarks_of(const model::Zone& zone) {
  const auto free = model::present(zone.fields.nr_free_pages);
  const auto min = model::present(zone.fields.wmark_min_pages);
  const auto low = model::present(zone.fields.wmark_low_pages);
  const auto high = model::present(zone.fields.wmark_high_pages);
  const auto managed = model::present(zone.fields.managed_pages);
  if (!model::populated(zone) || !free || !min || !low || !high || !managed)
    return std::nullopt;
  return Watermarks{*free, *min, *low, *high, *managed};
}

std::string zone_list(const Screen& screen, const model::Zones& zones, bool all) {
  Table table({{"node"},
               {"zone", Align::left},
               {"start pfn", Align::right, 5},
               {"present", Align::right, 3},
               {"managed", Align::right, 2},
               {"free"},
               {"free against watermarks", Align::left, 1},
               {"min", Align::right, 8},
               {"low", Align::right, 7},
               {"high", Align::right, 6},
               {"boost", Align::right, 4}});
  const std::uint64_t page_size = zones.header.page_size;
  std::string unpopulated;
  for (const model::Zone& zone : zones.rows) {
    const auto& f = zone.fields;
    if (!all && !model::populated(zone)) {
      unpopulated += fmt::format("{}{}:{}", unpopulated.empty() ? "" : " ", f.nid, f.name);
      continue;
    }
    const auto marks = watermarks_of(zone);
    const auto boost = model::present(f.watermark_boost_pages);
    table.add({number(model::present(f.nid)),
               {f.name, model::populated(zone) ? Role::accent : Role::dim},
               hex(model::present(f.zone_start_pfn)),
               pages(model::present(f.present_pages), page_size),
               pages(model::present(f.managed_pages), page_size),
               {pages(model::present(f.nr_free_pages), page_size),
                marks ? watermark_role(*marks) : Role::plain},
               marks ? Cell(watermark_bar(screen.style, *marks, bar_width)) : Cell(""),
               pages(model::present(f.wmark_min_pages), page_size),
               pages(model::present(f.wmark_low_pages), page_size),
               pages(model::present(f.wmark_high_pages), page_size),
               {pages(boost, page_size), boost.value_or(0) != 0 ? Role::warning : Role::plain}});
  }
  std::string text = table.render(screen.style, screen.width);
  if (!unpopulated.empty())
    text += unpopulated_note(screen, unpopulated);
  return text;
}

std::string zone_show(const Screen& screen, const model::Zone& zone, std::uint64_t page_size) {
  static const RecordLayout layout = {
      {{"State", {"nid", "zone_idx", "name", "populated", "contiguous", "flag_*"}},
       {"Span", {"zone_start_pfn", "spanned_pages", "present_*", "managed_pages", "cma_pages"}},
       {"Watermarks and reserves",
        {"nr_free_pages", "wmark_*", "watermark_boost_pages", "nr_reserved_highatomic_pages",
         "nr_free_highatomic_pages", "percpu_drift_mark_pages", "lowmem_reserve"}},
       {"Per-CPU lists", {"pageset_*"}},
       {"Compaction", {"compact_*", "nr_isolate_pageblock"}},
       {"NUMA events", {"numa_*"}}},
      "Counters (zone_stat_item)"};
  std::string text = render_record(
      screen, fmt::format("Zone {} of node {}", zone.fields.name, zone.fields.nid),
      model::to_object(zone), reader::RecordOf<mms_wire_zone>::info(), layout, page_size);
  if (const auto marks = watermarks_of(zone))
    text += fmt::format("  {}  {}\n", watermark_bar(screen.style, *marks, 2 * bar_width),
                        screen.style.paint(Role::dim, "free; m min, l low, h high"));
  return text;
}

} // namespace mmscope::view
