// SPDX-License-Identifier: GPL-2.0
// The module's walks through this process's page tables against what the kernel
// says of the same pages: /proc/self/pagemap, and /proc/kpageflags of their pfns.
#include <fmt/core.h>

#include "model/own_pages.hpp"
#include "model/verify_checks.hpp"
#include "reader/error.hpp"
#include "reader/proc_kpageflags.hpp"

namespace mmscope::model {
namespace {

using reader::own_pagemap_path;
using reader::PagemapEntry;

std::string state_of(const PagemapEntry& entry) {
  switch (entry.state) {
  case PagemapEntry::State::nothing:
    break;
  case PagemapEntry::State::present:
    return "present";
  case PagemapEntry::State::swapped:
    return "swapped";
  }
  return "nothing";
}

// In the words of pagemap, to which every entry that is no page is a swap entry.
std::string state_of(const Translation& translation) {
  const std::string state = translation.row.fields.state;
  if (state == "mapped")
    return "present";
  return state == "hole" || state == "unmapped" || state == "not_present" ? "nothing" : "swapped";
}

Reading read_own(const reader::Source& source) {
  if (!source.is_live())
    throw reader::Error(reader::Error::Kind::not_there,
                        "a recorded tree has no process to ask about");
  // Refused where the architecture has no walk.
  (void)request_own_translation(source, own_pages().front().addr);
  const auto page_size = load_info(source).header.page_size;
  Reading reading;
  for (const OwnPage& page : own_pages()) {
    const PagemapEntry entry = reader::read_own_pagemap(source, page.addr, page_size);
    std::string page_class;
    if (entry.pfn.value_or(0) != 0)
      page_class = reader::kpageflags_class_at(source, *entry.pfn);
    reading.pagemap.push_back({entry, page_class});
  }
  return reading;
}

void compare_page(FigureList& list, const OwnPage& page, const OwnPagemap& theirs,
                  const Translation& ours) {
  const auto add = [&](const char* what, const char* field, std::optional<Value> our_value,
                       std::optional<Value> their_value) {
    if (our_value || their_value)
      list.add(fmt::format("own {}: {}", page.name, what), field, std::move(our_value),
               std::move(their_value));
  };
  const auto& row = ours.row.fields;
  add("state", "state", state_of(ours), state_of(theirs.entry));
  // A pfn of a page that is being moved is not in pagemap.
  const bool mapped = state_of(ours) == "present";
  add("pfn", "pfn", mapped ? to_value(present(row.pfn)) : std::nullopt, to_value(theirs.entry.pfn));
  if (std::string_view(row.state) == "swap") {
    add("swap device", "swap_type", to_value(present(row.swap_type)),
        to_value(theirs.entry.swap_type));
    add("place in swap", "swap_offset", to_value(present(row.swap_offset)),
        to_value(theirs.entry.swap_offset));
  }
  if (mapped && !ours.pages.empty() && !theirs.page_class.empty())
    add("class", "class", reader::kpageflags_class(ours.pages.front().text("class")),
        theirs.page_class);
}

std::vector<Figure> compare_translate(const Reading& reading, const Published& published) {
  FigureList list(own_pagemap_path);
  const std::vector<OwnPage>& pages = own_pages();
  for (std::size_t i = 0; i < pages.size(); ++i)
    compare_page(list, pages[i], reading.pagemap.at(i), published.translations.at(i));
  return std::move(list).take();
}

} // namespace

Check check_translations() {
  return {own_pagemap_path, need_translations, read_own, compare_translate};
}

} // namespace mmscope::model
