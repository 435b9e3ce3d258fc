// SPDX-License-Identifier: GPL-2.0
// The keys that say which thing a record is about. A record without them means
// nothing, whatever kernel it comes from; every other key may be absent.
#ifndef MMSCOPE_READER_IDENTITY_HPP
#define MMSCOPE_READER_IDENTITY_HPP

#include <string_view>
#include <vector>

namespace mmscope::reader {

// Empty for records that identify nothing (info, model) and for unknown tags.
[[nodiscard]] const std::vector<std::string_view>& identity_keys(std::string_view tag);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_IDENTITY_HPP
