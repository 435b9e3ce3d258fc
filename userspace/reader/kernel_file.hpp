// SPDX-License-Identifier: GPL-2.0
// Files of the kernel that are for root, and files that may go at any moment.
#ifndef MMSCOPE_READER_KERNEL_FILE_HPP
#define MMSCOPE_READER_KERNEL_FILE_HPP

#include <optional>
#include <string>

#include "reader/source.hpp"

namespace mmscope::reader {

// Throws Error; where it is for want of permission, it says what to do.
[[nodiscard]] std::string read_as_root(const Source& source, const std::string& path);

// Nothing where the file is not there, or has gone between open and read, as
// those of a cache that was destroyed do (ENODEV of kernfs).
[[nodiscard]] std::optional<std::string> read_if_there(const Source& source,
                                                       const std::string& path);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_KERNEL_FILE_HPP
