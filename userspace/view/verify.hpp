// SPDX-License-Identifier: GPL-2.0
// `mmscope verify` as text and as JSON.
#ifndef MMSCOPE_VIEW_VERIFY_HPP
#define MMSCOPE_VIEW_VERIFY_HPP

#include <string>

#include "model/verify.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// A line per source, the reasons for what was skipped, every failure in full and
// the verdict. `all`: every comparison before that.
[[nodiscard]] std::string verify_text(const Screen& screen, const model::VerifyResult& result,
                                      bool all);

// Rows are the comparisons; the sources stand beside them, the totals on top.
[[nodiscard]] Document verify_document(const model::VerifyResult& result);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_VERIFY_HPP
