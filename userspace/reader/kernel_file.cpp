// SPDX-License-Identifier: GPL-2.0
#include "reader/kernel_file.hpp"

#include <fmt/core.h>

#include "reader/error.hpp"

namespace mmscope::reader {

std::string read_as_root(const Source& source, const std::string& path) {
  try {
    return source.read(path);
  } catch (const Error& error) {
    if (error.kind() != Error::Kind::permission)
      throw;
    throw Error(Error::Kind::permission,
                fmt::format("{} may only be read by root: run this with sudo.",
                            source.locate(path).native()));
  }
}

std::optional<std::string> read_if_there(const Source& source, const std::string& path) {
  try {
    return read_as_root(source, path);
  } catch (const Error& error) {
    if (error.kind() != Error::Kind::not_there)
      throw;
    return std::nullopt;
  }
}

} // namespace mmscope::reader
