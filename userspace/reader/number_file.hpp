// SPDX-License-Identifier: GPL-2.0
// Files that are arrays of numbers of eight bytes, such as those that tell of pages.
#ifndef MMSCOPE_READER_NUMBER_FILE_HPP
#define MMSCOPE_READER_NUMBER_FILE_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

// So many from an index on; fewer where the file ends before. Throws Error.
[[nodiscard]] std::vector<std::uint64_t> read_u64s(const Source& source,
                                                   const std::string& absolute_path,
                                                   std::uint64_t index, std::uint64_t count);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_NUMBER_FILE_HPP
