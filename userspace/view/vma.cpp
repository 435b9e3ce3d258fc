// SPDX-License-Identifier: GPL-2.0
#include "view/vma.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "model/schema.hpp"
#include "view/record.hpp"
#include "view/table.hpp"
#include "view/units.hpp"
#include "view/vma_notes.hpp"

namespace mmscope::view {
namespace {

using model::AddressSpace;
using model::Vma;
using model::VmaCheck;
using Figure = std::optional<std::uint64_t> (Vma::*)() const;
using Nodes = std::map<std::uint64_t, std::uint64_t>;

std::string size_of(std::uint64_t pages) { return bytes(pages * model::vma_page_size); }

Cell pages_cell(std::optional<std::uint64_t> pages) {
  if (!pages)
    return {absent_mark, Role::dim};
  return *pages == 0 ? Cell("·", Role::dim) : Cell(size_of(*pages));
}

// What is there of one kind in all VMAs; nothing where none of them tells.
std::optional<std::uint64_t> total(const AddressSpace& space, Figure figure) {
  std::optional<std::uint64_t> sum;
  for (const Vma& vma : space.vmas)
    if (const auto pages = (vma.*figure)())
      sum = sum.value_or(0) + *pages;
  return sum;
}

std::optional<Nodes> total_nodes(const AddressSpace& space) {
  std::optional<Nodes> sum;
  for (const Vma& vma : space.vmas) {
    const auto nodes = vma.nodes();
    if (!nodes)
      continue;
    sum = sum.value_or(Nodes());
    for (const auto& [nid, pages] : *nodes)
      (*sum)[nid] += pages;
  }
  return sum;
}

std::string process(const AddressSpace& space) {
  std::string name = space.pid == 0 ? "Recorded process" : fmt::format("Process {}", space.pid);
  return space.comm.empty() ? name : fmt::format("{} ({})", name, safe_name(space.comm));
}

std::string heading(const AddressSpace& space) {
  std::uint64_t size = 0;
  for (const Vma& vma : space.vmas)
    size += vma.range.size_bytes();
  std::string text =
      fmt::format("{}: {} VMA{}, {} of address space", process(space), grouped(space.vmas.size()),
                  space.vmas.size() == 1 ? "" : "s", bytes(size));
  if (const auto memory = total(space, &Vma::memory_pages))
    text += fmt::format(", {} in memory", size_of(*memory));
  return text;
}

class VmaPicture {
public:
  explicit VmaPicture(const AddressSpace& space)
      : space_(space), nodes_(total_nodes(space)), nids_(nodes_ ? nodes_->size() : 0) {
    for (const VmaKind& kind : vma_kinds())
      if (vma_total(space, kind).value_or(0) != 0)
        kinds_.push_back(&kind);
  }

  [[nodiscard]] std::string draw(const Screen& screen) const {
    std::vector<Column> columns = {{"range", Align::left},
                                   {"perms", Align::left},
                                   {"backing", Align::left},
                                   {"size", Align::right, 2},
                                   {"memory"}};
    for (const auto& [nid, pages] : nodes_.value_or(Nodes()))
      columns.push_back({fmt::format("node {}", nid), Align::right, 1});
    columns.push_back({"shared", Align::right, 3});
    for (const VmaKind* kind : kinds_)
      columns.push_back({kind->header, Align::right, 1});
    columns.push_back({"what", Align::left, 0, true});
    Table table(std::move(columns));
    for (const Vma& vma : space_.vmas)
      table.add(line(vma));
    if (space_.vmas.size() > 1)
      table.add(sum_line());
    return table.render(screen.style, screen.width);
  }

private:
  [[nodiscard]] std::vector<Cell> line(const Vma& vma) const {
    const Role role = vma.steady ? Role::plain : Role::warning;
    std::vector<Cell> cells = {{vma_range(vma.range.start, vma.range.end), role},
                               vma.range.perms,
                               {vma.backing, Role::accent},
                               bytes(vma.range.size_bytes()),
                               pages_cell(vma.memory_pages())};
    add_nodes(cells, vma.nodes());
    cells.push_back(pages_cell(vma.shared_pages()));
    for (const VmaKind* kind : kinds_)
      cells.push_back(pages_cell(kind->pages(vma)));
    cells.emplace_back(safe_name(vma.range.path), Role::dim);
    return cells;
  }

  [[nodiscard]] std::vector<Cell> sum_line() const {
    std::uint64_t size = 0;
    for (const Vma& vma : space_.vmas)
      size += vma.range.size_bytes();
    std::vector<Cell> cells = {
        {"total", Role::title}, "", "", bytes(size), pages_cell(total(space_, &Vma::memory_pages))};
    add_nodes(cells, nodes_);
    cells.push_back(pages_cell(total(space_, &Vma::shared_pages)));
    for (const VmaKind* kind : kinds_)
      cells.push_back(pages_cell(vma_total(space_, *kind)));
    cells.emplace_back("");
    return cells;
  }

  void add_nodes(std::vector<Cell>& cells, const std::optional<Nodes>& nodes) const {
    if (!nodes) {
      cells.insert(cells.end(), nids_, Cell(absent_mark, Role::dim));
      return;
    }
    for (const auto& [nid, ignored] : *nodes_) {
      const auto found = nodes->find(nid);
      cells.push_back(pages_cell(found == nodes->end() ? 0 : found->second));
    }
  }

  const AddressSpace& space_;
  std::optional<Nodes> nodes_;
  std::size_t nids_;
  std::vector<const VmaKind*> kinds_;
};

std::string places(const Screen& screen, const AddressSpace& space) {
  std::map<model::PagePlace, std::uint64_t> sums;
  for (const Vma& vma : space.vmas) {
    if (!vma.pages)
      continue;
    for (const auto& [place, pages] : vma.pages->places)
      sums[place] += pages;
  }
  if (sums.empty())
    return "";
  const bool by_module = space.means == model::PageTeller::Means::module;
  std::vector<Column> columns;
  if (by_module)
    columns = {{"node"}, {"zone", Align::left}};
  columns.insert(columns.end(), {{"class", Align::left}, {"pages"}, {"memory"}});
  Table table(std::move(columns));
  for (const auto& [place, pages] : sums) {
    std::vector<Cell> cells;
    if (by_module)
      cells = {number(place.nid), place.zone};
    cells.insert(cells.end(), {{place.page_class, Role::accent}, grouped(pages), size_of(pages)});
    table.add(std::move(cells));
  }
  return "\n" +
         screen.style.paint(Role::title, by_module ? "Pages by node, zone and class"
                                                   : "Pages by class (/proc/kpageflags)") +
         "\n" + table.render(screen.style, screen.width);
}

} // namespace

std::string vma_range(std::uint64_t start, std::uint64_t end) {
  return fmt::format("{:x}-{:x}", start, end);
}

std::string safe_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return letter < ' ' || letter == 0x7f; },
      '?');
  return name;
}

std::string vma_table(const Screen& screen, const AddressSpace& space,
                      const std::vector<VmaCheck>& checks) {
  return screen.style.paint(Role::title, heading(space)) + "\n" + VmaPicture(space).draw(screen) +
         places(screen, space) + vma_notes(screen, space, checks);
}

std::string vma_records(const Screen& screen, const AddressSpace& space,
                        const std::vector<VmaCheck>& checks) {
  static const RecordLayout layout = {
      {{"area", {"start_addr", "end_addr", "perms", "size_bytes", "flags", "steady"}},
       {"backing", {"backing", "path", "offset_bytes", "dev", "inode"}},
       {"memory", {"memory_pages", "nids", "node_pages", "policy", "pss_bytes", "shared_pages"}}},
      "pages"};
  std::string text;
  for (const Vma& vma : space.vmas) {
    model::Object object = model::to_object(vma);
    for (auto& [key, value] : object)
      if (auto* const name = std::get_if<std::string>(&value))
        *name = safe_name(*name);
    text += render_record(
        screen, fmt::format("{} of {}", vma_range(vma.range.start, vma.range.end), process(space)),
        object, *model::find_record("vma"), layout, model::vma_page_size);
  }
  return text + places(screen, space) + vma_notes(screen, space, checks);
}

Document vma_document(const AddressSpace& space, const std::vector<VmaCheck>& checks) {
  static const std::map<model::PageTeller::Means, std::string> means = {
      {model::PageTeller::Means::nothing, "nothing"},
      {model::PageTeller::Means::kpageflags, "kpageflags"},
      {model::PageTeller::Means::module, "module"}};
  Document document;
  document.head = json_head("vma");
  if (!space.kernel.empty())
    document.head.emplace_back("kernel", space.kernel);
  document.head.emplace_back("page_size", model::vma_page_size);
  if (space.pid != 0)
    document.head.emplace_back("pid", space.pid);
  if (!space.comm.empty())
    document.head.emplace_back("comm", space.comm);
  document.head.emplace_back("told_by", means.at(space.means));
  document.head.emplace_back("vmas_in_motion", space.vmas_in_motion);
  document.head.emplace_back("vmas_not_walked", space.vmas_not_walked);
  for (const Vma& vma : space.vmas)
    document.rows.push_back(model::to_object(vma));
  std::vector<model::Object> check_objects;
  for (const VmaCheck& check : checks)
    check_objects.push_back(model::to_object(check));
  document.more = {{"vma_pages", model::page_objects(space)},
                   {"vma_checks", std::move(check_objects)}};
  if (!space.missing.empty()) {
    std::vector<model::Object> missing;
    for (const model::Missing& one : space.missing)
      missing.push_back(model::to_object(one));
    document.more.emplace_back("missing", std::move(missing));
  }
  return document;
}

} // namespace mmscope::view
