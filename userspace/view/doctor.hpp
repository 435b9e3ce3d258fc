// SPDX-License-Identifier: GPL-2.0
// `mmscope doctor` as text and as JSON.
#ifndef MMSCOPE_VIEW_DOCTOR_HPP
#define MMSCOPE_VIEW_DOCTOR_HPP

#include <string>
#include <vector>

#include "model/doctor.hpp"
#include "view/json.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

[[nodiscard]] std::string doctor_text(const Screen& screen,
                                      const std::vector<model::Finding>& findings);

[[nodiscard]] Document doctor_document(const std::vector<model::Finding>& findings);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_DOCTOR_HPP
