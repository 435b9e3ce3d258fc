// SPDX-License-Identifier: GPL-2.0
#include "reader/number_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "reader/error.hpp"

namespace mmscope::reader {
namespace {

// As much as there is, up to `size`. Returns 0 or an errno.
int read_up_to(int fd, std::uint64_t offset, char* to, std::size_t& size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd, to + done, size - done, static_cast<off_t>(offset + done));
    if (got == 0)
      break;
    if (got > 0)
      done += static_cast<std::size_t>(got);
    else if (errno != EINTR)
      return errno;
  }
  size = done;
  return 0;
}

} // namespace

std::vector<std::uint64_t> read_u64s(const Source& source, const std::string& absolute_path,
                                     std::uint64_t index, std::uint64_t count) {
  const std::filesystem::path path = source.locate(absolute_path);
  std::vector<std::uint64_t> numbers(count);
  std::size_t size = count * sizeof(std::uint64_t);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int error = errno;
  if (fd >= 0) {
    error = read_up_to(fd, index * sizeof(std::uint64_t), reinterpret_cast<char*>(numbers.data()),
                       size);
    ::close(fd);
  }
  if (fd < 0 || error != 0)
    throw Error(kind_of_errno(error),
                fmt::format("cannot read {}: {}", path.native(), std::strerror(error)));
  numbers.resize(size / sizeof(std::uint64_t));
  return numbers;
}

} // namespace mmscope::reader
