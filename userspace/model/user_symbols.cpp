// SPDX-License-Identifier: GPL-2.0
#include "model/user_symbols.hpp"

#include <cstdlib>
#include <cxxabi.h>
#include <fmt/core.h>
#include <memory>
#include <string_view>

namespace mmscope::model {
namespace {

// A mangled name that refers to itself doubles with each dozen characters: of this
// length it comes to a megabyte at most.
constexpr std::size_t longest_mangled = 160;
constexpr std::size_t longest_plain = 512;

std::string demangled(std::string_view function) {
  const std::string name(function);
  if (!name.starts_with("_Z") || name.size() > longest_mangled)
    return name;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
  return plain ? std::string(std::string_view(plain.get()).substr(0, longest_plain)) : name;
}

// "[libc.so.6]"; what the kernel names has its brackets: "[vdso]".
std::string name_of_file(const std::string& path) {
  if (path.empty() || path.starts_with("//anon"))
    return "[anon]";
  if (path.front() == '[')
    return path;
  return fmt::format("[{}]", path.substr(path.rfind('/') + 1));
}

// Containers have files of their own under the same path.
reader::ElfSymbols symbols_of(const MappedFile& file, unsigned tgid) {
  if (!file.path.starts_with('/') || file.path.starts_with("//"))
    return {};
  for (const std::string& path : {fmt::format("/proc/{}/root{}", tgid, file.path), file.path})
    if (reader::ElfSymbols symbols = reader::ElfSymbols::load(path);
        !symbols.empty() && (file.build_id.empty() || symbols.build_id() == file.build_id))
      return symbols;
  return {};
}

} // namespace

std::string UserSymbols::name(unsigned tgid, std::uint64_t address) {
  const auto place = maps_.find(tgid, address);
  if (!place)
    return "[unknown]";
  const auto [file, fresh] = files_.try_emplace(*place->file);
  if (fresh)
    file->second = symbols_of(*place->file, tgid);
  const std::string_view function = file->second.function_at(place->offset_bytes);
  return function.empty() ? name_of_file(place->file->path) : demangled(function);
}

std::vector<std::string> UserSymbols::names(unsigned tgid,
                                            const std::vector<std::uint64_t>& stack) {
  std::vector<std::string> names;
  for (const std::uint64_t address : stack)
    names.push_back(name(tgid, names.empty() ? address : address - 1));
  return names;
}

} // namespace mmscope::model
