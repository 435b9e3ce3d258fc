// SPDX-License-Identifier: GPL-2.0
// Why a file of the module cannot be read, and what to do about it.
#ifndef MMSCOPE_READER_DEBUGFS_HPP
#define MMSCOPE_READER_DEBUGFS_HPP

#include <string>

#include "reader/error.hpp"
#include "reader/source.hpp"

namespace mmscope::reader {

// True if the source's mount table has a debugfs at its usual place.
[[nodiscard]] bool debugfs_mounted(const Source& source);

// The error for errno `error` of opening or reading /sys/kernel/debug/mmscope/NAME.
[[nodiscard]] Error debugfs_error(const Source& source, const std::string& name, int error,
                                  bool is_root);

// The error for errno `error` of a request to that file; the reason is the
// module's own, out of last_error.
[[nodiscard]] Error request_error(const Source& source, const std::string& name, int error);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_DEBUGFS_HPP
