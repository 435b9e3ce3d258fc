// SPDX-License-Identifier: GPL-2.0
// The pictures of each object: `list` and `show` as text.
#ifndef MMSCOPE_VIEW_OBJECTS_HPP
#define MMSCOPE_VIEW_OBJECTS_HPP

#include <optional>
#include <string>
#include <vector>

#include "model/frag.hpp"
#include "model/joins.hpp"
#include "model/mobility.hpp"
#include "model/system.hpp"
#include "view/bars.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string node_list(const Screen& screen, const model::Nodes& nodes);
[[nodiscard]] std::string node_show(const Screen& screen, const model::Node& node,
                                    std::uint64_t page_size);
// "cpu memory", "cpu only", "memory only" or "empty"
[[nodiscard]] std::string node_state(const model::Node& node);

// Unpopulated zones are told in a last line unless `all` asks for their rows.
[[nodiscard]] std::string zone_list(const Screen& screen, const model::Zones& zones, bool all);
[[nodiscard]] std::string zone_show(const Screen& screen, const model::Zone& zone,
                                    std::uint64_t page_size);
// Nothing where the zone is unpopulated or its file lacks one of the figures.
[[nodiscard]] std::optional<Watermarks> watermarks_of(const model::Zone& zone);

[[nodiscard]] std::string zonelist_list(const Screen& screen, const model::Zonelists& zonelists,
                                        const std::vector<std::uint64_t>& nids);
[[nodiscard]] std::string zonelist_show(const Screen& screen, const model::Zonelists& zonelists,
                                        std::uint64_t nid);
// "1:Normal(10) -> 0:Normal(21)", broken and indented to fit after `indent` columns.
[[nodiscard]] std::string
fallback_line(const Screen& screen, const std::vector<model::Zoneref>& refs, std::size_t indent);

[[nodiscard]] std::string buddy_list(const Screen& screen, const model::FreeAreas& areas);
[[nodiscard]] std::string buddy_show(const Screen& screen, const model::FreeAreas& areas);
[[nodiscard]] std::string buddy_frag(const Screen& screen,
                                     const std::vector<model::FragIndex>& indices);
// Which of them are free, could be made free, or never will be.
[[nodiscard]] std::string pageblocks(const Screen& screen, const model::PageblockTable& blocks);

[[nodiscard]] std::string pcp_list(const Screen& screen, const model::Pcps& pcps);
[[nodiscard]] std::string pcp_show(const Screen& screen, const model::Pcps& pcps);

[[nodiscard]] std::string model_list(const Screen& screen, const model::MemoryModel& model);
[[nodiscard]] std::string model_show(const Screen& screen, const model::MemoryModel& model);

// By class and node, and what the walk cost; `show` adds zones with their
// migratetypes, orders, counts and flags.
[[nodiscard]] std::string page_census(const Screen& screen, const model::Pages& pages, bool all);
[[nodiscard]] std::string page_show(const Screen& screen, const model::PageInfos& pages);
[[nodiscard]] std::string page_find(const Screen& screen, const model::PageInfos& pages);

[[nodiscard]] std::string info_show(const Screen& screen, const model::Info& info);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_OBJECTS_HPP
