// SPDX-License-Identifier: GPL-2.0
// /proc/kpageflags: eight bytes of flags for each pfn.
#ifndef MMSCOPE_READER_PROC_KPAGEFLAGS_HPP
#define MMSCOPE_READER_PROC_KPAGEFLAGS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reader/source.hpp"

namespace mmscope::reader {

// Pages by class, as far as these flags tell classes apart: what is neither free
// nor has an owner that shows is "others". "pages" is the sum of all. Reads the
// file in pieces. Throws Error.
[[nodiscard]] std::map<std::string, std::uint64_t> count_kpageflags(const Source& source);

// The class of one page, in the same words. Throws Error.
[[nodiscard]] std::string kpageflags_class_at(const Source& source, std::uint64_t pfn);

// The flags of `count` pages from a pfn on; fewer where memory ends before. Throws
// Error.
[[nodiscard]] std::vector<std::uint64_t> read_kpageflags(const Source& source, std::uint64_t pfn,
                                                         std::uint64_t count);

// The class of a page with these flags.
[[nodiscard]] std::string kpageflags_class_of(std::uint64_t flags);

// The name that a class of the census goes by there.
[[nodiscard]] std::string kpageflags_class(const std::string& page_class);

} // namespace mmscope::reader

#endif // MMSCOPE_READER_PROC_KPAGEFLAGS_HPP
