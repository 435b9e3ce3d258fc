// SPDX-License-Identifier: GPL-2.0
// The schema for people: what a field or record is.
#ifndef MMSCOPE_VIEW_FIELD_HPP
#define MMSCOPE_VIEW_FIELD_HPP

#include <string>

#include "model/schema.hpp"
#include "view/screen.hpp"

namespace mmscope::view {

// Everything about one field.
[[nodiscard]] std::string field_show(const Screen& screen, const model::Field& field);

// A record with a line for each of its fields.
[[nodiscard]] std::string record_show(const Screen& screen, const wire::RecordInfo& record);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_FIELD_HPP
