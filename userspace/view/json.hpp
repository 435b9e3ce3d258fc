// SPDX-License-Identifier: GPL-2.0
// JSON in the one shape that all commands share: the head's keys at the top,
// then `rows`, then further arrays by name.
#ifndef MMSCOPE_VIEW_JSON_HPP
#define MMSCOPE_VIEW_JSON_HPP

#include <string>
#include <utility>
#include <vector>

#include "model/system.hpp"
#include "model/value.hpp"

namespace mmscope::view {

struct Document {
  model::Object head;
  std::vector<model::Object> rows;
  std::vector<std::pair<std::string, std::vector<model::Object>>> more;
};

// The head of an answer made from one file of the module.
[[nodiscard]] model::Object json_head(const reader::Header& header);

// The head of an answer that joins files or comes from none: `wire` and `kind`.
[[nodiscard]] model::Object json_head(std::string kind);

// The head of an answer that is worked out from a file of the module: its kernel
// and times, not its kind, nor how many records it holds.
[[nodiscard]] model::Object json_head(std::string kind, const reader::Header& header);

// One line, or indented; ends with a newline.
[[nodiscard]] std::string render_json(const Document& document, bool pretty);

} // namespace mmscope::view

#endif // MMSCOPE_VIEW_JSON_HPP
