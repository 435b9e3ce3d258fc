// SPDX-License-Identifier: GPL-2.0
#include "model/vmalloc_runs.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>
#include <tuple>

namespace mmscope::model {
namespace {

using CallerKey = std::pair<std::string, std::string>;

CallerKey key_of(const VmallocArea& area) { return {area.function(), area.module}; }

// Hashed or real: all zeros and "(____ptrval____)" are no addresses.
bool tells_address(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         text.find_first_not_of('0') != std::string_view::npos;
}

std::optional<std::uint64_t> parse_address(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

auto identity(const VmallocArea& area) {
  return std::tie(area.start_text, area.end_text, area.size_bytes, area.caller, area.pages);
}

// The areas that stood still, by where they begin.
class Index {
public:
  Index(const std::vector<VmallocArea>& before, const std::vector<VmallocArea>& after)
      : areas_(before) {
    std::set<std::string> there;
    std::map<std::string, const VmallocArea*> later;
    for (const VmallocArea& area : after)
      later.emplace(area.start_text, &area);
    std::set<std::string> ambiguous; // two addresses may have one hash
    for (std::size_t i = 0; i < before.size(); ++i) {
      const auto found = later.find(before[i].start_text);
      if (found == later.end() || identity(*found->second) != identity(before[i]))
        continue;
      if (!by_text_.emplace(before[i].start_text, i).second)
        ambiguous.insert(before[i].start_text);
      if (before[i].start)
        by_address_.emplace(*before[i].start, i);
    }
    for (const std::string& text : ambiguous)
      by_text_.erase(text);
  }

  [[nodiscard]] std::size_t size() const { return by_text_.size(); }
  [[nodiscard]] bool has(std::size_t area) const {
    const auto found = by_text_.find(areas_[area].start_text);
    return found != by_text_.end() && found->second == area;
  }

  // All areas that the extent goes through; none where that cannot be told.
  [[nodiscard]] std::vector<std::size_t> areas_of(const VmallocExtent& extent,
                                                  std::uint64_t page_size) const {
    std::uint64_t left = extent.fields.pages * page_size;
    const std::optional<std::size_t> first = first_area(extent, left);
    std::vector<std::size_t> through;
    for (auto area = first; area; area = at(areas_[*area].end_text)) {
      through.push_back(*area);
      const std::uint64_t size = areas_[*area].size_bytes;
      if (left <= size)
        return real_addresses() || left == size || left + page_size == size
                   ? through
                   : std::vector<std::size_t>();
      left -= size;
    }
    return {};
  }

  [[nodiscard]] bool real_addresses() const { return !by_address_.empty(); }

private:
  [[nodiscard]] std::optional<std::size_t> at(const std::string& text) const {
    const auto found = by_text_.find(text);
    return found == by_text_.end() ? std::nullopt : std::optional(found->second);
  }

  // `left` counts from the beginning of that area.
  [[nodiscard]] std::optional<std::size_t> first_area(const VmallocExtent& extent,
                                                      std::uint64_t& left) const {
    const std::string text = extent.text("start_addr");
    if (!real_addresses())
      return at(text);
    const std::optional<std::uint64_t> address = parse_address(text);
    if (!address)
      return std::nullopt;
    auto found = by_address_.upper_bound(*address);
    if (found == by_address_.begin())
      return std::nullopt;
    --found;
    if (*address - found->first >= areas_[found->second].size_bytes)
      return std::nullopt;
    left += *address - found->first;
    return found->second;
  }

  const std::vector<VmallocArea>& areas_;
  std::map<std::string, std::size_t> by_text_;
  std::map<std::uint64_t, std::size_t> by_address_;
};

// Where each extent goes.
class Matcher {
public:
  Matcher(const std::vector<VmallocArea>& areas, const Index& index, VmallocRuns& out)
      : areas_(areas), index_(index), out_(out), shares_(areas.size()) {
    out.areas.reserve(areas.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
      // With real addresses an area without an extent is known to map nothing.
      const bool empty = index.real_addresses() && index.has(i);
      out.areas.push_back({areas[i], empty ? std::optional(Mapped()) : std::nullopt});
      if (empty)
        callers_[key_of(areas[i])];
    }
  }

  void add(const VmallocExtent& extent) {
    out_.total.add(extent);
    const std::vector<std::size_t> through = index_.areas_of(extent, out_.extents.header.page_size);
    const bool one_caller =
        !through.empty() && std::all_of(through.begin(), through.end(), [&](std::size_t area) {
          return key_of(areas_[area]) == key_of(areas_[through.front()]);
        });
    if (!one_caller)
      out_.nobodys.add(extent);
    else
      callers_[key_of(areas_[through.front()])].add(extent);
    if (through.size() == 1) {
      std::optional<Mapped>& mapped = out_.areas[through.front()].mapped;
      mapped = mapped.value_or(Mapped());
      mapped->add(extent);
      return;
    }
    for (const std::size_t area : through)
      shares_[area] = true;
    if (one_caller)
      out_.adjoining.add(extent);
  }

  void finish() {
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      if (shares_[i])
        out_.areas[i].mapped.reset();
    }
    for (VmallocCaller& caller : by_caller(areas_)) {
      const auto found = callers_.find({caller.caller, caller.module});
      out_.callers.push_back({std::move(caller), found == callers_.end()
                                                     ? std::nullopt
                                                     : std::optional(found->second)});
    }
  }

private:
  const std::vector<VmallocArea>& areas_;
  const Index& index_;
  VmallocRuns& out_;
  std::vector<bool> shares_; // an extent with other areas
  std::map<CallerKey, Mapped> callers_;
};

void put_mapped(Object& object, const std::optional<Mapped>& mapped) {
  if (!mapped)
    return;
  object.emplace_back("mapped_pages", mapped->pages);
  object.emplace_back("memory_pages", mapped->memory_pages);
  object.emplace_back("runs", mapped->runs);
  object.emplace_back("longest_run_pages", mapped->longest_run_pages);
  object.emplace_back("pmd_entries", mapped->pmd_entries);
  object.emplace_back("pud_entries", mapped->pud_entries);
  put_by_node(object, "mapped_nids", "mapped_node_pages", mapped->pages_by_node);
}

} // namespace

void Mapped::add(const VmallocExtent& extent) {
  pages += extent.fields.pages;
  memory_pages += extent.fields.memory_pages;
  runs += extent.fields.runs;
  longest_run_pages =
      std::max(longest_run_pages, present(extent.fields.longest_run_pages).value_or(0));
  pmd_entries += present(extent.fields.pmd_entries).value_or(0);
  pud_entries += present(extent.fields.pud_entries).value_or(0);
  const std::vector<std::uint64_t> nids = extent.list("nids");
  const std::vector<std::uint64_t> counts = extent.list("node_pages");
  for (std::size_t i = 0; i < std::min(nids.size(), counts.size()); ++i)
    pages_by_node[nids[i]] += counts[i];
}

VmallocRuns match_runs(const std::vector<VmallocArea>& before,
                       const std::vector<VmallocArea>& after, VmallocExtents extents) {
  VmallocRuns runs;
  runs.extents = std::move(extents);
  const auto told = [](const std::string& text) { return tells_address(text); };
  const auto area_told = [&](const VmallocArea& area) { return told(area.start_text); };
  const auto extent_told = [&](const VmallocExtent& extent) {
    return told(extent.text("start_addr"));
  };
  runs.hidden = std::none_of(before.begin(), before.end(), area_told) ||
                std::none_of(runs.extents.rows.begin(), runs.extents.rows.end(), extent_told);
  const std::vector<VmallocArea> none;
  const Index index(before, runs.hidden ? none : after);
  runs.hashed = !runs.hidden && !index.real_addresses();
  runs.areas_in_motion = runs.hidden ? 0 : before.size() - index.size();
  Matcher matcher(before, index, runs);
  for (const VmallocExtent& extent : runs.extents.rows)
    matcher.add(extent);
  matcher.finish();
  return runs;
}

VmallocRuns load_vmalloc_runs(const reader::Source& source) {
  const std::vector<VmallocArea> before = load_vmalloc_areas(source);
  VmallocExtents extents = load_vmalloc_extents(source);
  return match_runs(before, load_vmalloc_areas(source), std::move(extents));
}

Object to_object(const CallerRuns& row) {
  Object object = to_object(row.caller);
  put_mapped(object, row.mapped);
  return object;
}

Object to_object(const AreaRuns& row) {
  Object object = to_object(row.area);
  put_mapped(object, row.mapped);
  return object;
}

} // namespace mmscope::model
