// SPDX-License-Identifier: GPL-2.0
#include "model/missing.hpp"

#include <fmt/core.h>

namespace mmscope::model {

Missing missing_file(const reader::Source& source, const char* what, const char* file,
                     const reader::Error& error) {
  const bool absent = error.kind() == reader::Error::Kind::not_there ||
                      error.kind() == reader::Error::Kind::permission;
  if (!absent)
    throw error;
  if (!source.is_live())
    return {what, fmt::format("the module's file {} is not in the recorded tree.", file)};
  return {what, error.what()};
}

Object to_object(const Missing& missing) {
  return {{"what", missing.what}, {"because", missing.because}};
}

} // namespace mmscope::model
