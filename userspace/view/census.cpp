// SPDX-License-Identifier: GPL-2.0
// The census: every page by what it is used for.
#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <set>

#include "view/bars.hpp"
#include "view/heat.hpp"
#include "view/objects.hpp"
#include "view/table.hpp"
#include "view/units.hpp"
#include "wire/page_class.hpp"

namespace mmscope::view {
namespace {

constexpr std::size_t bar_width = 20;

using ByColumn = std::map<model::ZoneId, std::uint64_t>;

const char* meaning_of(const std::string& page_class) {
  for (const wire::PageClassInfo& info : wire::page_classes)
    if (page_class == info.name)
      return info.meaning;
  return "a class that this tool does not know";
}

Role role_of(const std::string& page_class) {
  if (page_class == "buddy" || page_class == "pcp")
    return Role::good;
  if (page_class == "raced" || page_class == "hwpoison")
    return Role::warning;
  return Role::accent;
}

// The classes in the census's own order, then those that are not known.
template <class Rows> std::vector<std::string> classes_in(const Rows& rows) {
  std::set<std::string> there;
  for (const auto& row : rows)
    there.insert(row.text("class"));
  std::vector<std::string> classes;
  for (const wire::PageClassInfo& info : wire::page_classes)
    if (there.erase(info.name) != 0)
      classes.emplace_back(info.name);
  classes.insert(classes.end(), there.begin(), there.end());
  return classes;
}

template <class Row> model::ZoneId zone_of(const Row& row) {
  return {row.fields.nid, row.fields.zone_idx, row.fields.zone};
}

// Classes by node, or by zone for a close look.
std::string class_table(const Screen& screen, const model::Pages& census, bool by_zone) {
  std::map<std::string, ByColumn> pages_of;
  ByColumn totals;
  std::uint64_t all = 0;
  for (const model::PageRow& row : census.rows) {
    const model::ZoneId column =
        by_zone ? zone_of(row) : model::ZoneId{row.fields.nid, 0, std::string()};
    pages_of[row.text("class")][column] += row.fields.pages;
    totals[column] += row.fields.pages;
    all += row.fields.pages;
  }
  std::vector<Column> columns = {{"class", Align::left}};
  for (const auto& [column, pages] : totals)
    columns.push_back({by_zone ? fmt::format("{}:{}", column.nid, column.name)
                               : fmt::format("node {}", column.nid),
                       Align::right, 1});
  columns.push_back({"total"});
  columns.push_back({"", Align::left});
  columns.push_back({"", Align::left, 2, true});
  Table table(std::move(columns));

  const std::uint64_t page_size = census.header.page_size;
  const auto add = [&](const Cell& name, const ByColumn& by_column, const char* meaning) {
    std::vector<Cell> cells = {name};
    std::uint64_t sum = 0;
    for (const auto& [column, total] : totals) {
      const auto found = by_column.find(column);
      const std::uint64_t pages = found == by_column.end() ? 0 : found->second;
      cells.push_back(pages == 0 ? Cell("·", Role::dim) : Cell(view::pages(pages, page_size)));
      sum += pages;
    }
    cells.emplace_back(view::pages(sum, page_size));
    cells.emplace_back(share_bar(screen.style, name.role, sum, all, bar_width));
    cells.emplace_back(meaning, Role::dim);
    table.add(std::move(cells));
  };
  for (const std::string& name : classes_in(census.rows))
    add({name, role_of(name)}, pages_of[name], meaning_of(name));
  add({"all"}, totals, "every online struct page");
  return table.render(screen.style, screen.width);
}

std::string cost_line(const Screen& screen, const model::Pages& census) {
  std::uint64_t seen = 0;
  std::uint64_t reads = 0;
  std::uint64_t took_ns = 0;
  std::uint64_t raced = 0;
  for (const model::PageNode& node : census.nodes) {
    seen += node.fields.seen_pages;
    reads += model::present(node.fields.nr_reads).value_or(0);
    took_ns = std::max(took_ns, model::present(node.fields.took_ns).value_or(0));
  }
  for (const model::PageRow& row : census.rows)
    raced += row.text("class") == "raced" ? row.fields.pages : 0;
  return note(
      screen,
      fmt::format("{} pages on {} node{}, told from {} reads of struct page, in {:.1f} ms; {} "
                  "changed while being read.",
                  grouped(seen), census.nodes.size(), census.nodes.size() == 1 ? "" : "s",
                  grouped(reads), static_cast<double>(took_ns) / 1e6, raced));
}

// What the pageblocks of each migratetype are filled with: a zone with foreign
// classes in its Movable blocks cannot be compacted well.
std::string migratetype_table(const Screen& screen, const model::Pages& census) {
  std::map<std::pair<model::ZoneId, std::string>, std::map<std::string, std::uint64_t>> rows;
  for (const model::PageRow& row : census.rows)
    rows[{zone_of(row), row.fields.migratetype}][row.text("class")] += row.fields.pages;
  const std::vector<std::string> classes = classes_in(census.rows);
  std::vector<Column> columns = {
      {"node"}, {"zone", Align::left}, {"migratetype", Align::left}, {"pages"}};
  for (const std::string& name : classes)
    columns.push_back({name, Align::right, 1});
  Table table(std::move(columns));
  for (const auto& [key, by_class] : rows) {
    std::uint64_t sum = 0;
    for (const auto& [name, pages] : by_class)
      sum += pages;
    std::vector<Cell> cells = {
        fmt::format("{}", key.first.nid), {key.first.name, Role::accent}, key.second, grouped(sum)};
    for (const std::string& name : classes) {
      const auto found = by_class.find(name);
      const std::uint64_t pages = found == by_class.end() ? 0 : found->second;
      cells.push_back(heat_cell(pages, pages, sum));
    }
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

std::string order_table(const Screen& screen, const model::Pages& census) {
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> blocks_of;
  std::set<std::uint64_t> orders;
  std::vector<model::PageOrder> shown;
  for (const model::PageOrder& row : census.orders) {
    blocks_of[row.text("class")][row.fields.order] += row.fields.blocks;
    orders.insert(row.fields.order);
  }
  std::vector<Column> columns = {{"class", Align::left}};
  for (const std::uint64_t order : orders)
    columns.push_back({fmt::format("{}", order)});
  Table table(std::move(columns));
  for (const std::string& name : classes_in(census.orders)) {
    const auto& blocks = blocks_of[name];
    if (blocks.size() == 1 && blocks.begin()->first == 0)
      continue; // single pages only: told above
    std::uint64_t sum = 0;
    for (const auto& [order, count] : blocks)
      sum += count << order;
    std::vector<Cell> cells = {{name, role_of(name)}};
    for (const std::uint64_t order : orders) {
      const auto found = blocks.find(order);
      const std::uint64_t count = found == blocks.end() ? 0 : found->second;
      cells.push_back(heat_cell(count, count << order, sum));
    }
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

// Both histograms side by side: a row for each counter, a column for each bucket.
std::string count_table(const Screen& screen, const model::Pages& census) {
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> counters;
  std::map<std::uint64_t, std::uint64_t> buckets; // first to last
  for (const model::PageCount& row : census.counts) {
    counters[row.fields.counter][row.fields.from] += row.fields.blocks;
    buckets[row.fields.from] = row.fields.to;
  }
  std::vector<Column> columns = {{"", Align::left}};
  for (const auto& [from, to] : buckets)
    columns.push_back({from == to ? fmt::format("{}", from) : fmt::format("{}-{}", from, to)});
  Table table(std::move(columns));
  for (const auto& [counter, blocks] : counters) {
    std::uint64_t sum = 0;
    for (const auto& [from, count] : blocks)
      sum += count;
    std::vector<Cell> cells = {{counter, Role::accent}};
    for (const auto& [from, to] : buckets) {
      const auto found = blocks.find(from);
      const std::uint64_t count = found == blocks.end() ? 0 : found->second;
      cells.push_back(heat_cell(count, count, sum));
    }
    table.add(std::move(cells));
  }
  return table.render(screen.style, screen.width);
}

std::string flag_table(const Screen& screen, const model::Pages& census) {
  std::map<std::string, std::uint64_t> pages_of;
  for (const model::PageFlag& row : census.flags)
    pages_of[row.fields.flag] += row.fields.pages;
  Table table({{"flag", Align::left}, {"pages"}, {""}, {"", Align::left, 1, true}});
  for (const wire::PageFlagInfo& flag : wire::page_flags) {
    if (const auto found = pages_of.find(flag.name); found != pages_of.end())
      table.add({{flag.name, Role::accent},
                 grouped(found->second),
                 pages(found->second, census.header.page_size),
                 {flag.meaning, Role::dim}});
  }
  return table.render(screen.style, screen.width);
}

std::string title(const Screen& screen, std::string_view text) {
  return screen.style.paint(Role::title, text) + "\n";
}

} // namespace

std::string page_census(const Screen& screen, const model::Pages& pages, bool all) {
  std::string text = class_table(screen, pages, all) + cost_line(screen, pages);
  if (!all)
    return text;
  return text + "\n" + title(screen, "Pageblocks by migratetype: pages of each class in them") +
         migratetype_table(screen, pages) + "\n" + title(screen, "Blocks by order") +
         order_table(screen, pages) + "\n" +
         title(screen, "Blocks by how often they are referenced and mapped") +
         count_table(screen, pages) + "\n" + title(screen, "Flags, of pages that are not free") +
         flag_table(screen, pages);
}

} // namespace mmscope::view
