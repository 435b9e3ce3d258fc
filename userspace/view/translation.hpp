// SPDX-License-Identifier: GPL-2.0
// A walk through the page tables as a picture.
#ifndef MMSCOPE_VIEW_TRANSLATION_HPP
#define MMSCOPE_VIEW_TRANSLATION_HPP

#include <string>

#include "model/translation.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string translation(const Screen& screen, const model::Translation& translation);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_TRANSLATION_HPP
