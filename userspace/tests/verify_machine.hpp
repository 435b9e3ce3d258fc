// SPDX-License-Identifier: GPL-2.0
// A small made-up machine, told twice: as the module publishes it and as the
// kernel prints it. Both come from the same figures, so `verify` must agree, and
// must no longer when any one of them is changed on one side only.
#ifndef MMSCOPE_TESTS_VERIFY_MACHINE_HPP
#define MMSCOPE_TESTS_VERIFY_MACHINE_HPP

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/verify.hpp"

namespace mmscope::tests {

// Files by absolute path.
using Files = std::map<std::string, std::string>;

inline constexpr const char* published_dir = "/sys/kernel/debug/mmscope/";

// Which kernel's formats and counters.
enum class Kernel { v6_1, v6_12 };

// Nodes 1 (CPUs 0-1, memory), 3 (memory only) and 5 (CPU 2 only); zones DMA,
// DMA32, Normal and Movable, of which each node has some or none.
[[nodiscard]] Files machine_files(Kernel kernel);

// The census of that machine, which not every recorded tree has.
[[nodiscard]] Files census_files(Kernel kernel);

// A directory that goes when this does.
class Tree {
public:
  explicit Tree(const Files& files);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  void write(const std::string& path, const std::string& text) const;
  void remove(const std::string& path) const;
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

private:
  std::filesystem::path root_;
};

// The machine stands still: no file was recorded later than another.
[[nodiscard]] model::VerifyResult verify_still(const Tree& tree);

// Replaces the first `from`; fails the test if there is none.
[[nodiscard]] std::string replaced(const std::string& text, const std::string& from,
                                   const std::string& to);

} // namespace mmscope::tests

#endif // MMSCOPE_TESTS_VERIFY_MACHINE_HPP
