// SPDX-License-Identifier: GPL-2.0
#include "reader/source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "reader/debugfs.hpp"
#include "reader/error.hpp"

namespace mmscope::reader {
namespace {

class File {
public:
  explicit File(const std::filesystem::path& path, int access = O_RDONLY)
      : fd_(::open(path.c_str(), access | O_CLOEXEC)) {}
  ~File() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

  // The kernel hands out less than asked for: a seq_file about a page a time.
  // Returns 0 or an errno.
  int read_all(std::string& text) const {
    return read_pieces([&](std::string_view piece) { text.append(piece); });
  }

  template <class Take> int read_pieces(Take&& take) const {
    // Not cleared: there are thousands of files with a number each.
    std::array<char, 65536> buffer;
    while (true) {
      const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
      if (got == 0)
        return 0;
      if (got > 0)
        take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
      else if (errno != EINTR)
        return errno;
    }
  }

  // All of it or an errno.
  int read_at(std::uint64_t offset, void* to, std::size_t size) const {
    const ssize_t got = ::pread(fd_, to, size, static_cast<off_t>(offset));
    if (got < 0)
      return errno;
    return static_cast<std::size_t>(got) == size ? 0 : EIO;
  }

  // In one write(): a request is one. Returns 0 or an errno.
  int write_all(const std::string& text) const {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0)
      return errno;
    return static_cast<std::size_t>(written) == text.size() ? 0 : EIO;
  }

private:
  int fd_;
};

} // namespace

std::filesystem::path Source::locate(const std::string& absolute_path) const {
  return root_ / std::filesystem::path(absolute_path).relative_path();
}

std::string Source::read(const std::string& absolute_path) const {
  std::string text;
  read_pieces(absolute_path, [&](std::string_view piece) { text.append(piece); });
  return text;
}

void Source::read_pieces(const std::string& absolute_path,
                         const std::function<void(std::string_view)>& take) const {
  const std::filesystem::path path = locate(absolute_path);
  const File file(path);
  const int error = file.is_open() ? file.read_pieces(take) : errno;
  if (error != 0)
    throw Error(kind_of_errno(error),
                fmt::format("cannot read {}: {}", path.native(), std::strerror(error)));
}

std::uint64_t Source::read_u64(const std::string& absolute_path, std::uint64_t index) const {
  const std::filesystem::path path = locate(absolute_path);
  const File file(path);
  std::uint64_t number = 0;
  const int error =
      file.is_open() ? file.read_at(index * sizeof(number), &number, sizeof(number)) : errno;
  if (error != 0)
    throw Error(kind_of_errno(error), fmt::format("cannot read number {} of {}: {}", index,
                                                  path.native(), std::strerror(error)));
  return number;
}

std::optional<std::string> Source::try_read(const std::string& absolute_path) const {
  const std::filesystem::path path = locate(absolute_path);
  const File file(path);
  if (!file.is_open())
    return std::nullopt;
  std::string text;
  if (const int error = file.read_all(text); error != 0)
    throw Error(kind_of_errno(error),
                fmt::format("cannot read {}: {}", path.native(), std::strerror(error)));
  return text;
}

std::string Source::read_debugfs(const std::string& name) const {
  const std::string path = std::string(mmscope_dir) + "/" + name;
  const File file(locate(path));
  if (!file.is_open())
    throw debugfs_error(*this, name, errno, ::geteuid() == 0);
  std::string text;
  if (const int error = file.read_all(text); error != 0)
    throw debugfs_error(*this, name, error, ::geteuid() == 0);
  return text;
}

std::string Source::request(const std::string& name, const std::string& line) const {
  if (!live_)
    throw Error(Error::Kind::not_there,
                fmt::format("'{}' asks a running kernel; the recorded tree {} cannot answer. Run "
                            "this without --root.",
                            name, root_.native()));
  const File file(locate(std::string(mmscope_dir) + "/" + name), O_RDWR);
  if (!file.is_open())
    throw debugfs_error(*this, name, errno, ::geteuid() == 0);
  if (const int error = file.write_all(line); error != 0)
    throw request_error(*this, name, error);
  std::string text;
  if (const int error = file.read_all(text); error != 0)
    throw debugfs_error(*this, name, error, ::geteuid() == 0);
  return text;
}

std::vector<std::string> Source::list(const std::string& absolute_dir) const {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(locate(absolute_dir), error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().native());
    entry.increment(error);
  }
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace mmscope::reader
