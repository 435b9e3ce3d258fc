// SPDX-License-Identifier: GPL-2.0
#include "reader/debugfs.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/core.h>

namespace mmscope::reader {
namespace {

Error missing(const Source& source, const std::string& name) {
  const std::string dir(mmscope_dir);
  const std::filesystem::path path = source.locate(dir + "/" + name);
  std::error_code ignored;
  if (std::filesystem::is_directory(source.locate(dir), ignored))
    return {Error::Kind::not_there,
            fmt::format("{} is missing: the module there is older than this tool. Load the "
                        "mmscope.ko that came with it (make load).",
                        path.native())};
  if (!source.is_live())
    return {Error::Kind::not_there,
            fmt::format("{} is missing: --root wants a recorded tree, a directory that holds {} "
                        "and other files under their absolute paths.",
                        path.native(), dir.substr(1))};
  if (!debugfs_mounted(source))
    return {Error::Kind::not_there, fmt::format("debugfs is not mounted on {0}. Mount it: mount -t "
                                                "debugfs none {0}",
                                                debugfs_dir)};
  return {Error::Kind::not_there,
          fmt::format("{} is missing: the module is not loaded. Load it: make load (or insmod "
                      "mmscope.ko).",
                      dir)};
}

// last_error holds "FILE: reason"; that of another file is of another request.
std::string last_reason(const Source& source, const std::string& name) {
  std::string text = source.try_read(fmt::format("{}/last_error", mmscope_dir)).value_or("");
  if (text.rfind(name + ": ", 0) != 0)
    return "";
  text.erase(0, name.size() + 2);
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return text;
}

} // namespace

bool debugfs_mounted(const Source& source) {
  const std::string mounts = source.try_read("/proc/mounts").value_or("");
  return mounts.find(fmt::format(" {} debugfs ", debugfs_dir)) != std::string::npos;
}

Error debugfs_error(const Source& source, const std::string& name, int error, bool is_root) {
  const std::string path = source.locate(fmt::format("{}/{}", mmscope_dir, name)).native();
  switch (error) {
  case ENOENT:
  case ENOTDIR:
    return missing(source, name);
  case EACCES:
  case EPERM:
    if (!is_root)
      return {Error::Kind::permission,
              fmt::format("{} may only be read by root: run this with sudo.", path)};
    return {Error::Kind::permission,
            fmt::format("{} may not be read, not even by root: the kernel is locked down "
                        "(/sys/kernel/security/lockdown), which closes debugfs. Turn Secure Boot "
                        "off or boot without lockdown=.",
                        path)};
  case EOPNOTSUPP:
    return {Error::Kind::not_there,
            fmt::format("{} is not supported here: mmscope knows the page tables of x86-64 only.",
                        path)};
  default:
    return {Error::Kind::bad_data, fmt::format("cannot read {}: {}", path, std::strerror(error))};
  }
}

Error request_error(const Source& source, const std::string& name, int error) {
  const std::string reason = last_reason(source, name);
  const std::string message =
      fmt::format("{}: {}", name, reason.empty() ? std::strerror(error) : reason);
  switch (error) {
  case EINVAL:
  case ENODEV: // a node or CPU that is not there
    return {Error::Kind::usage, message};
  case EOPNOTSUPP:
    return {Error::Kind::not_there, message};
  default:
    return {Error::Kind::failed, message};
  }
}

} // namespace mmscope::reader
