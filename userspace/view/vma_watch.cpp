// SPDX-License-Identifier: GPL-2.0
#include "view/vma_watch.hpp"

#include <fmt/core.h>

#include "view/text.hpp"
#include "view/units.hpp"
#include "view/vma.hpp"

namespace mmscope::view {
namespace {

using model::VmaChange;
using model::VmaPageChange;
using reader::MapsLine;

constexpr double ns_per_second = 1e9;

std::string time_of(std::uint64_t ns) {
  return fmt::format("{:10.3f} s", static_cast<double>(ns) / ns_per_second);
}

std::string range_and_perms(const MapsLine& vma) {
  return vma_range(vma.start, vma.end) + " " + vma.perms;
}

std::string behind(const std::string& backing, const std::string& path) {
  // A name in brackets says the backing over again.
  return path.empty() || path.front() == '[' ? backing
                                             : fmt::format("{} {}", backing, safe_name(path));
}

std::string list_of(const std::vector<MapsLine>& vmas) {
  std::string text;
  for (const MapsLine& vma : vmas)
    text += (text.empty() ? "" : ", ") + range_and_perms(vma);
  return text;
}

std::string sizes(const VmaChange& change) {
  return fmt::format("{} -> {}", bytes(change.before_bytes()), bytes(change.after_bytes()));
}

std::string told(const VmaChange& change) {
  const std::string what = behind(change.backing, change.first().path);
  const std::string& kind = change.change;
  if (kind == "came")
    return fmt::format("{} {}, {}", range_and_perms(change.after.front()), what,
                       bytes(change.after_bytes()));
  if (kind == "went")
    return fmt::format("{} {}, {}", range_and_perms(change.before.front()), what,
                       bytes(change.before_bytes()));
  if (kind == "grew" || kind == "shrank" || kind == "moved")
    return fmt::format("{} {}, {}; was {}", range_and_perms(change.after.front()), what,
                       sizes(change),
                       vma_range(change.before.front().start, change.before.front().end));
  if (kind == "permissions")
    return fmt::format("{} {}: {} -> {}",
                       vma_range(change.after.front().start, change.after.front().end), what,
                       change.before.front().perms, change.after.front().perms);
  if (kind == "split")
    return fmt::format("{} {}, {}, into {}: {}", range_and_perms(change.before.front()), what,
                       sizes(change), change.after.size(), list_of(change.after));
  if (kind == "merged")
    return fmt::format("{} {}, {}, from {}: {}", range_and_perms(change.after.front()), what,
                       sizes(change), change.before.size(), list_of(change.before));
  return fmt::format("{} {}, {}: {} -> {}", vma_range(change.start(), change.end()), what,
                     sizes(change), list_of(change.before), list_of(change.after));
}

std::string told(const VmaPageChange& change) {
  const auto more = static_cast<std::int64_t>(change.after_pages) -
                    static_cast<std::int64_t>(change.before_pages);
  const std::string sort = change.nid ? fmt::format("node {}", *change.nid) : change.what;
  return fmt::format("{} {}: {} {:+} pages, {} -> {}", vma_range(change.start, change.end),
                     behind(change.backing, change.path), sort, more, grouped(change.before_pages),
                     grouped(change.after_pages));
}

std::string line(const Screen& screen, std::uint64_t at_ns, Role role, const std::string& what,
                 const std::string& told) {
  return time_of(at_ns) + "  " + screen.style.paint(role, padded(what, 12, Align::left)) + told +
         "\n";
}

Role role_of(const std::string& change) {
  if (change == "came" || change == "grew")
    return Role::good;
  return change == "went" || change == "shrank" ? Role::warning : Role::accent;
}

} // namespace

std::string vma_watch_begin(const Screen& screen, const VmaWatch& watch,
                            const model::AddressSpace& first) {
  std::uint64_t pages = 0;
  for (const model::Vma& vma : first.vmas)
    pages += vma.memory_pages().value_or(0);
  return screen.style.paint(
             Role::title,
             fmt::format("Watching process {} ({}) every {:g} s: {} VMAs, {} in memory", watch.pid,
                         safe_name(watch.comm),
                         static_cast<double>(watch.interval_ns) / ns_per_second,
                         grouped(first.vmas.size()), bytes(pages * model::vma_page_size))) +
         "\n";
}

std::string vma_watch_changes(const Screen& screen, const model::VmaChanges& changes) {
  std::string text;
  for (const VmaChange& change : changes.vmas)
    text += line(screen, change.at_ns, role_of(change.change), change.change, told(change));
  for (const VmaPageChange& change : changes.pages)
    text += line(screen, change.at_ns, Role::dim, "pages", told(change));
  return text;
}

std::string vma_watch_end(const Screen& screen, const VmaWatch& watch,
                          const model::VmaChanges& all) {
  std::string text =
      fmt::format("{} looks in {:.3f} s: {} changes of VMAs, {} of pages.", grouped(watch.looks),
                  static_cast<double>(watch.elapsed_ns) / ns_per_second, grouped(all.vmas.size()),
                  grouped(all.pages.size()));
  if (watch.ended)
    text += " The process ended.";
  text +=
      " Each line is the difference between two looks: what came and went again, or was undone, "
      "between them is not seen, nor in which order things happened.";
  if (!watch.tells_ksm)
    text += " Of KSM pages smaps of this kernel does not tell: see mmscope vma show.";
  text = note(screen, text);
  if (watch.torn_looks != 0)
    for (const std::string& torn :
         wrapped(fmt::format(
                     "In {} looks VMAs changed while they were read: figures of such a look are "
                     "of different moments.",
                     grouped(watch.torn_looks)),
                 screen.width))
      text += screen.style.paint(Role::warning, torn) + "\n";
  return text;
}

Document vma_watch_document(const VmaWatch& watch, const model::VmaChanges& all) {
  Document document;
  document.head = json_head("vma_watch");
  if (!watch.kernel.empty())
    document.head.emplace_back("kernel", watch.kernel);
  document.head.emplace_back("page_size", model::vma_page_size);
  document.head.emplace_back("pid", watch.pid);
  document.head.emplace_back("comm", watch.comm);
  document.head.emplace_back("interval_ns", watch.interval_ns);
  document.head.emplace_back("elapsed_ns", watch.elapsed_ns);
  document.head.emplace_back("looks", watch.looks);
  document.head.emplace_back("torn_looks", watch.torn_looks);
  document.head.emplace_back("ended", std::uint64_t{watch.ended});
  for (const VmaChange& change : all.vmas)
    document.rows.push_back(model::to_object(change));
  std::vector<model::Object> pages;
  for (const VmaPageChange& change : all.pages)
    pages.push_back(model::to_object(change));
  document.more = {{"vma_page_changes", std::move(pages)}};
  return document;
}

} // namespace mmscope::view
