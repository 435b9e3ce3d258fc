// SPDX-License-Identifier: GPL-2.0
#include "cli/context.hpp"

#include "view/json.hpp"

namespace mmscope::cli {

void Context::print_json(const view::Document& document) {
  print(view::render_json(document, pretty));
}

} // namespace mmscope::cli
