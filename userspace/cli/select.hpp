// SPDX-License-Identifier: GPL-2.0
// The NID and ZONE arguments of the `show` commands.
#ifndef MMSCOPE_CLI_SELECT_HPP
#define MMSCOPE_CLI_SELECT_HPP

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/joins.hpp"

namespace mmscope::cli {

using Args = std::vector<std::string>;

// Throws UsageError, naming the nodes there are, if `text` is none of them.
[[nodiscard]] std::uint64_t parse_nid(const std::string& text,
                                      const std::vector<std::uint64_t>& nids);

// [NID] [ZONE], either of which may be left out.
struct Selection {
  std::optional<std::uint64_t> nid;
  std::optional<std::string> zone;

  [[nodiscard]] bool matches(std::uint64_t row_nid, const std::string& row_zone) const {
    return nid.value_or(row_nid) == row_nid && zone.value_or(row_zone) == row_zone;
  }
};

// Throws UsageError where nothing in `zones` fits.
[[nodiscard]] Selection parse_selection(const Args& args, const std::vector<model::ZoneId>& zones);

// The zones that rows of free_area, pcp and their kind speak of.
template <class Row>
[[nodiscard]] std::vector<model::ZoneId> zones_in(const std::vector<Row>& rows) {
  std::vector<model::ZoneId> zones;
  zones.reserve(rows.size());
  for (const Row& row : rows)
    zones.push_back({row.fields.nid, row.fields.zone_idx, row.fields.zone});
  return zones;
}

// Drops the rows that do not match.
template <class Row> void keep_selected(std::vector<Row>& rows, const Selection& selection) {
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const Row& row) {
                              return !selection.matches(row.fields.nid, row.fields.zone);
                            }),
             rows.end());
}

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_SELECT_HPP
