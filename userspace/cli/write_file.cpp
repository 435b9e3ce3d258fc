// SPDX-License-Identifier: GPL-2.0
#include "cli/write_file.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/core.h>
#include <fstream>

#include "reader/error.hpp"

namespace mmscope::cli {

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file)
    throw reader::Error(reader::Error::Kind::failed,
                        fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

} // namespace mmscope::cli
