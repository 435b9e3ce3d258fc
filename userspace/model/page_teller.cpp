// SPDX-License-Identifier: GPL-2.0
#include "model/page_teller.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "reader/error.hpp"
#include "reader/proc_kpageflags.hpp"
#include "wire/page_class.hpp"

namespace mmscope::model {
namespace {

using reader::Error;

// Pages of one block are asked for together where there are many: page_find tells
// of all that lie between, a row for each.
constexpr std::uint64_t block_pages = 512;
constexpr std::size_t many = 8;

bool has_zeros(std::uint64_t flags) { return (flags & MMS_PG(ZERO_PAGE)) != 0; }

// Which page is the one of zeros the module cannot tell: the kernel exports neither its
// pfn nor that of the huge one. /proc/kpageflags does, and few pages need be asked.
bool might_be_zeros(const std::string& page_class) {
  return page_class == "reserved" || page_class == "compound" || page_class == "kernel";
}

bool is_zeros(const reader::Source& source, std::uint64_t pfn) {
  const std::vector<std::uint64_t> flags = reader::read_kpageflags(source, pfn, 1);
  return !flags.empty() && has_zeros(flags.front());
}

} // namespace

PageTeller::PageTeller(const reader::Source& source) : source_(source) {
  if (!source.is_live()) {
    no_module_ = "a recorded tree cannot be asked about pages.";
    return;
  }
  try {
    (void)load_info(source);
    means_ = Means::module;
    return;
  } catch (const Error& error) {
    if (error.kind() == Error::Kind::bad_data)
      throw;
    no_module_ = error.what();
  }
  try {
    (void)reader::read_kpageflags(source, 0, 1);
    means_ = Means::kpageflags;
  } catch (const Error&) {
    // Then there is nothing to ask, and no_module_ says what would help.
  }
}

void PageTeller::ask(std::vector<std::uint64_t> pfns) {
  std::sort(pfns.begin(), pfns.end());
  pfns.erase(std::unique(pfns.begin(), pfns.end()), pfns.end());
  pfns.erase(
      std::remove_if(pfns.begin(), pfns.end(), [&](std::uint64_t pfn) { return knows(pfn); }),
      pfns.end());
  wanted_ = std::move(pfns);
  if (means_ == Means::module)
    ask_module(wanted_);
  else if (means_ == Means::kpageflags)
    ask_kpageflags(wanted_);
  for (const std::uint64_t pfn : wanted_)
    told_.try_emplace(pfn); // of a pfn that nothing tells of, nothing is known
}

bool PageTeller::knows(std::uint64_t pfn) const { return told_.count(pfn) != 0; }

void PageTeller::ask_module(const std::vector<std::uint64_t>& pfns) {
  for (auto first = pfns.begin(); first != pfns.end();) {
    const std::uint64_t block = *first / block_pages;
    const auto end = std::find_if(first, pfns.end(),
                                  [&](std::uint64_t pfn) { return pfn / block_pages != block; });
    // A huge page fills the block and is told by one answer.
    if (!knows(*first))
      ask_one(*first);
    const auto unknown = [&](std::uint64_t pfn) { return !knows(pfn); };
    const auto next = std::find_if(first, end, unknown);
    if (static_cast<std::size_t>(std::count_if(next, end, unknown)) >= many)
      find_some(*next, *(end - 1));
    for (auto pfn = next; pfn != end; ++pfn)
      if (!knows(*pfn))
        ask_one(*pfn);
    first = end;
  }
}

// At most a row for each pfn: no more are asked for.
void PageTeller::find_some(std::uint64_t first, std::uint64_t last) {
  const PageInfos infos =
      request_pages(source_, "page_find", fmt::format("from={} limit={}", first, last - first + 1));
  for (const PageInfo& info : infos.rows)
    take(info);
}

// Of memory that has no struct page, such as a device's, the module says that.
void PageTeller::ask_one(std::uint64_t pfn) {
  try {
    for (const PageInfo& info : request_pages(source_, "page", fmt::format("pfn={}", pfn)).rows)
      take(info);
  } catch (const Error& error) {
    if (error.kind() != Error::Kind::failed)
      throw;
  }
  if (!knows(pfn))
    set(pfn, {std::nullopt, "", "none", false});
}

// A row is about a page, or about all pages of a block.
void PageTeller::take(const PageInfo& info) {
  const std::string page_class = info.text("class");
  const ToldPage page = {present(info.fields.nid), info.fields.zone, page_class,
                         might_be_zeros(page_class) && is_zeros(source_, info.fields.pfn)};
  const std::uint64_t head = present(info.fields.head_pfn).value_or(info.fields.pfn);
  const std::uint64_t order = std::min<std::uint64_t>(present(info.fields.order).value_or(0), 40);
  auto pfn = std::lower_bound(wanted_.begin(), wanted_.end(), head);
  for (; pfn != wanted_.end() && *pfn - head < (std::uint64_t{1} << order); ++pfn)
    set(*pfn, page);
}

void PageTeller::set(std::uint64_t pfn, const ToldPage& page) { told_.insert_or_assign(pfn, page); }

void PageTeller::ask_kpageflags(const std::vector<std::uint64_t>& pfns) {
  for (auto first = pfns.begin(); first != pfns.end();) {
    auto end = first + 1;
    while (end != pfns.end() && *end == *(end - 1) + 1)
      ++end;
    const auto count = static_cast<std::uint64_t>(end - first);
    std::uint64_t pfn = *first;
    for (const std::uint64_t flags : reader::read_kpageflags(source_, *first, count))
      set(pfn++, {std::nullopt, "", reader::kpageflags_class_of(flags), has_zeros(flags)});
    first = end;
  }
}

} // namespace mmscope::model
