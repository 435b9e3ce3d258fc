// SPDX-License-Identifier: GPL-2.0
#ifndef MMSCOPE_CLI_WRITE_FILE_HPP
#define MMSCOPE_CLI_WRITE_FILE_HPP

#include <string>

namespace mmscope::cli {

// Anew, whatever was there. Throws reader::Error(failed) with the reason.
void write_file(const std::string& path, const std::string& bytes);

} // namespace mmscope::cli

#endif // MMSCOPE_CLI_WRITE_FILE_HPP
