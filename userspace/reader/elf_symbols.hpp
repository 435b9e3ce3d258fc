// SPDX-License-Identifier: GPL-2.0
// Which function a place in a program or library is in, by its ELF symbols. What a
// process maps is anybody's file: whatever it holds costs no more than its size.
#ifndef MMSCOPE_READER_ELF_SYMBOLS_HPP
#define MMSCOPE_READER_ELF_SYMBOLS_HPP

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mmscope::reader {

// "ab/cdef...": as files below /usr/lib/debug/.build-id are named.
[[nodiscard]] std::string build_id_name(std::span<const std::uint8_t> id);

class ElfSymbols {
public:
  // None where it is no regular file, or no ELF file, or has none. Symbols of a file
  // that was stripped are looked for below /usr/lib/debug, by its build ID, where
  // Debian's -dbgsym packages put them; else there are those for the dynamic linker.
  static ElfSymbols load(const std::string& path);

  // "malloc", as the file spells it, cut where it is too long; empty where none is
  // known. Bytes from the beginning of the file.
  [[nodiscard]] std::string_view function_at(std::uint64_t offset_bytes) const;

  // Its build_id_name(); empty where there is none.
  [[nodiscard]] const std::string& build_id() const { return build_id_; }

  [[nodiscard]] bool empty() const { return symbols_.empty(); }

private:
  struct Segment {
    std::uint64_t offset_bytes; // in the file
    std::uint64_t bytes;
    std::uint64_t address;
  };
  struct Symbol {
    std::uint64_t address;
    std::uint64_t bytes; // 0: not told
    std::uint64_t name;  // where it is in names_
  };

  std::vector<Segment> segments_;
  std::vector<Symbol> symbols_; // by address, those of one address by size
  std::string names_;           // each ended by a 0
  std::string build_id_;
};

} // namespace mmscope::reader

#endif // MMSCOPE_READER_ELF_SYMBOLS_HPP
