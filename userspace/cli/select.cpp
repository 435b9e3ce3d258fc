// SPDX-License-Identifier: GPL-2.0
#include "cli/select.hpp"

#include <charconv>
#include <fmt/core.h>
#include <set>

#include "cli/context.hpp"
#include "cli/suggest.hpp"

namespace mmscope::cli {
namespace {

std::optional<std::uint64_t> parse_number(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end ? std::optional(number) : std::nullopt;
}

template <class Items> std::string joined(const Items& items) {
  std::string text;
  for (const auto& item : items)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", item);
  return text.empty() ? "none" : text;
}

} // namespace

std::uint64_t parse_nid(const std::string& text, const std::vector<std::uint64_t>& nids) {
  const auto nid = parse_number(text);
  if (nid && std::find(nids.begin(), nids.end(), *nid) != nids.end())
    return *nid;
  throw UsageError(fmt::format("there is no node {}; the nodes are {}.", text, joined(nids)));
}

Selection parse_selection(const Args& args, const std::vector<model::ZoneId>& zones) {
  std::set<std::uint64_t> nids;
  for (const model::ZoneId& zone : zones)
    nids.insert(zone.nid);

  Selection selection;
  for (const std::string& arg : args) {
    if (parse_number(arg) && !selection.nid && !selection.zone)
      selection.nid = parse_nid(arg, {nids.begin(), nids.end()});
    else if (!selection.zone)
      selection.zone = arg;
    else
      throw UsageError(fmt::format("\"{}\" is one argument too many: expected [NID] [ZONE].", arg));
  }
  if (!selection.zone)
    return selection;

  std::set<std::string> names;
  for (const model::ZoneId& zone : zones)
    if (selection.nid.value_or(zone.nid) == zone.nid)
      names.insert(zone.name);
  if (names.count(*selection.zone) == 0)
    throw UsageError(fmt::format("there is no zone {}{}; the zones are {}.{}", *selection.zone,
                                 selection.nid ? fmt::format(" in node {}", *selection.nid) : "",
                                 joined(names),
                                 did_you_mean(*selection.zone, {names.begin(), names.end()})));
  return selection;
}

} // namespace mmscope::cli
