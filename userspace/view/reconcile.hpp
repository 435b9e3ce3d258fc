// SPDX-License-Identifier: GPL-2.0
#ifndef MMSCOPE_VIEW_RECONCILE_HPP
#define MMSCOPE_VIEW_RECONCILE_HPP

#include <string>

#include "model/reconcile.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// The lab's figures beside those of the tracepoints, and the verdict.
[[nodiscard]] std::string reconciliation(const Screen& screen,
                                         const model::Reconciliation& reconciled);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_RECONCILE_HPP
