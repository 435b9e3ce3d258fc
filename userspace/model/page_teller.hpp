// SPDX-License-Identifier: GPL-2.0
// What the pages of many pfns are: by the module, which tells node, zone and
// class; without it by /proc/kpageflags, which tells the class alone.
#ifndef MMSCOPE_MODEL_PAGE_TELLER_HPP
#define MMSCOPE_MODEL_PAGE_TELLER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/system.hpp"

namespace mmscope::model {

struct ToldPage {
  std::optional<std::uint64_t> nid; // known to the module alone
  std::string zone;                 // the same; else empty
  std::string page_class;           // as in page census; "none": no struct page
  bool zeros = false;               // the page, or the huge page, that unwritten memory maps
};

class PageTeller {
public:
  enum class Means { nothing, kpageflags, module };

  // Finds out what there is to ask.
  explicit PageTeller(const reader::Source& source);

  [[nodiscard]] Means means() const { return means_; }

  // Why it is not the module; empty where it is.
  [[nodiscard]] const std::string& no_module() const { return no_module_; }

  // Each pfn once, in any order; what was told before is not asked again. Throws
  // reader::Error.
  void ask(std::vector<std::uint64_t> pfns);

  // Of a pfn that was asked for.
  [[nodiscard]] const ToldPage& told(std::uint64_t pfn) const { return told_.at(pfn); }

  [[nodiscard]] std::size_t size() const { return told_.size(); }

  // Pages may have come to be something else.
  void forget() { told_.clear(); }

private:
  void ask_module(const std::vector<std::uint64_t>& pfns);
  void ask_kpageflags(const std::vector<std::uint64_t>& pfns);
  void find_some(std::uint64_t first, std::uint64_t last);
  void ask_one(std::uint64_t pfn);
  void take(const PageInfo& info);
  [[nodiscard]] bool knows(std::uint64_t pfn) const;
  void set(std::uint64_t pfn, const ToldPage& page);

  const reader::Source& source_;
  Means means_ = Means::nothing;
  std::string no_module_;
  std::unordered_map<std::uint64_t, ToldPage> told_;
  std::vector<std::uint64_t> wanted_; // of the question that goes on, sorted
};

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_PAGE_TELLER_HPP
