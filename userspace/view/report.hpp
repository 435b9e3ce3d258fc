// SPDX-License-Identifier: GPL-2.0
// The report of `make run`: the machine's memory on a screen and a half, each
// section with the one sentence that makes it understood.
#ifndef MMSCOPE_VIEW_REPORT_HPP
#define MMSCOPE_VIEW_REPORT_HPP

#include <string>

#include "model/system.hpp"
#include "model/verify.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string report(const Screen& screen, const model::System& system,
                                 const model::VerifyResult& check);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_REPORT_HPP
