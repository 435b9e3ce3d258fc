// SPDX-License-Identifier: GPL-2.0
// What a command would have added, had its file been there. The rest is shown.
#ifndef MMSCOPE_MODEL_MISSING_HPP
#define MMSCOPE_MODEL_MISSING_HPP

#include <string>

#include "model/value.hpp"
#include "reader/error.hpp"
#include "reader/source.hpp"

namespace mmscope::model {

struct Missing {
  std::string what;    // "pageblocks by mobility"
  std::string because; // and what to do about it
};

// For a file of the module that may be left out, or closed by lockdown. Rethrows
// what is neither.
[[nodiscard]] Missing missing_file(const reader::Source& source, const char* what, const char* file,
                                   const reader::Error& error);

[[nodiscard]] Object to_object(const Missing& missing);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_MISSING_HPP
