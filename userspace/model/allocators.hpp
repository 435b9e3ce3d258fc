// SPDX-License-Identifier: GPL-2.0
// Allocators that can take the place of a program's own, by LD_PRELOAD.
#ifndef MMSCOPE_MODEL_ALLOCATORS_HPP
#define MMSCOPE_MODEL_ALLOCATORS_HPP

#include <string>
#include <vector>

namespace mmscope::model {

struct Allocator {
  std::string name;    // as it was asked for
  std::string library; // path without symbolic links; empty: the program's own
};

// Finds each by name, or takes it as the path of a shared object. Throws
// reader::Error: usage for a name that is not known, not_there for a library that
// is not installed.
[[nodiscard]] std::vector<Allocator> find_allocators(const std::vector<std::string>& names);

// "glibc, jemalloc, tcmalloc"
[[nodiscard]] std::string allocator_names();

// Why LD_PRELOAD could have had no effect on a program: "is statically linked";
// empty where its file does not tell.
[[nodiscard]] std::string why_not_preloaded(const std::string& program);

// Whether a program is for the 32-bit calls of the kernel.
[[nodiscard]] bool is_32_bit(const std::string& program);

} // namespace mmscope::model

#endif // MMSCOPE_MODEL_ALLOCATORS_HPP
