// SPDX-License-Identifier: GPL-2.0
// One record in full: every field with its unit and, where there is room, its
// meaning, in groups.
#ifndef MMSCOPE_VIEW_RECORD_HPP
#define MMSCOPE_VIEW_RECORD_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.hpp"
#include "view/screen.hpp"
#include "wire/schema.hpp"

namespace mmscope::view {

// A pattern is a key, or a prefix of keys with a "*" at its end. A field goes to
// the first group that has it; what none has comes last, under `others`.
struct Group {
  std::string_view title;
  std::vector<std::string_view> patterns;
};

struct RecordLayout {
  std::vector<Group> groups;
  std::string_view others;
};

[[nodiscard]] std::string render_record(const Screen& screen, std::string_view title,
                                        const model::Object& object, const wire::RecordInfo& info,
                                        const RecordLayout& layout, std::uint64_t page_size);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_RECORD_HPP
