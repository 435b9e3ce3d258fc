// SPDX-License-Identifier: GPL-2.0
// Bits by name.
#ifndef MMS_CORE_FLAG_NAMES_HPP
#define MMS_CORE_FLAG_NAMES_HPP

#include <span>

#include "core/publish.hpp"

namespace mmscope {

// Adds the names of the bits that are set, separated by commas. Info has `bit`
// and `name`.
template <typename Info>
void put_flag_names(Encoder& out, std::span<const Info> infos, mms_u64 flags) {
  char names[512];
  std::size_t size = 0;
  for (const Info& flag : infos) {
    if ((flags & (mms_u64{1} << flag.bit)) == 0)
      continue;
    const std::string_view name = flag.name;
    if (size + name.size() + 1 > sizeof(names))
      break;
    if (size != 0)
      names[size++] = ',';
    for (const char c : name)
      names[size++] = c;
  }
  out.text("flags", {names, size});
}

} // namespace mmscope

#endif // MMS_CORE_FLAG_NAMES_HPP
