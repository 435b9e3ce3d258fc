// SPDX-License-Identifier: GPL-2.0
#include "reader/proc_zoneinfo.hpp"

#include <fmt/core.h>

namespace mmscope::reader {
namespace {

// The parts of a zone's paragraph, in the order in which they are printed.
enum class Part { none, heading, node_stats, pages, stats, pagesets, tail };

class ZoneinfoParser {
public:
  ZoneinfoParser(std::string_view text, std::string_view file) : lines_(text, file) {}

  std::vector<ZoneinfoZone> parse() {
    std::string_view line;
    while (lines_.next(line))
      take(line);
    finish_zone();
    return std::move(zones_);
  }

private:
  void take(std::string_view line) {
    Words words(line, lines_);
    const std::string_view text = words.rest();
    if (text.substr(0, 5) == "Node ")
      return begin_zone(words);
    if (part_ == Part::none)
      lines_.fail("the first line should be 'Node N, zone NAME'");
    if (text == "per-node stats")
      return enter(Part::node_stats, Part::heading);
    if (text == "pagesets")
      return enter(Part::pagesets, Part::stats);
    if (text.substr(0, 6) == "pages ") {
      words.next();
      part_ = Part::pages;
    }
    if (text.substr(0, 11) == "protection:")
      return take_protection(text);
    if (part_ == Part::pagesets || part_ == Part::tail)
      return take_labelled(text);
    take_item(words);
  }

  void begin_zone(Words& words) {
    finish_zone();
    words.expect("Node");
    ZoneinfoZone& zone = zones_.emplace_back();
    zone.nid = words.number(",");
    words.expect("zone");
    zone.name = words.next();
    if (zone.name.empty() || !words.at_end())
      lines_.fail("should be 'Node N, zone NAME'");
    part_ = Part::heading;
  }

  void enter(Part part, Part after) {
    if (part_ != after)
      lines_.fail("out of place");
    part_ = part;
  }

  // "name value"
  void take_item(Words& words) {
    const std::string name(words.next());
    const std::int64_t value = words.number();
    if (!words.at_end())
      lines_.fail(fmt::format("more than a name and a number: '{}'", words.rest()));
    items().emplace_back(name, value);
  }

  NamedNumbers& items() {
    switch (part_) {
    case Part::node_stats:
      return zones_.back().node_stats;
    case Part::pages:
      return zones_.back().pages;
    case Part::stats:
      return zones_.back().stats;
    default:
      lines_.fail("an item that belongs to no part of the zone");
    }
  }

  // "protection: (0, 2911, 2911)"
  void take_protection(std::string_view text) {
    enter(Part::stats, Part::pages);
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')')
      lines_.fail("should be 'protection: (N, N, ...)'");
    Words words(text.substr(open + 1), lines_);
    while (true) {
      const bool last = words.rest().find(',') == std::string_view::npos;
      zones_.back().protection.push_back(words.number(last ? ")" : ","));
      if (last)
        break;
    }
  }

  // "label: value" after "pagesets"; the label may have blanks.
  void take_labelled(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
      lines_.fail(fmt::format("'{}' where 'label: number' should be", text));
    const std::string label(text.substr(0, colon));
    Words words(text.substr(colon + 1), lines_);
    const std::int64_t value = words.number();
    ZoneinfoZone& zone = zones_.back();
    if (label == "node_unreclaimable" || label == "start_pfn") {
      part_ = Part::tail;
      zone.tail.emplace_back(label, value);
    } else if (label == "cpu") {
      zone.pagesets.push_back({value, {}});
    } else if (zone.pagesets.empty()) {
      lines_.fail(fmt::format("'{}' before any 'cpu:'", label));
    } else {
      zone.pagesets.back().items.emplace_back(label, value);
    }
  }

  // A populated zone ends with its start_pfn, any other with its protection.
  void finish_zone() {
    if (part_ == Part::none)
      return;
    const ZoneinfoZone& zone = zones_.back();
    const std::int64_t* present = find_number(zone.pages, "present");
    const bool populated = present && *present > 0;
    if (!present || zone.protection.empty() || (populated && !find_number(zone.tail, "start_pfn")))
      lines_.fail(fmt::format("node {} zone {} ends too early", zone.nid, zone.name));
  }

  Lines lines_;
  Part part_ = Part::none;
  std::vector<ZoneinfoZone> zones_;
};

} // namespace

std::vector<ZoneinfoZone> parse_zoneinfo(std::string_view text, std::string_view file) {
  return ZoneinfoParser(text, file).parse();
}

} // namespace mmscope::reader
