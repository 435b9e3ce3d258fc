// SPDX-License-Identifier: GPL-2.0
#include "model/run_store.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/core.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

#include "reader/error.hpp"
#include "wire/codec.hpp"

namespace mmscope::model {
namespace {

using reader::Error;

// Far more than a run of all nodes with all its samples takes.
constexpr std::uintmax_t largest_file = 256U << 20;

constexpr std::string_view extension = ".json";

// 20240131-235959-042: of a file that is ours.
bool is_id(std::string_view name) {
  constexpr std::string_view form = "00000000-000000-000";
  return name.size() == form.size() &&
         std::equal(name.begin(), name.end(), form.begin(), [](char c, char like) {
           return like == '-' ? c == '-' : c >= '0' && c <= '9';
         });
}

// Entries of the directory by whether they are saved runs.
std::vector<std::string> names(const std::filesystem::path& dir, bool of_runs) {
  std::vector<std::string> found;
  std::error_code error;
  std::filesystem::directory_iterator entry(dir, error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    const std::string name = entry->path().filename().native();
    const bool is_run =
        entry->path().extension() == extension && is_id(entry->path().stem().native());
    if (is_run && of_runs)
      found.push_back(entry->path().stem());
    if (!is_run && !of_runs && name.front() != '.')
      found.push_back(name);
    entry.increment(error);
  }
  std::sort(found.begin(), found.end());
  return found;
}

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path, int error) {
  throw Error(Error::Kind::failed,
              fmt::format("cannot {} {}: {}", what, path.native(), std::strerror(error)));
}

class NewFile {
public:
  explicit NewFile(std::filesystem::path path)
      : path_(std::move(path)),
        fd_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
    if (fd_ < 0)
      fail("make", path_, errno);
  }
  ~NewFile() {
    if (fd_ >= 0)
      ::close(fd_);
    if (!kept_)
      ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(fd_, text.data(), text.size());
      if (written < 0 && errno != EINTR)
        fail("write", path_, errno);
      text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
  }

  void keep_as(const std::filesystem::path& name) {
    if (::fsync(fd_) != 0)
      fail("write", path_, errno);
    if (::rename(path_.c_str(), name.c_str()) != 0)
      fail("make", name, errno);
    kept_ = true;
  }

private:
  std::filesystem::path path_;
  int fd_;
  bool kept_ = false;
};

} // namespace

std::filesystem::path runs_dir(const std::string& xdg_data_home, const std::string& home) {
  const std::filesystem::path below = "mmscope/runs";
  if (!xdg_data_home.empty() && xdg_data_home.front() == '/')
    return xdg_data_home / below;
  if (!home.empty() && home.front() == '/')
    return home / std::filesystem::path(".local/share") / below;
  return {};
}

std::vector<std::string> RunStore::ids() const { return names(dir_, true); }

std::vector<std::string> RunStore::foreign_files() const { return names(dir_, false); }

std::filesystem::path RunStore::file_of(const std::string& id) const {
  return dir_ / (id + std::string(extension));
}

std::filesystem::path RunStore::find(const std::string& name) const {
  if (name.find('/') != std::string::npos || std::filesystem::path(name).extension() == extension)
    return name;
  const std::vector<std::string> all = ids();
  if (all.empty())
    throw Error(Error::Kind::usage,
                dir_.empty()
                    ? fmt::format("there is no run {}: runs are saved below XDG_DATA_HOME "
                                  "or HOME, and neither is set",
                                  name)
                    : fmt::format("there is no run {}: none is saved in {}", name, dir_.native()));
  constexpr std::string_view latest = "latest";
  if (name.compare(0, latest.size(), latest) == 0) {
    std::size_t back = 0;
    const std::string_view rest = std::string_view(name).substr(latest.size());
    if (!rest.empty() && (rest.front() != '~' || !wire::parse_integer(rest.substr(1), back)))
      throw Error(Error::Kind::usage, fmt::format("{}: expected latest or latest~N", name));
    if (back >= all.size())
      throw Error(Error::Kind::usage, fmt::format("there is no run {}: {} are saved in {}", name,
                                                  all.size(), dir_.native()));
    return file_of(all[all.size() - 1 - back]);
  }
  std::vector<std::string> fitting;
  for (const std::string& id : all)
    if (id.compare(0, name.size(), name) == 0)
      fitting.push_back(id);
  if (fitting.size() == 1)
    return file_of(fitting.front());
  if (fitting.empty())
    throw Error(Error::Kind::usage, fmt::format("there is no run {} in {}: mmscope run list names "
                                                "those that are saved",
                                                name, dir_.native()));
  throw Error(Error::Kind::usage, fmt::format("{} runs begin with {}: {} and others",
                                              fitting.size(), name, fitting.front()));
}

std::string RunStore::new_id() const {
  auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  while (true) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> date{};
    std::strftime(date.data(), date.size(), "%Y%m%d-%H%M%S", &utc);
    std::string id = fmt::format("{}-{:03}", date.data(), now.time_since_epoch().count() % 1000);
    std::error_code ignored;
    if (!std::filesystem::exists(file_of(id), ignored))
      return id;
    ++now;
  }
}

std::string RunStore::save(const std::function<std::string(const std::string&)>& text_of) const {
  if (dir_.empty())
    throw Error(Error::Kind::failed, "neither XDG_DATA_HOME nor HOME says where to (sudo -H or "
                                     "XDG_DATA_HOME=DIR does)");
  std::error_code error;
  std::filesystem::create_directories(dir_.parent_path(), error);
  if (error)
    fail("make", dir_.parent_path(), error.value());
  if (::mkdir(dir_.c_str(), 0700) != 0 && errno != EEXIST)
    fail("make", dir_, errno);
  std::string id = new_id();
  NewFile file(dir_ / fmt::format(".{}.{}", id, ::getpid()));
  file.write(text_of(id));
  file.keep_as(file_of(id));
  return id;
}

void RunStore::remove(const std::string& id) const {
  const std::filesystem::path path = find(id);
  if (path.parent_path() != dir_)
    throw Error(Error::Kind::usage, fmt::format("{} is a file, not the id of a run", id));
  if (::unlink(path.c_str()) != 0)
    fail("delete", path, errno);
}

std::string read_run_file(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error)
    throw Error(error.value() == EACCES ? Error::Kind::permission : Error::Kind::usage,
                fmt::format("cannot read {}: {}", path.native(), error.message()));
  if (size > largest_file)
    throw Error(Error::Kind::bad_data,
                fmt::format("{} is no saved run: it has {} bytes", path.native(), size));
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(Error::Kind::permission,
                fmt::format("cannot read {}: {}", path.native(), std::strerror(errno)));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace mmscope::model
