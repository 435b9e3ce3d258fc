// SPDX-License-Identifier: GPL-2.0
// `mmscope vmalloc` as text and as JSON.
#ifndef MMSCOPE_VIEW_VMALLOC_HPP
#define MMSCOPE_VIEW_VMALLOC_HPP

#include <string>
#include <vector>

#include "model/vmalloc.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// "caller [module]", as a caller is shown.
[[nodiscard]] std::string with_module(const std::string& caller, const std::string& module);

// A line per caller, or per area in the file's order; `page_size` for the pages.
[[nodiscard]] std::string vmalloc_callers(const Screen& screen,
                                          const std::vector<model::VmallocCaller>& callers,
                                          std::uint64_t page_size);
[[nodiscard]] std::string vmalloc_areas(const Screen& screen,
                                        const std::vector<model::VmallocArea>& areas,
                                        std::uint64_t page_size);

template <class Row>
[[nodiscard]] Document vmalloc_document(std::string kind, const std::string& kernel,
                                        const std::vector<Row>& rows, std::uint64_t page_size) {
  Document document;
  document.head = json_head(std::move(kind));
  if (!kernel.empty())
    document.head.emplace_back("kernel", kernel);
  document.head.emplace_back("page_size", page_size);
  for (const Row& row : rows)
    document.rows.push_back(model::to_object(row));
  return document;
}

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VMALLOC_HPP
