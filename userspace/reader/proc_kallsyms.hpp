// SPDX-License-Identifier: GPL-2.0
// /proc/kallsyms: which function a kernel address is in.
#ifndef MMSCOPE_READER_PROC_KALLSYMS_HPP
#define MMSCOPE_READER_PROC_KALLSYMS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

class Kallsyms {
public:
  // Functions only. Without the right to see addresses (kptr_restrict) there are
  // none, and every address is its own name.
  static Kallsyms load(const Source& source);
  static Kallsyms parse(std::string text);

  // "__alloc_pages", with " [module]" for those of modules; "0x..." where none is
  // known. `address` is a return address: the call is before it.
  [[nodiscard]] std::string function_before(std::uint64_t address) const;

  // The function of that name in the kernel itself, as it is called there: the
  // compiler may have added .isra or .constprop. Empty: there is none to be seen.
  [[nodiscard]] std::string find(std::string_view name) const;

  [[nodiscard]] bool empty() const { return symbols_.empty(); }

private:
  struct Symbol {
    std::uint64_t address;
    std::size_t at; // of its name in text_
    std::size_t length;
  };

  [[nodiscard]] std::string_view name(const Symbol& symbol) const;

  std::string text_;
  std::vector<Symbol> symbols_; // by address
};

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_KALLSYMS_HPP
