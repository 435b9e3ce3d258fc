// SPDX-License-Identifier: GPL-2.0
#include "model/allocators.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>

#include "bpf/heap.h"
#include "reader/elf_file.hpp"
#include "reader/error.hpp"

namespace mmscope::model {
namespace {

namespace fs = std::filesystem;
using reader::Error;

struct Known {
  const char* name;
  const char* file;    // empty: the program's own
  const char* package; // of Debian
};

constexpr std::array<Known, 3> known_allocators = {{
    {"glibc", "", "libc6"},
    {"jemalloc", "libjemalloc.so.2", "libjemalloc2"},
    {"tcmalloc", "libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"},
}};

constexpr std::array<const char*, 5> directories = {"/usr/lib/x86_64-linux-gnu",
                                                    "/lib/x86_64-linux-gnu", "/usr/lib64",
                                                    "/usr/local/lib", "/usr/lib"};

std::optional<std::string> installed(const std::string& file) {
  for (const char* directory : directories) {
    std::error_code error;
    const fs::path path = fs::canonical(fs::path(directory) / file, error);
    if (!error)
      return path.native();
  }
  return std::nullopt;
}

Allocator find_known(const Known& one) {
  if (*one.file == '\0')
    return {one.name, ""};
  const auto path = installed(one.file);
  if (!path)
    throw Error(Error::Kind::not_there,
                fmt::format("{} is not installed: there is no {} in {}; it comes with the Debian "
                            "package {} (into the test VM: scripts/vm --package {})",
                            one.name, one.file, fmt::join(directories, ", "), one.package,
                            one.package));
  return {one.name, *path};
}

Allocator find_path(const std::string& name) {
  std::error_code error;
  const fs::path path = fs::canonical(name, error);
  if (error)
    throw Error(Error::Kind::usage, fmt::format("{}: {}", name, error.message()));
  const auto elf = reader::read_elf(path);
  if (!elf || !elf->is_dyn)
    throw Error(Error::Kind::usage, fmt::format("{} is no shared object (ELF, ET_DYN)", name));
  if (path.filename().native().size() >= MMS_HEAP_NAME_LEN)
    throw Error(Error::Kind::usage, fmt::format("{}: a name of at most {} characters is allowed",
                                                name, MMS_HEAP_NAME_LEN - 1));
  return {path.filename().native(), path.native()};
}

// As execvp() looks for it.
std::optional<std::string> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos)
    return name;
  const char* const all = std::getenv("PATH");
  std::string_view rest = all == nullptr ? "" : all;
  while (!rest.empty()) {
    const std::string_view directory = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), directory.size() + 1));
    const fs::path path = fs::path(directory) / name;
    std::error_code error;
    if (fs::is_regular_file(path, error))
      return path.native();
  }
  return std::nullopt;
}

} // namespace

std::string allocator_names() {
  std::string names;
  for (const Known& one : known_allocators)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
  return names;
}

std::vector<Allocator> find_allocators(const std::vector<std::string>& names) {
  std::vector<Allocator> found;
  for (const std::string& name : names) {
    const auto* const one =
        std::find_if(known_allocators.begin(), known_allocators.end(),
                     [&](const Known& candidate) { return name == candidate.name; });
    if (one != known_allocators.end())
      found.push_back(find_known(*one));
    else if (name.find('/') != std::string::npos)
      found.push_back(find_path(name));
    else
      throw Error(Error::Kind::usage,
                  fmt::format("there is no allocator {}; allowed are {}, and the path of a shared "
                              "object (with a /)",
                              name, allocator_names()));
  }
  return found;
}

std::string why_not_preloaded(const std::string& program) {
  const auto path = find_program(program);
  if (!path)
    return "";
  const auto elf = reader::read_elf(*path);
  if (elf && !elf->has_interp)
    return "is statically linked: LD_PRELOAD has no effect on it";
  struct stat status = {};
  if (::stat(path->c_str(), &status) == 0 && (status.st_mode & (S_ISUID | S_ISGID)) != 0)
    return "is set-user-ID or set-group-ID: LD_PRELOAD has no effect on it";
  if (elf && !elf->is_64)
    return "is a 32-bit program, which the library is not for";
  return "";
}

bool is_32_bit(const std::string& program) {
  const auto path = find_program(program);
  const auto elf = path ? reader::read_elf(*path) : std::nullopt;
  return elf && !elf->is_64;
}

} // namespace mmscope::model
