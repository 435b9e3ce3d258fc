// SPDX-License-Identifier: GPL-2.0
#include "model/vma_changes.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace mmscope::model {
namespace {

// VMAs of both looks that overlap, through one another.
struct Family {
  std::vector<const Vma*> before;
  std::vector<const Vma*> after;
};

// Both lists are in the order of addresses, and nothing in one of them overlaps: so a
// family ends where the next VMA of either begins past all that it has.
std::vector<Family> families(const std::vector<Vma>& before, const std::vector<Vma>& after) {
  std::vector<Family> families;
  auto old_vma = before.begin();
  auto new_vma = after.begin();
  while (old_vma != before.end() || new_vma != after.end()) {
    Family family;
    std::uint64_t end = 0;
    const auto joins = [&](const Vma& vma) { return end == 0 || vma.range.start < end; };
    const auto take = [&](const Vma& vma, std::vector<const Vma*>& to) {
      to.push_back(&vma);
      end = std::max(end, vma.range.end);
    };
    while (true) {
      const bool old_first =
          old_vma != before.end() &&
          (new_vma == after.end() || old_vma->range.start <= new_vma->range.start);
      if (old_first && joins(*old_vma))
        take(*old_vma++, family.before);
      else if (!old_first && new_vma != after.end() && joins(*new_vma))
        take(*new_vma++, family.after);
      else
        break;
    }
    families.push_back(std::move(family));
  }
  return families;
}

bool same_object(const reader::MapsLine& left, const reader::MapsLine& right) {
  return left.inode == right.inode && left.dev == right.dev && left.path == right.path;
}

std::vector<reader::MapsLine> ranges(const std::vector<const Vma*>& vmas) {
  std::vector<reader::MapsLine> ranges;
  for (const Vma* vma : vmas)
    ranges.push_back(vma->range);
  return ranges;
}

// Of one VMA that is still one: where its ends went.
std::string resized(const reader::MapsLine& before, const reader::MapsLine& after) {
  const bool more = after.start < before.start || after.end > before.end;
  const bool less = after.start > before.start || after.end < before.end;
  if (more && less)
    return "moved";
  return more ? "grew" : "shrank";
}

class Changes {
public:
  Changes(std::uint64_t look, std::uint64_t at_ns) : look_(look), at_ns_(at_ns) {}

  void compare(const Family& family) {
    shape(family);
    pages(family);
  }

  VmaChanges changes;

private:
  void add(std::string change, const Family& family) {
    const Vma& first = family.before.empty() ? *family.after.front() : *family.before.front();
    changes.vmas.push_back({look_, at_ns_, std::move(change), ranges(family.before),
                            ranges(family.after), first.backing});
  }

  void shape(const Family& family) {
    const std::size_t before = family.before.size();
    const std::size_t after = family.after.size();
    if (before == 0)
      return add("came", family);
    if (after == 0)
      return add("went", family);
    const bool same = std::all_of(family.after.begin(), family.after.end(), [&](const Vma* vma) {
      return same_object(vma->range, family.before.front()->range);
    });
    if (!same)
      return add("replaced", family);
    if (before == 1 && after == 1) {
      const reader::MapsLine& was = family.before.front()->range;
      const reader::MapsLine& is = family.after.front()->range;
      if (was.start != is.start || was.end != is.end)
        add(resized(was, is), family);
      if (was.perms != is.perms)
        add("permissions", family);
    } else if (before == 1) {
      add("split", family);
    } else if (after == 1) {
      add("merged", family);
    } else {
      add("regrouped", family);
    }
  }

  // Those of VMAs that came or went, too: that is where their pages are from.
  void pages(const Family& family) {
    std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> nodes;
    for (const Vma* vma : family.before)
      for (const auto& [nid, count] :
           vma->nodes().value_or(std::map<std::uint64_t, std::uint64_t>()))
        nodes[nid].first += count;
    for (const Vma* vma : family.after)
      for (const auto& [nid, count] :
           vma->nodes().value_or(std::map<std::uint64_t, std::uint64_t>()))
        nodes[nid].second += count;
    for (const auto& [nid, count] : nodes)
      add(family, "node", nid, count.first, count.second);
    using Figure = std::optional<std::uint64_t> (Vma::*)() const;
    const std::pair<const char*, Figure> figures[] = {{"thp", &Vma::thp_pages},
                                                      {"hugetlb", &Vma::hugetlb_pages},
                                                      {"ksm", &Vma::ksm_pages},
                                                      {"swapped", &Vma::swapped_pages}};
    for (const auto& [what, figure] : figures) {
      std::uint64_t before = 0;
      std::uint64_t after = 0;
      for (const Vma* vma : family.before)
        before += (vma->*figure)().value_or(0);
      for (const Vma* vma : family.after)
        after += (vma->*figure)().value_or(0);
      add(family, what, std::nullopt, before, after);
    }
  }

  void add(const Family& family, const char* what, std::optional<std::uint64_t> nid,
           std::uint64_t before, std::uint64_t after) {
    if (before == after)
      return;
    const VmaChange all = {look_, at_ns_, "", ranges(family.before), ranges(family.after), ""};
    const Vma& first = family.before.empty() ? *family.after.front() : *family.before.front();
    changes.pages.push_back({look_, at_ns_, all.start(), all.end(), first.backing, first.range.path,
                             what, nid, before, after});
  }

  std::uint64_t look_;
  std::uint64_t at_ns_;
};

std::uint64_t sum_of(const std::vector<reader::MapsLine>& vmas) {
  std::uint64_t bytes = 0;
  for (const reader::MapsLine& vma : vmas)
    bytes += vma.size_bytes();
  return bytes;
}

std::vector<std::string> names(const std::vector<reader::MapsLine>& vmas) {
  std::vector<std::string> names;
  for (const reader::MapsLine& vma : vmas)
    names.push_back(fmt::format("{:#x}-{:#x} {}", vma.start, vma.end, vma.perms));
  return names;
}

} // namespace

std::uint64_t VmaChange::start() const {
  if (before.empty())
    return after.front().start;
  return after.empty() ? before.front().start : std::min(before.front().start, after.front().start);
}

std::uint64_t VmaChange::end() const {
  if (before.empty())
    return after.back().end;
  return after.empty() ? before.back().end : std::max(before.back().end, after.back().end);
}

std::uint64_t VmaChange::before_bytes() const { return sum_of(before); }
std::uint64_t VmaChange::after_bytes() const { return sum_of(after); }

const reader::MapsLine& VmaChange::first() const {
  return before.empty() ? after.front() : before.front();
}

VmaChanges vma_changes(const std::vector<Vma>& before, const std::vector<Vma>& after,
                       std::uint64_t look, std::uint64_t at_ns) {
  Changes changes(look, at_ns);
  for (const Family& family : families(before, after))
    changes.compare(family);
  return std::move(changes.changes);
}

Object to_object(const VmaChange& change) {
  Object object = {{"look", change.look},
                   {"at_ns", change.at_ns},
                   {"change", change.change},
                   {"start_addr", fmt::format("{:#x}", change.start())},
                   {"end_addr", fmt::format("{:#x}", change.end())},
                   {"before", names(change.before)},
                   {"after", names(change.after)},
                   {"before_bytes", change.before_bytes()},
                   {"after_bytes", change.after_bytes()},
                   {"backing", change.backing}};
  if (!change.first().path.empty())
    object.emplace_back("path", change.first().path);
  return object;
}

Object to_object(const VmaPageChange& change) {
  Object object = {{"look", change.look},
                   {"at_ns", change.at_ns},
                   {"start_addr", fmt::format("{:#x}", change.start)},
                   {"end_addr", fmt::format("{:#x}", change.end)},
                   {"backing", change.backing}};
  if (!change.path.empty())
    object.emplace_back("path", change.path);
  object.emplace_back("what", change.what);
  if (change.nid)
    object.emplace_back("nid", *change.nid);
  object.emplace_back("before_pages", change.before_pages);
  object.emplace_back("after_pages", change.after_pages);
  return object;
}

} // namespace mmscope::model
