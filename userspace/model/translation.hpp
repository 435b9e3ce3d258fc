// SPDX-License-Identifier: GPL-2.0
// The way from an address to its page, and what that means as a whole.
#ifndef MMSCOPE_MODEL_TRANSLATION_HPP
#define MMSCOPE_MODEL_TRANSLATION_HPP

#include <string>
#include <vector>

#include "model/system.hpp"

namespace mmscope::model {

using PgtableLevel = reader::Row<mms_wire_pgtable_level>;
using TranslationRow = reader::Row<mms_wire_translation>;

struct Translation {
  reader::Header header;
  std::vector<PgtableLevel> levels; // from the top level down
  TranslationRow row;
  std::vector<PageInfo> pages; // the page, where it has a struct page
};

// Address and process as they were typed: the module judges them. Without a
// process, of the kernel. Throws reader::Error.
[[nodiscard]] Translation request_translation(const reader::Source& source, const std::string& addr,
                                              const std::string& pid);

// Of this process.
[[nodiscard]] Translation request_own_translation(const reader::Source& source, std::uint64_t addr);

// What the module answered.
[[nodiscard]] Translation parse_translation(std::string_view answer);

// What all levels together allow, whoever owns the address.
struct Access {
  bool write = false;
  bool execute = false;
  bool user = false;
};

// For an address that is mapped.
[[nodiscard]] Access access_of(const Translation& translation);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_TRANSLATION_HPP
