// SPDX-License-Identifier: GPL-2.0
#include <fmt/core.h>

#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"

namespace mmscope::view {
namespace {

constexpr std::uint64_t local_distance = 10; // LOCAL_DISTANCE, as ACPI has it

Role distance_role(const model::Zoneref& ref) {
  return model::present(ref.fields.distance).value_or(local_distance) <= local_distance
             ? Role::good
             : Role::warm;
}

} // namespace

std::string fallback_line(const Screen& screen, const std::vector<model::Zoneref>& refs,
                          std::size_t indent) {
  static constexpr std::string_view arrow = "-> ";
  if (refs.empty())
    return screen.style.paint(Role::dim, "(empty)") + "\n";
  std::string text;
  std::size_t column = indent;
  for (std::size_t i = 0; i < refs.size(); ++i) {
    const model::Zoneref& ref = refs[i];
    const std::string step = fmt::format("{}:{}({})", ref.fields.zone_nid, ref.fields.zone,
                                         number(model::present(ref.fields.distance)));
    const std::size_t needed = step.size() + (i == 0 ? 0 : arrow.size() + 1);
    if (i != 0 && screen.width != 0 && column + needed > screen.width) {
      text += "\n" + std::string(indent, ' ');
      column = indent + step.size() + arrow.size();
      text += screen.style.paint(Role::dim, arrow);
    } else if (i != 0) {
      text += " " + screen.style.paint(Role::dim, arrow);
      column += needed;
    } else {
      column += needed;
    }
    text += screen.style.paint(distance_role(ref), step);
  }
  return text + "\n";
}

std::string zonelist_list(const Screen& screen, const model::Zonelists& zonelists,
                          const std::vector<std::uint64_t>& nids) {
  static constexpr std::size_t indent = 14;
  std::string text;
  for (const std::uint64_t nid : nids) {
    text += screen.style.paint(Role::title, fmt::format("node {}", nid)) + "\n";
    for (const char* list : {"fallback", "nofallback"})
      text += padded(fmt::format("  {}", list), indent, Align::left) +
              fallback_line(screen, model::zonelist_of(zonelists, nid, list), indent);
  }
  return text + screen.style.paint(Role::dim, "node:zone(distance), tried from left to right") +
         "\n";
}

std::string zonelist_show(const Screen& screen, const model::Zonelists& zonelists,
                          std::uint64_t nid) {
  Table table(
      {{"list", Align::left}, {"pos"}, {"node"}, {"zone", Align::left}, {"index"}, {"distance"}});
  for (const char* list : {"fallback", "nofallback"}) {
    for (const model::Zoneref& ref : model::zonelist_of(zonelists, nid, list)) {
      const auto& f = ref.fields;
      table.add({f.list,
                 number(model::present(f.pos)),
                 number(model::present(f.zone_nid)),
                 {f.zone, Role::accent},
                 number(model::present(f.zone_idx)),
                 {number(model::present(f.distance)), distance_role(ref)}});
    }
  }
  return screen.style.paint(Role::title, fmt::format("Zonelists of node {}", nid)) + "\n" +
         table.render(screen.style, screen.width);
}

} // namespace mmscope::view
