// SPDX-License-Identifier: GPL-2.0
// The options that the kernel was built with: /boot/config-RELEASE, which
// distributions put beside the kernel.
#ifndef MMSCOPE_READER_KERNEL_CONFIG_HPP
#define MMSCOPE_READER_KERNEL_CONFIG_HPP

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "reader/source.hpp"

namespace mmscope::reader {

struct KernelConfig {
  std::string path;
  std::set<std::string, std::less<>> enabled; // "CONFIG_SLUB", built in or module
};

// uname -r; empty where it cannot be read.
[[nodiscard]] std::string kernel_release(const Source& source);

// Nothing where there is no such file, or it is of another kernel: without it
// nobody knows.
[[nodiscard]] std::optional<KernelConfig> load_kernel_config(const Source& source);

// What is missing, and the command that mends it where the kernel brings its
// configuration along in /proc/config.gz, which is not unpacked here.
[[nodiscard]] std::string why_no_kernel_config(const Source& source);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_KERNEL_CONFIG_HPP
