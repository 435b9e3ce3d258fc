// SPDX-License-Identifier: GPL-2.0
// What differs between runs of the lab, in words and figures.
#ifndef MMSCOPE_VIEW_COMPARE_HPP
#define MMSCOPE_VIEW_COMPARE_HPP

#include <string>

#include "model/compare.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string bench_compare(const Screen& screen, const model::CompareResult& result);

// "Mann-Whitney test (exact) on the medians of 7 and 7 runs, ..."
[[nodiscard]] std::string test_of(const model::CompareResult& result);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_COMPARE_HPP
