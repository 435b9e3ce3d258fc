// SPDX-License-Identifier: GPL-2.0
// Pictures of what `mmscope trace alloc` saw.
#ifndef MMSCOPE_VIEW_ALLOC_TRACE_HPP
#define MMSCOPE_VIEW_ALLOC_TRACE_HPP

#include <cstddef>
#include <string>

#include "model/alloc_trace.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// `limit`: rows of the tables that have no natural end; 0: all.
[[nodiscard]] std::string alloc_trace(const Screen& screen, const model::AllocTrace& trace,
                                      std::uint64_t page_size, std::size_t limit);

[[nodiscard]] Document alloc_trace_document(const model::AllocTrace& trace);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_ALLOC_TRACE_HPP
