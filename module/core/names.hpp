// SPDX-License-Identifier: GPL-2.0
// Short names into members of fixed size.
#ifndef MMS_CORE_NAMES_HPP
#define MMS_CORE_NAMES_HPP

#include <cstddef>
#include <string_view>

namespace mmscope {

// Cut where it is too long, and always ended by a NUL. What follows that stays.
template <std::size_t size> void set_name(char (&member)[size], std::string_view name) {
  std::size_t length = 0;
  for (; length < name.size() && length + 1 < size; ++length)
    member[length] = name.data()[length];
  member[length] = '\0';
}

} // namespace mmscope

#endif // MMS_CORE_NAMES_HPP
