// SPDX-License-Identifier: GPL-2.0
// What the head of an ELF file says about how it is loaded.
#ifndef MMSCOPE_READER_ELF_FILE_HPP
#define MMSCOPE_READER_ELF_FILE_HPP

#include <optional>
#include <string>
#include <string_view>

namespace mmscope::reader {

struct ElfFile {
  bool is_64 = false;
  bool is_dyn = false;     // ET_DYN: a shared object, or a program for any address
  bool has_interp = false; // PT_INTERP: ld.so loads it, and what LD_PRELOAD names
};

// nullopt for what is no ELF file of this byte order, or is cut short.
[[nodiscard]] std::optional<ElfFile> parse_elf(std::string_view bytes);

// The same of a file; nullopt also where it cannot be read.
[[nodiscard]] std::optional<ElfFile> read_elf(const std::string& path);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_ELF_FILE_HPP
