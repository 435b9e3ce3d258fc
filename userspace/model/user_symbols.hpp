// SPDX-License-Identifier: GPL-2.0
// Names for addresses of user space, of processes that may be gone.
#ifndef MMSCOPE_MODEL_USER_SYMBOLS_HPP
#define MMSCOPE_MODEL_USER_SYMBOLS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/process_maps.hpp"
#include "reader/elf_symbols.hpp"

namespace mmscope::model {

class UserSymbols {
public:
  [[nodiscard]] ProcessMaps& maps() { return maps_; }
  [[nodiscard]] const ProcessMaps& maps() const { return maps_; }

  // "malloc", demangled; "[libc.so.6]" where only the file is known, or another is there
  // by now, "[unknown]" where not even that. Files are read when they are first asked
  // for: as the process sees them, while it is there.
  [[nodiscard]] std::string name(unsigned tgid, std::uint64_t address);

  // The addresses of a stack, innermost first: all but that one are return addresses,
  // and the call is before them.
  [[nodiscard]] std::vector<std::string> names(unsigned tgid,
                                               const std::vector<std::uint64_t>& stack);

private:
  ProcessMaps maps_;
  std::map<MappedFile, reader::ElfSymbols> files_;
};

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_USER_SYMBOLS_HPP
