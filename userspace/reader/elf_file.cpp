// SPDX-License-Identifier: GPL-2.0
#include "reader/elf_file.hpp"

#include <array>
#include <cstring>
#include <elf.h>
#include <fstream>

namespace mmscope::reader {
namespace {

// The program headers of all but strange files are in the first page.
constexpr std::size_t head_bytes = 4096;

template <class T> bool copy_at(std::string_view bytes, std::size_t at, T& to) {
  if (at > bytes.size() || bytes.size() - at < sizeof(to))
    return false;
  std::memcpy(&to, bytes.data() + at, sizeof(to));
  return true;
}

template <class Header, class Segment>
std::optional<ElfFile> parse(std::string_view bytes, bool is_64) {
  Header header{};
  if (!copy_at(bytes, 0, header))
    return std::nullopt;
  ElfFile file{is_64, header.e_type == ET_DYN, false};
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Segment segment{};
    if (!copy_at(bytes, header.e_phoff + i * sizeof(Segment), segment))
      return std::nullopt;
    file.has_interp = file.has_interp || segment.p_type == PT_INTERP;
  }
  return file;
}

} // namespace

std::optional<ElfFile> parse_elf(std::string_view bytes) {
  if (bytes.size() < EI_NIDENT || bytes.substr(0, SELFMAG) != ELFMAG ||
      bytes[EI_DATA] != ELFDATA2LSB)
    return std::nullopt;
  switch (bytes[EI_CLASS]) {
  case ELFCLASS64:
    return parse<Elf64_Ehdr, Elf64_Phdr>(bytes, true);
  case ELFCLASS32:
    return parse<Elf32_Ehdr, Elf32_Phdr>(bytes, false);
  default:
    return std::nullopt;
  }
}

std::optional<ElfFile> read_elf(const std::string& path) {
  std::array<char, head_bytes> head{};
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), head.size());
  return parse_elf({head.data(), static_cast<std::size_t>(file.gcount())});
}

} // namespace mmscope::reader
