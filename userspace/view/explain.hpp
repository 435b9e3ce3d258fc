// SPDX-License-Identifier: GPL-2.0
// Timelines of calls.
#ifndef MMSCOPE_VIEW_EXPLAIN_HPP
#define MMSCOPE_VIEW_EXPLAIN_HPP

#include <cstddef>
#include <string>

#include "model/explain.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// The first `limit` calls, step by step (0: all), then the sums over all of them.
[[nodiscard]] std::string explanation(const Screen& screen, const model::Explanation& explanation,
                                      std::size_t limit);

[[nodiscard]] Document explanation_document(const model::Explanation& explanation);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_EXPLAIN_HPP
