// SPDX-License-Identifier: GPL-2.0
#include "reader/elf_symbols.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <gelf.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace mmscope::reader {
namespace {

constexpr std::size_t longest_name = 1024;
constexpr std::size_t longest_build_id = 64;

// Symbols inside others, as those of assembly are.
constexpr std::ptrdiff_t most_nested = 16;

// What a path that a process once mapped names by now may be anything, and to open some
// things is to do something: only a regular file is.
int open_regular(const std::string& path) {
  const int found = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  struct stat what {};
  int file = -1;
  if (found >= 0 && ::fstat(found, &what) == 0 && S_ISREG(what.st_mode))
    file = ::open(fmt::format("/proc/self/fd/{}", found).c_str(), O_RDONLY | O_CLOEXEC);
  if (found >= 0)
    ::close(found);
  return file;
}

// A file that libelf reads, and does not map, for it may shrink meanwhile.
class OpenElf {
public:
  explicit OpenElf(const std::string& path) : fd_(open_regular(path)) {
    if (fd_ < 0)
      return;
    ::elf_version(EV_CURRENT);
    elf_ = ::elf_begin(fd_, ELF_C_READ, nullptr);
  }
  ~OpenElf() {
    ::elf_end(elf_);
    if (fd_ >= 0)
      ::close(fd_);
  }
  OpenElf(const OpenElf&) = delete;
  OpenElf& operator=(const OpenElf&) = delete;

  [[nodiscard]] bool is_elf() const { return elf_ != nullptr && ::elf_kind(elf_) == ELF_K_ELF; }
  [[nodiscard]] Elf* get() const { return elf_; }

  // The first section of a type; nullptr where there is none.
  [[nodiscard]] Elf_Scn* section(GElf_Word type, GElf_Shdr& header,
                                 Elf_Scn* after = nullptr) const {
    while ((after = ::elf_nextscn(elf_, after)) != nullptr)
      if (::gelf_getshdr(after, &header) != nullptr && header.sh_type == type)
        return after;
    return nullptr;
  }

private:
  int fd_;
  Elf* elf_ = nullptr;
};

std::string build_id_in(Elf_Data* data) {
  GElf_Nhdr note{};
  std::size_t name = 0;
  std::size_t description = 0;
  for (std::size_t at = 0;
       data != nullptr && (at = ::gelf_getnote(data, at, &note, &name, &description)) > 0;) {
    const auto* const bytes = static_cast<const unsigned char*>(data->d_buf);
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof(ELF_NOTE_GNU) &&
        std::memcmp(bytes + name, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) == 0 && note.n_descsz > 1 &&
        note.n_descsz <= longest_build_id)
      return build_id_name({bytes + description, note.n_descsz});
  }
  return "";
}

std::string build_id_of(const OpenElf& file) {
  GElf_Shdr header{};
  for (Elf_Scn* notes = nullptr; (notes = file.section(SHT_NOTE, header, notes)) != nullptr;)
    if (std::string id = build_id_in(::elf_getdata(notes, nullptr)); !id.empty())
      return id;
  return "";
}

// visit(address, bytes, where its name is): the functions of the first table of that
// type. Returns their names.
template <class Visit>
std::string for_each_function(const OpenElf& file, GElf_Word type, const Visit& visit) {
  GElf_Shdr table{};
  Elf_Scn* const section = file.section(type, table);
  Elf_Data* const symbols = section != nullptr ? ::elf_getdata(section, nullptr) : nullptr;
  Elf_Data* const names = symbols != nullptr
                              ? ::elf_getdata(::elf_getscn(file.get(), table.sh_link), nullptr)
                              : nullptr;
  if (names == nullptr || names->d_buf == nullptr || table.sh_entsize == 0)
    return "";
  GElf_Sym symbol{};
  for (int i = 0; ::gelf_getsym(symbols, i, &symbol) != nullptr; ++i) {
    const auto kind = GELF_ST_TYPE(symbol.st_info);
    if ((kind == STT_FUNC || kind == STT_GNU_IFUNC) && symbol.st_shndx != SHN_UNDEF &&
        symbol.st_name != 0 && symbol.st_name < names->d_size)
      visit(symbol.st_value, symbol.st_size, symbol.st_name);
  }
  return {static_cast<const char*>(names->d_buf), names->d_size};
}

} // namespace

std::string build_id_name(std::span<const std::uint8_t> id) {
  std::string name;
  for (const std::uint8_t byte : id)
    name += fmt::format("{:02x}{}", byte, name.empty() ? "/" : "");
  return name;
}

ElfSymbols ElfSymbols::load(const std::string& path) {
  ElfSymbols found;
  const OpenElf file(path);
  std::size_t segments = 0;
  if (!file.is_elf() || ::elf_getphdrnum(file.get(), &segments) != 0)
    return found;
  GElf_Phdr segment{};
  for (int i = 0;
       static_cast<std::size_t>(i) < segments && ::gelf_getphdr(file.get(), i, &segment) != nullptr;
       ++i)
    if (segment.p_type == PT_LOAD)
      found.segments_.push_back({segment.p_offset, segment.p_filesz, segment.p_vaddr});
  found.build_id_ = build_id_of(file);

  const auto load_from = [&](const OpenElf& from, GElf_Word table) {
    found.names_ = for_each_function(
        from, table, [&](std::uint64_t address, std::uint64_t bytes, std::uint64_t name) {
          found.symbols_.push_back({address, bytes, name});
        });
  };
  load_from(file, SHT_SYMTAB);
  if (found.empty() && !found.build_id_.empty())
    if (const OpenElf debug("/usr/lib/debug/.build-id/" + found.build_id_ + ".debug");
        debug.is_elf())
      load_from(debug, SHT_SYMTAB);
  if (found.empty())
    load_from(file, SHT_DYNSYM);
  // Of several names of one function the first in the file is as good as any.
  std::stable_sort(found.symbols_.begin(), found.symbols_.end(),
                   [](const Symbol& a, const Symbol& b) {
                     return std::tie(a.address, b.bytes) < std::tie(b.address, a.bytes);
                   });
  return found;
}

std::string_view ElfSymbols::function_at(std::uint64_t offset_bytes) const {
  const auto segment = std::find_if(segments_.begin(), segments_.end(), [&](const Segment& one) {
    return offset_bytes >= one.offset_bytes && offset_bytes - one.offset_bytes < one.bytes;
  });
  if (segment == segments_.end())
    return {};
  const std::uint64_t address = segment->address + (offset_bytes - segment->offset_bytes);
  const auto after = std::upper_bound(
      symbols_.begin(), symbols_.end(), address,
      [](std::uint64_t value, const Symbol& symbol) { return value < symbol.address; });
  const auto covers = [&](const Symbol& symbol) {
    return symbol.bytes == 0 || address - symbol.address < symbol.bytes;
  };
  const auto first = after - std::min(after - symbols_.begin(), most_nested);
  // The innermost that covers it, and of these at one address the largest.
  auto best = after;
  for (auto symbol = after; symbol != first;)
    if (covers(*--symbol) && (best == after || symbol->address == best->address))
      best = symbol;
  if (best == after)
    return {};
  const std::string_view name = std::string_view(names_).substr(best->name, longest_name);
  return name.substr(0, name.find('\0'));
}

} // namespace mmscope::reader
