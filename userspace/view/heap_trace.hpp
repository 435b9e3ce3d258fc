// SPDX-License-Identifier: GPL-2.0
// What a command asked of the kernel for memory, and the same under several
// allocators.
#ifndef MMSCOPE_VIEW_HEAP_TRACE_HPP
#define MMSCOPE_VIEW_HEAP_TRACE_HPP

#include <cstddef>
#include <string>

#include "model/heap_compare.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// Of processes no more than `limit` are shown (0: all), those with most first.
[[nodiscard]] std::string heap_trace(const Screen& screen, const model::HeapTrace& trace,
                                     std::size_t limit);
[[nodiscard]] Document heap_trace_document(const model::HeapTrace& trace);

// A line for each loss and for what cannot be seen; `run` says of which run.
[[nodiscard]] std::string heap_losses(const Screen& screen, const model::HeapTrace& trace,
                                      const std::string& run);

[[nodiscard]] std::string heap_comparison(const Screen& screen,
                                          const model::HeapComparison& comparison);
[[nodiscard]] Document heap_comparison_document(const model::HeapComparison& comparison);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_HEAP_TRACE_HPP
